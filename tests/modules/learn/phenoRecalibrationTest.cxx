#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoRecalibration.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
ImageChunks
Chunks(const torch::Tensor & images, std::int64_t size)
{
  return { (images.size(0) + size - 1) / size, [images, size](std::int64_t i) {
            return images.narrow(0, i * size, std::min(size, images.size(0) - i * size));
          } };
}

std::shared_ptr<Encoder>
RandomEncoder()
{
  const auto encoder = MakeEncoder({ "resnet18", 2, 8 }, torch::kFloat64);
  encoder->Initialise(test::Generator(1));
  return encoder;
}
} // namespace

TEST_CASE("Layer by layer equals one train-mode forward of all images, with and without memory for activations")
{
  const at::NoGradGuard guard;
  const torch::Tensor   images = test::Normal({ 7, 2, 40, 40 }, 2);
  const auto            whole = RandomEncoder();
  whole->SetTraining(true);
  whole->Forward(images);
  for (const std::int64_t bytes : { std::int64_t{ 0 }, std::int64_t{ 3'000'000 }, std::int64_t{ 1 } << 40 })
  {
    for (const std::int64_t chunk : { 1, 3, 7 })
    {
      const auto parts = RandomEncoder();
      RecalibrateNorms(*parts, Chunks(images, chunk), bytes);
      for (std::size_t k = 0; k < whole->NumberOfNorms(); ++k)
      {
        CHECK(test::LargestDifference(parts->Norm(k).mean, whole->Norm(k).mean) < 1e-12);
        CHECK(test::LargestDifference(parts->Norm(k).variance, whole->Norm(k).variance) < 1e-12);
      }
    }
  }
}

TEST_CASE("A plate's gain, and its shift of each channel, disappear in the embedding")
{
  const at::NoGradGuard guard;
  const torch::Tensor   plate = test::Normal({ 8, 2, 96, 96 }, 3);
  const torch::Tensor   shift = torch::tensor({ 0.8, -0.5 }, torch::kFloat64).reshape({ 1, 2, 1, 1 });
  const auto            encoder = RandomEncoder();
  const auto            embed = [&](const torch::Tensor & controls, const torch::Tensor & images) {
    RecalibrateNorms(*encoder, Chunks(controls, 4), 0);
    return encoder->Forward(images).embedding;
  };
  const torch::Tensor reference = embed(plate, plate);
  CHECK(test::LargestDifference(embed(plate * 3, plate * 3), reference) < 1e-3); // what the norms' epsilon leaves
  CHECK(test::LargestDifference(embed(plate, plate * 3), reference) > 0.05);
  // The zero padding at the border is not shifted with the plate: nearly equal only.
  const torch::Tensor shifted = plate + shift;
  const double        own = test::LargestDifference(embed(shifted, shifted), reference);
  const double        foreign = test::LargestDifference(embed(plate, shifted), reference);
  MESSAGE("shift: own controls " << own << ", the other plate's " << foreign);
  CHECK(own < 0.5 * foreign);
}

TEST_CASE("No image, and one value a channel, are refused and leave the norms alone")
{
  const auto encoder = RandomEncoder();
  CHECK_THROWS_WITH_AS(RecalibrateNorms(*encoder, { 0, nullptr }, 0), doctest::Contains("no control crop"), LearnError);
  const torch::Tensor one = test::Normal({ 1, 2, 32, 32 }, 4);
  CHECK_THROWS_WITH_AS(
    RecalibrateNorms(*encoder, Chunks(one, 1), 0), doctest::Contains("one value a channel"), LearnError);
  CHECK(encoder->Norm(0).mean.abs().max().item<double>() == 0);
  CHECK(encoder->Norm(0).variance.min().item<double>() == 1);
}

TEST_CASE("A constant channel gives finite embeddings")
{
  const at::NoGradGuard guard;
  torch::Tensor         images = test::Normal({ 4, 2, 64, 64 }, 5);
  images.select(1, 1).fill_(0.3);
  const auto encoder = RandomEncoder();
  RecalibrateNorms(*encoder, Chunks(images, 2), 0);
  CHECK(at::isfinite(encoder->Forward(images).embedding).all().item<bool>());
}

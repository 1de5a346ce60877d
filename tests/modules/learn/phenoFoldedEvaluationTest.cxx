#include "phenoFoldedEvaluation.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <map>

using namespace pheno;

namespace
{
/** Random weights, statistics and affines. */
std::shared_ptr<Encoder>
RandomEncoder(const std::string & architecture, const std::string & norm, torch::ScalarType type = torch::kFloat64)
{
  EncoderSettings settings{ architecture, 2, 6 };
  settings.norm = norm;
  const auto encoder = MakeEncoder(settings, type);
  encoder->Initialise(test::Generator(1));
  std::uint64_t seed = 2;
  for (std::size_t k = 0; k < encoder->NumberOfNorms(); ++k)
  {
    const BatchNorm & batchNorm = encoder->Norm(k);
    batchNorm.mean.copy_(test::Normal(batchNorm.mean.sizes(), seed++) * 0.3);
    batchNorm.variance.copy_(test::Normal(batchNorm.mean.sizes(), seed++).square() + 0.5);
    if (batchNorm.weight.defined())
    {
      batchNorm.weight.copy_(test::Normal(batchNorm.weight.sizes(), seed++) * 0.2 + 1);
      batchNorm.bias.copy_(test::Normal(batchNorm.bias.sizes(), seed++) * 0.3);
    }
  }
  return encoder;
}

torch::Tensor
Images(std::int64_t size)
{
  return test::Normal({ 3, 2, size, size }, 99);
}

const torch::Tensor kImages = Images(40);
} // namespace

TEST_CASE("Folded norms change nothing but rounding, with and without affine, and end with the object")
{
  const at::NoGradGuard guard;
  for (const auto & [architecture, norm] : { std::pair{ "resnet18", "plain" },
                                             std::pair{ "resnet18", "affine" },
                                             std::pair{ "resnet50", "affine" },
                                             std::pair{ "cnn4", "plain" } })
  {
    CAPTURE(architecture);
    CAPTURE(norm);
    for (const auto & [type, tolerance] : { std::pair{ torch::kFloat64, 1e-11 }, std::pair{ torch::kFloat32, 1e-4 } })
    {
      const auto                            encoder = RandomEncoder(architecture, norm, type);
      std::map<std::int64_t, torch::Tensor> images, expected; // last maps of ResNets: 2, 1 and 3 px
      for (const std::int64_t size : { 40, 24, 80 })
      {
        images[size] = Images(size).to(type).contiguous(at::MemoryFormat::ChannelsLast);
        expected[size] = encoder->Forward(images[size]).features;
      }
      {
        const learn::FoldedEvaluation folded(*encoder, type);
        for (const auto & [size, features] : expected)
        {
          CAPTURE(size);
          const double difference = test::LargestDifference(encoder->Forward(images[size]).features, features);
          CHECK(difference < tolerance * features.abs().max().item<double>());
        }
      }
      CHECK(torch::equal(encoder->Forward(images[40]).features, expected[40]));
    }
  }
}

TEST_CASE("Training while norms are folded uses the batch's statistics")
{
  const at::NoGradGuard guard;
  const auto            plain = RandomEncoder("resnet18", "plain"), encoder = RandomEncoder("resnet18", "plain");
  plain->SetTraining(true);
  const learn::FoldedEvaluation folded(*encoder, torch::kFloat64);
  encoder->SetTraining(true);
  CHECK(torch::equal(encoder->Forward(kImages).embedding, plain->Forward(kImages).embedding));
  CHECK(torch::equal(encoder->Norm(7).mean, plain->Norm(7).mean));
}

TEST_CASE("Norms folded for bfloat16 stay as near to float32 as norms that are not")
{
  const at::NoGradGuard         guard;
  const auto                    encoder = RandomEncoder("resnet18", "plain", torch::kFloat32);
  const torch::Tensor           images = kImages.to(torch::kBFloat16);
  const torch::Tensor           exact = encoder->Forward(kImages.to(torch::kFloat32)).embedding;
  const double                  unfolded = test::LargestDifference(encoder->Forward(images).embedding, exact);
  const learn::FoldedEvaluation folded(*encoder, torch::kBFloat16);
  const double                  error = test::LargestDifference(encoder->Forward(images).embedding, exact);
  MESSAGE("largest error: folded " << error << ", not folded " << unfolded);
  CHECK(error < 2 * unfolded);
}

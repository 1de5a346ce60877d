#include "phenoFoldedEvaluation.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

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

const torch::Tensor kImages = test::Normal({ 3, 2, 40, 40 }, 99);
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
      const auto          encoder = RandomEncoder(architecture, norm, type);
      const torch::Tensor images = kImages.to(type).contiguous(at::MemoryFormat::ChannelsLast);
      const torch::Tensor expected = encoder->Forward(images).features;
      {
        const learn::FoldedEvaluation folded(*encoder, type);
        const torch::Tensor           features = encoder->Forward(images).features;
        CHECK(test::LargestDifference(features, expected) < tolerance * expected.abs().max().item<double>());
      }
      CHECK(torch::equal(encoder->Forward(images).features, expected));
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

TEST_CASE("Norms folded for bfloat16 stay as near to float64 as norms that are not")
{
  const at::NoGradGuard         guard;
  const auto                    encoder = RandomEncoder("resnet18", "plain");
  const torch::Tensor           images = kImages.to(torch::kBFloat16);
  const torch::Tensor           exact = encoder->Forward(kImages).embedding;
  const double                  unfolded = test::LargestDifference(encoder->Forward(images).embedding, exact);
  const learn::FoldedEvaluation folded(*encoder, torch::kBFloat16);
  const double                  error = test::LargestDifference(encoder->Forward(images).embedding, exact);
  MESSAGE("largest error: folded " << error << ", not folded " << unfolded);
  CHECK(error < 2 * unfolded);
}

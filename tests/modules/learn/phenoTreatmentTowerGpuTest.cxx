#include "phenoFeatureTower.h"
#include "phenoLearnTest.h"
#include "phenoTextTower.h"

#include "phenoTest.h"

#include <ATen/Context.h>

using namespace pheno;

namespace
{
/** Embeddings of both, in evaluation, after one of two equal towers has moved to the GPU. */
void
CheckSame(TreatmentTower & cpu, TreatmentTower & gpu)
{
  gpu.LoadState(cpu.State());
  for (const NamedTensor & entry : gpu.State())
  {
    entry.tensor.set_data(entry.tensor.to(torch::kCUDA));
  }
  at::Generator       draws = test::Generator(1);
  const torch::Tensor expected = cpu.Encode({ 1, 0 }, false, draws);
  const torch::Tensor got = gpu.Encode({ 1, 0 }, false, draws);
  CHECK(got.is_cuda());
  CHECK(test::LargestDifference(got.cpu(), expected) < 1e-12);
  CHECK(gpu.Encode({ 1, 0 }, true, draws).is_cuda()); // dropout drawn on the CPU
}
} // namespace

TEST_CASE("Towers are the same on the GPU")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  const torch::Tensor      features = test::Normal({ 3, 4 }, 1);
  const PerceptronSettings perceptron{ { 4, 6, 2 }, 0.5, true };
  FeatureTower             feature(features, perceptron, torch::kFloat64), moved(features, perceptron, torch::kFloat64);
  feature.Initialise(test::Generator(2));
  CheckSame(feature, moved);

  const WordPieceTokenizer tokenizer({ "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b" }, true);
  BertSettings             bert;
  bert.vocabulary = 7;
  bert.width = 8;
  bert.depth = 1;
  bert.heads = 2;
  bert.mlp_width = 16;
  bert.positions = 8;
  TextTowerSettings settings;
  settings.max_length = 8;
  settings.width = 3;
  const auto make = [&] {
    const auto encoder = std::make_shared<BertEncoder>(bert, torch::kFloat64);
    encoder->Initialise(test::Generator(3));
    auto tower = std::make_unique<TextTower>(std::vector<std::string>{ "a b", "b a a" }, tokenizer, encoder, settings);
    tower->Initialise(test::Generator(4));
    return tower;
  };
  const auto text = make(), movedText = make();
  CheckSame(*text, *movedText);
}

#include "phenoFeatureTower.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTextTower.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
const std::vector<std::string> kTexts = { "a b", "b c", "a b", "c a b c b a" };

WordPieceTokenizer
Tokenizer()
{
  return WordPieceTokenizer({ "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c" }, true);
}

std::shared_ptr<BertEncoder>
Bert()
{
  BertSettings settings;
  settings.vocabulary = 8;
  settings.width = 8;
  settings.depth = 1;
  settings.heads = 2;
  settings.mlp_width = 16;
  settings.positions = 6;
  settings.start_deviation = 0.5;
  const auto bert = std::make_shared<BertEncoder>(settings, torch::kFloat64);
  bert->Initialise(test::Generator(3));
  return bert;
}

TextTowerSettings
Settings(bool trained)
{
  TextTowerSettings settings;
  settings.max_length = 6;
  settings.width = 5;
  settings.trained = trained;
  return settings;
}

torch::Tensor
Evaluated(TreatmentTower & tower, const std::vector<std::int64_t> & treatments)
{
  at::Generator draws = test::Generator(1);
  return tower.Encode(treatments, false, draws).detach();
}

std::vector<std::string>
Names(const TreatmentTower & tower)
{
  std::vector<std::string> names;
  for (const NamedTensor & entry : tower.Parameters())
  {
    names.push_back(entry.name);
  }
  return names;
}

/** Steps of SGD that pull the embedding of treatment 0 to ones. \return the distance before and after */
std::pair<double, double>
Train(TreatmentTower & tower)
{
  at::Generator draws = test::Generator(1);
  const auto    distance = [&] { return (tower.Encode({ 0, 0 }, false, draws) - 1).square().sum(); };
  for (const NamedTensor & entry : tower.Parameters())
  {
    entry.tensor.requires_grad_(true);
  }
  const double before = distance().item<double>();
  for (int step = 0; step < 20; ++step)
  {
    distance().backward();
    const at::NoGradGuard guard;
    for (const NamedTensor & entry : tower.Parameters())
    {
      if (entry.tensor.grad().defined())
      {
        entry.tensor.sub_(entry.tensor.grad(), 0.01);
        entry.tensor.mutable_grad() = torch::Tensor();
      }
    }
  }
  return { before, distance().item<double>() };
}
} // namespace

TEST_CASE("A feature tower gives the perceptron of the treatments' rows, as often as they are asked for")
{
  const torch::Tensor      bits = torch::randint(2, { 3, 4 }, test::Generator(2), torch::kInt64);
  const PerceptronSettings settings{ { 4, 6, 5 }, 0.1, true };
  FeatureTower             tower(bits, settings, torch::kFloat64);
  tower.Initialise(test::Generator(1));
  MultiLayerPerceptron perceptron(settings, torch::kFloat64);
  perceptron.LoadState(tower.State());
  at::Generator       draws = test::Generator(1);
  const torch::Tensor all = perceptron.Forward(bits.to(torch::kFloat64), false, draws);
  CHECK(test::LargestDifference(Evaluated(tower, { 2, 0, 2 }),
                                all.index_select(0, torch::tensor({ 2, 0, 2 }, torch::kInt64))) < 1e-14);
  CHECK(tower.Treatments() == 3);
  CHECK(tower.Width() == 5);
  CHECK(tower.State().size() == tower.Parameters().size() + 2); // a norm's running statistics
  CHECK(tower.Settings().dump() ==
        R"({"perceptron":{"batch_norm":true,"dropout":0.1,"widths":[4,6,5]},"tower":"features"})");
  const auto [before, after] = Train(tower);
  CHECK(after < 0.5 * before);
}

TEST_CASE("A tower of ready embeddings is a feature tower with a linear layer; its state loads into another")
{
  const torch::Tensor embeddings = test::Normal({ 3, 4 }, 2).to(torch::kFloat32);
  FeatureTower        tower(embeddings, { { 4, 2 } }), other(embeddings, { { 4, 2 } });
  tower.Initialise(test::Generator(1));
  other.LoadState(tower.State());
  CHECK(torch::equal(Evaluated(tower, { 0, 1, 2 }), Evaluated(other, { 0, 1, 2 })));
  CHECK((Evaluated(tower, { 1 }).scalar_type() == torch::kFloat32));
}

TEST_CASE("Treatments that are not there, and features of another width, are refused")
{
  FeatureTower tower(torch::zeros({ 3, 4 }), { { 4, 2 } });
  CHECK_THROWS_WITH_AS(Evaluated(tower, { 0, 3 }), doctest::Contains("from 0 to 2, got 3"), LearnError);
  CHECK_THROWS_WITH_AS(Evaluated(tower, { -1 }), doctest::Contains("from 0 to 2, got -1"), LearnError);
  CHECK_THROWS_WITH_AS(
    FeatureTower(torch::zeros({ 3, 4 }), { { 5, 2 } }), doctest::Contains("T x 5 features, got 3 x 4"), LearnError);
}

TEST_CASE("A frozen text tower equals a trained one in evaluation, and only its projection learns")
{
  const auto bert = Bert();
  for (const TextPooling pooling : { TextPooling::Mean, TextPooling::Class, TextPooling::Pooler })
  {
    TextTowerSettings frozenSettings = Settings(false), trainedSettings = Settings(true);
    frozenSettings.pooling = trainedSettings.pooling = pooling;
    TextTower frozen(kTexts, Tokenizer(), bert, frozenSettings), trained(kTexts, Tokenizer(), bert, trainedSettings);
    frozen.Initialise(test::Generator(1));
    trained.Initialise(test::Generator(1));
    const torch::Tensor all = Evaluated(trained, { 0, 1, 2, 3 });
    CHECK(all.sizes().vec() == std::vector<std::int64_t>{ 4, 5 });
    CHECK(test::LargestDifference(all, Evaluated(frozen, { 0, 1, 2, 3 })) < 1e-13);
    CHECK(test::LargestDifference(all[0], all[2]) < 1e-13); // the same text
    CHECK(test::LargestDifference(all[0], all[1]) > 1e-6);
    CHECK(frozen.Truncated() == 1); // the last text has 8 tokens
    CHECK(trained.Truncated() == 1);
  }
  TextTower frozen(kTexts, Tokenizer(), bert, Settings(false));
  CHECK(Names(frozen) == std::vector<std::string>{ "projection.layers.0.weight", "projection.layers.0.bias" });
  CHECK(frozen.Settings().dump() == R"({"max_length":6,"pooling":"pooler","tower":"text","trained":false,"width":5})");
}

TEST_CASE("A text tower learns end to end, its dropout drawn from the generator given")
{
  TextTower tower(kTexts, Tokenizer(), Bert(), Settings(true));
  tower.Initialise(test::Generator(1));
  const auto names = Names(tower);
  CHECK(names.front() == "encoder.embeddings.word_embeddings.weight");
  CHECK(names.back() == "projection.layers.0.bias");
  at::Generator       a = test::Generator(4), b = test::Generator(4);
  const torch::Tensor first = tower.Encode({ 0, 2 }, true, a);
  CHECK(torch::equal(first, tower.Encode({ 0, 2 }, true, b)));
  CHECK(test::LargestDifference(first[0], first[1]) > 1e-6); // the same text, dropped out apart
  const torch::Tensor word = tower.Parameters()[0].tensor, before = word.detach().clone();
  const auto [start, end] = Train(tower);
  CHECK(end < 0.5 * start);
  CHECK(test::LargestDifference(word[5].detach(), before[5]) > 0); // "a" is in treatment 0
  CHECK(torch::equal(word[7].detach(), before[7]));                // "c" is not

  TextTower other(kTexts, Tokenizer(), Bert(), Settings(true));
  other.LoadState(tower.State());
  CHECK(torch::equal(Evaluated(other, { 0, 1, 3 }), Evaluated(tower, { 0, 1, 3 })));
}

TEST_CASE("Text towers that cannot be are refused")
{
  const auto refuse = [](const std::vector<std::string> & texts, TextTowerSettings settings, const char * message) {
    CHECK_THROWS_WITH_AS(TextTower(texts, Tokenizer(), Bert(), settings), doctest::Contains(message), LearnError);
  };
  refuse({}, Settings(true), "at least one text");
  TextTowerSettings settings = Settings(true);
  settings.max_length = 7;
  refuse(kTexts, settings, "max_length of at most 6, got 7");
  const WordPieceTokenizer large({ "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d" }, true);
  CHECK_THROWS_WITH_AS(
    TextTower(kTexts, large, Bert(), Settings(true)), doctest::Contains("at most 8 tokens, got 9"), LearnError);
  BertSettings headless = Bert()->Settings();
  headless.pooler = false;
  CHECK_THROWS_WITH_AS(
    TextTower(kTexts, Tokenizer(), std::make_shared<BertEncoder>(headless, torch::kFloat64), Settings(false)),
    doctest::Contains("with a pooler layer"),
    LearnError);
  CHECK_THROWS_WITH_AS(
    TextTower(kTexts, Tokenizer(), nullptr, Settings(true)), doctest::Contains("got none"), LearnError);
}

#include "phenoBertEncoder.h"
#include "phenoDropout.h"
#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTensorFile.h"

#include "phenoTest.h"

#include <fstream>

using namespace pheno;

namespace
{
BertSettings
Small()
{
  BertSettings settings;
  settings.vocabulary = 11;
  settings.width = 8;
  settings.depth = 2;
  settings.heads = 2;
  settings.mlp_width = 12;
  settings.positions = 6;
  settings.start_deviation = 0.5;
  return settings;
}

std::shared_ptr<BertEncoder>
SmallBert(torch::ScalarType type = torch::kFloat64)
{
  const auto bert = std::make_shared<BertEncoder>(Small(), type);
  bert->Initialise(test::Generator(3));
  return bert;
}

/** A text of each length, padded to the longest with token 0. */
TokenBatch
Batch(const std::vector<std::int64_t> & lengths)
{
  const std::int64_t rows = static_cast<std::int64_t>(lengths.size());
  const std::int64_t longest = *std::max_element(lengths.begin(), lengths.end());
  TokenBatch         batch;
  batch.mask = torch::arange(longest).unsqueeze(0) < torch::tensor(lengths, torch::kInt64).unsqueeze(1);
  const torch::Tensor ids = torch::arange(rows * longest, torch::kInt64).reshape({ rows, longest });
  batch.ids = (ids * 7 % 10 + 1) * batch.mask.to(torch::kInt64);
  return batch;
}

TokenBatch
Row(const TokenBatch & batch, std::int64_t row, std::int64_t length)
{
  return { batch.ids.narrow(0, row, 1).narrow(1, 0, length), batch.mask.narrow(0, row, 1).narrow(1, 0, length) };
}

const std::vector<TextPooling> kPoolings = { TextPooling::Mean, TextPooling::Class, TextPooling::Pooler };

void
Write(const boost::filesystem::path & path, const std::string & text)
{
  std::ofstream(path.string()) << text;
}

constexpr auto kConfig = R"({"model_type": "bert", "vocab_size": 11, "hidden_size": 8, "num_hidden_layers": 2,
  "num_attention_heads": 2, "intermediate_size": 12, "max_position_embeddings": 6, "type_vocab_size": 2,
  "hidden_act": "gelu", "layer_norm_eps": 1e-12, "torch_dtype": "float32"})";
} // namespace

TEST_CASE("Padding and the other texts of a batch change nothing")
{
  const at::NoGradGuard           guard;
  const auto                      bert = SmallBert();
  const std::vector<std::int64_t> lengths = { 3, 6, 2 };
  const TokenBatch                batch = Batch(lengths);
  const torch::Tensor             hidden = bert->Forward(batch);
  TokenBatch                      other = batch;
  other.ids = batch.ids + batch.mask.logical_not().to(torch::kInt64) * 9; // another token behind the ends
  for (const TextPooling pooling : kPoolings)
  {
    CAPTURE(NameOf(pooling));
    const torch::Tensor rows = bert->Pool(hidden, batch.mask, pooling);
    CHECK(test::LargestDifference(rows, bert->Pool(bert->Forward(other), batch.mask, pooling)) < 1e-13);
    for (std::int64_t row = 0; row < 3; ++row)
    {
      const TokenBatch    alone = Row(batch, row, lengths[static_cast<std::size_t>(row)]);
      const torch::Tensor own = bert->Pool(bert->Forward(alone), alone.mask, pooling);
      CHECK(test::LargestDifference(rows.narrow(0, row, 1), own) < 1e-13);
    }
  }
}

TEST_CASE("Order of tokens matters, by the position embedding alone")
{
  const at::NoGradGuard guard;
  const auto            bert = SmallBert();
  const TokenBatch      batch = Batch({ 4 });
  const TokenBatch      turned = { batch.ids.flip({ 1 }), batch.mask };
  const auto mean = [&](const TokenBatch & b) { return bert->Pool(bert->Forward(b), b.mask, TextPooling::Mean); };
  CHECK(test::LargestDifference(mean(batch), mean(turned)) > 1e-3);
  bert->Parameters()[1].tensor.zero_(); // the position embedding
  CHECK(test::LargestDifference(mean(batch), mean(turned)) < 1e-13);
}

TEST_CASE("Gradients reach every parameter that a pooling uses and equal central differences")
{
  const auto       bert = SmallBert();
  const TokenBatch batch = Batch({ 4, 2 });
  const auto       loss = [&] {
    const torch::Tensor pooled = bert->Pool(bert->Forward(batch), batch.mask, TextPooling::Pooler);
    return (pooled * torch::arange(16, torch::kFloat64).reshape({ 2, 8 })).sum();
  };
  for (const NamedTensor & entry : bert->Parameters())
  {
    entry.tensor.requires_grad_(true);
  }
  loss().backward();
  const at::NoGradGuard guard;
  for (const NamedTensor & entry : bert->Parameters())
  {
    CAPTURE(entry.name);
    REQUIRE(entry.tensor.grad().defined());
    const torch::Tensor flat = entry.tensor.view(-1), gradient = entry.tensor.grad().view(-1);
    // A key's bias shifts all scores of a query alike: softmax, and so the loss, does not see it.
    CHECK((entry.name.find("key.bias") != std::string::npos || gradient.abs().max().item<double>() > 1e-8));
    const std::int64_t at = gradient.abs().argmax().item<std::int64_t>();
    const double       h = 1e-5, before = flat[at].item<double>();
    flat[at] = before + h;
    const double up = loss().item<double>();
    flat[at] = before - h;
    const double down = loss().item<double>();
    flat[at] = before;
    CHECK((up - down) / (2 * h) == doctest::Approx(gradient[at].item<double>()).epsilon(1e-5));
  }
}

TEST_CASE("Dropout keeps the mean, is drawn from its generator alone, and is off in evaluation")
{
  at::Generator       draws = test::Generator(5);
  const torch::Tensor ones = torch::ones({ 100000 }, torch::kFloat64);
  const torch::Tensor dropped = learn::Dropout(ones, 0.2, &draws);
  CHECK((dropped == 0).sum().item<double>() / 100000 == doctest::Approx(0.2).epsilon(0.02)); // sd 0.0013
  CHECK((dropped - 1.25).masked_select(dropped != 0).abs().max().item<double>() < 1e-12);
  CHECK(torch::equal(learn::Dropout(ones, 0.2, nullptr), ones));

  const auto       bert = SmallBert();
  const TokenBatch batch = Batch({ 4, 2 });
  at::Generator    a = test::Generator(1), b = test::Generator(1), c = test::Generator(2);
  const auto       evaluated = bert->Forward(batch), first = bert->Forward(batch, &a);
  CHECK(torch::equal(first, bert->Forward(batch, &b)));
  CHECK_FALSE(torch::equal(first, bert->Forward(batch, &c)));
  CHECK_FALSE(torch::equal(first, evaluated));
  CHECK(torch::equal(evaluated, bert->Forward(batch)));

  BertSettings plain = Small();
  plain.dropout = plain.attention_dropout = 0;
  BertEncoder undropped(plain, torch::kFloat64);
  undropped.LoadState(bert->Parameters());
  CHECK(torch::equal(undropped.Forward(batch, &a), evaluated));
}

TEST_CASE("A published folder is read: with and without prefix, older norm names, without pooler")
{
  const test::TemporaryFolder folder;
  const std::string           name = folder.Path().string();
  const auto                  bert = SmallBert(torch::kFloat32);
  const TokenBatch            batch = Batch({ 4, 2 });
  Write(folder.Path() / "config.json", kConfig);
  TensorFile published;
  for (const NamedTensor & entry : bert->Parameters())
  {
    std::string theirs = "bert." + entry.name;
    if (const auto at = theirs.find("LayerNorm."); at != std::string::npos)
    {
      theirs = theirs.substr(0, at) + (theirs.back() == 't' ? "LayerNorm.gamma" : "LayerNorm.beta");
    }
    published.tensors.push_back({ theirs, entry.tensor });
  }
  published.tensors.push_back({ "bert.embeddings.position_ids", torch::arange(6, torch::kInt64).unsqueeze(0) });
  published.tensors.push_back({ "cls.predictions.bias", torch::zeros({ 11 }) });
  published.Write(name + "/model.safetensors");
  CHECK(torch::equal(BertEncoder::Read(name)->Forward(batch), bert->Forward(batch)));
  CHECK(BertEncoder::Read(name)->Settings().pooler);
  const auto wide = BertEncoder::Read(name, torch::kFloat64)->Forward(batch);
  CHECK((wide.scalar_type() == torch::kFloat64));
  CHECK(test::LargestDifference(wide, bert->Forward(batch).to(torch::kFloat64)) < 2e-5);

  TensorFile headless;
  for (const NamedTensor & entry : bert->Parameters())
  {
    if (entry.name.rfind("pooler", 0) != 0)
    {
      headless.tensors.push_back(entry);
    }
  }
  headless.Write(name + "/model.safetensors");
  const auto read = BertEncoder::Read(name);
  CHECK(torch::equal(read->Forward(batch), bert->Forward(batch)));
  CHECK_THROWS_WITH_AS(read->Pool(read->Forward(batch), batch.mask, TextPooling::Pooler),
                       doctest::Contains("expected a pooler layer"),
                       LearnError);
  headless.tensors.pop_back();
  headless.Write(name + "/model.safetensors");
  CHECK_THROWS_WITH_AS(BertEncoder::Read(name), doctest::Contains("is missing"), LearnError);
}

TEST_CASE("A config's numbers are taken, another model's are refused")
{
  const test::TemporaryFolder folder;
  const std::string           path = (folder.Path() / "config.json").string();
  Write(path, R"({"hidden_size": 12, "num_attention_heads": 3, "hidden_dropout_prob": 0.3, "layer_norm_eps": 1e-5})");
  const BertSettings settings = BertSettings::Read(path);
  CHECK(settings.width == 12);
  CHECK(settings.heads == 3);
  CHECK(settings.dropout == 0.3);
  CHECK(settings.norm_epsilon == 1e-5);
  CHECK(settings.depth == 12); // BERT-base's
  const auto refuse = [&](const char * text, const char * message) {
    Write(path, text);
    CHECK_THROWS_WITH_AS(BertSettings::Read(path), doctest::Contains(message), LearnError);
  };
  refuse(R"({"model_type": "roberta"})", "model_type: expected one of [\"bert\"], got \"roberta\"");
  refuse(R"({"hidden_act": "gelu_new"})", "hidden_act");
  refuse(R"({"position_embedding_type": "relative_key"})", "position_embedding_type");
  refuse(R"({"num_hidden_layers": 0})", "num_hidden_layers: expected an integer of at least 1, got 0");
  refuse("no", "not a JSON file");
}

TEST_CASE("Impossible settings, too long texts and unknown tokens are refused")
{
  BertSettings settings = Small();
  settings.heads = 3;
  CHECK_THROWS_WITH_AS(BertEncoder{ settings }, doctest::Contains("got width 8 and 3 heads"), LearnError);
  settings = Small();
  settings.dropout = 1;
  CHECK_THROWS_WITH_AS(BertEncoder{ settings }, doctest::Contains("dropout rate in [0, 1)"), LearnError);
  settings = Small();
  settings.positions = 0;
  CHECK_THROWS_WITH_AS(BertEncoder{ settings }, doctest::Contains("at least 1, got 0"), LearnError);
  const auto bert = SmallBert();
  CHECK_THROWS_WITH_AS(bert->Forward(Batch({ 7 })), doctest::Contains("at most 6 tokens, got 7"), LearnError);
  TokenBatch batch = Batch({ 2 });
  batch.ids.fill_(11);
  CHECK_THROWS_WITH_AS(bert->Forward(batch), doctest::Contains("tokens below 11, got 11"), LearnError);
}

#include "phenoBertEncoder.h"
#include "phenoDropout.h"
#include "phenoLearnError.h"
#include "phenoStateDict.h"
#include "phenoTransformerBlock.h"

#include <algorithm>
#include <regex>

namespace pheno
{
namespace learn
{
/** One post-norm transformer block. */
struct BertBlock
{
  WeightAndBias query, key, value, out, norm1, fc1, fc2, norm2;

  /** x: N x T x W. */
  torch::Tensor
  Apply(const torch::Tensor & x, const BertSettings & settings, const AttentionLimits & limits) const
  {
    const auto add = [&](const torch::Tensor & to, const torch::Tensor & part, const WeightAndBias & norm) {
      return LayerNorm(to + Dropout(part, settings.dropout, limits.dropout), norm, settings.norm_epsilon);
    };
    const torch::Tensor mixed = Attend(Linear(x, query), Linear(x, key), Linear(x, value), settings.heads, limits);
    const torch::Tensor attended = add(x, Linear(mixed, out), norm1);
    return add(attended, Linear(at::gelu(Linear(attended, fc1)), fc2), norm2);
  }
};
} // namespace learn

namespace
{
constexpr auto kOne = StartValues{ StartValues::Kind::Constant, 1 };

void
Check(const BertSettings & s)
{
  for (const std::int64_t number : { s.vocabulary,
                                     s.width,
                                     std::int64_t{ s.depth },
                                     std::int64_t{ s.heads },
                                     s.mlp_width,
                                     s.positions,
                                     s.segments })
  {
    if (number < 1)
    {
      throw LearnError("bert: expected numbers of at least 1, got " + std::to_string(number));
    }
  }
  if (s.width % s.heads != 0)
  {
    throw LearnError("bert: expected a width that heads divides, got width " + std::to_string(s.width) + " and " +
                     std::to_string(s.heads) + " heads");
  }
  for (const double rate : { s.dropout, s.attention_dropout })
  {
    if (!(rate >= 0 && rate < 1))
    {
      throw LearnError("bert: expected a dropout rate in [0, 1), got " + std::to_string(rate));
    }
  }
}

bool
BeginsWith(const std::string & text, const std::string & start)
{
  return text.rfind(start, 0) == 0;
}

/** The encoder's own tensors under their present names. */
std::vector<NamedTensor>
Translate(const std::vector<NamedTensor> & state)
{
  static const std::regex  gamma("LayerNorm\\.gamma$"), beta("LayerNorm\\.beta$");
  const std::string        prefix = "bert.";
  std::vector<NamedTensor> translated;
  for (const NamedTensor & entry : state)
  {
    std::string name = BeginsWith(entry.name, prefix) ? entry.name.substr(prefix.size()) : entry.name;
    if (BeginsWith(name, "cls.") || name == "embeddings.position_ids")
    {
      continue;
    }
    name = std::regex_replace(std::regex_replace(name, gamma, "LayerNorm.weight"), beta, "LayerNorm.bias");
    translated.push_back({ std::move(name), entry.tensor });
  }
  return translated;
}
} // namespace

std::string
NameOf(TextPooling pooling)
{
  switch (pooling)
  {
    case TextPooling::Mean:
      return "mean";
    case TextPooling::Class:
      return "class";
    default:
      return "pooler";
  }
}

BertEncoder::BertEncoder(const BertSettings & settings, torch::ScalarType type)
  : m_Settings(settings)
  , m_Parameters(type)
{
  Check(settings);
  const StartValues start{ StartValues::Kind::Normal, settings.start_deviation };
  const auto        embed = [&](const std::string & name, std::int64_t rows) {
    return m_Parameters.Add("embeddings." + name + "_embeddings.weight", { rows, settings.width }, start);
  };
  m_Words = embed("word", settings.vocabulary);
  m_Positions = embed("position", settings.positions);
  m_Segments = embed("token_type", settings.segments);
  m_Norm = std::make_unique<learn::WeightAndBias>(
    learn::AddLayer(m_Parameters, "embeddings.LayerNorm", { settings.width }, kOne));
  for (int layer = 0; layer < settings.depth; ++layer)
  {
    m_Blocks.push_back(this->AddBlock("encoder.layer." + std::to_string(layer)));
  }
  if (settings.pooler)
  {
    m_Pooler = std::make_unique<learn::WeightAndBias>(
      learn::AddLayer(m_Parameters, "pooler.dense", { settings.width, settings.width }, start));
  }
}

BertEncoder::~BertEncoder() = default;

learn::BertBlock
BertEncoder::AddBlock(const std::string & name)
{
  const std::int64_t width = m_Settings.width, hidden = m_Settings.mlp_width;
  const StartValues  start{ StartValues::Kind::Normal, m_Settings.start_deviation };
  const auto         add = [&](const std::string & part, at::IntArrayRef shape, const StartValues & values) {
    return learn::AddLayer(m_Parameters, name + part, shape, values);
  };
  learn::BertBlock block;
  block.query = add(".attention.self.query", { width, width }, start);
  block.key = add(".attention.self.key", { width, width }, start);
  block.value = add(".attention.self.value", { width, width }, start);
  block.out = add(".attention.output.dense", { width, width }, start);
  block.norm1 = add(".attention.output.LayerNorm", { width }, kOne);
  block.fc1 = add(".intermediate.dense", { hidden, width }, start);
  block.fc2 = add(".output.dense", { width, hidden }, start);
  block.norm2 = add(".output.LayerNorm", { width }, kOne);
  return block;
}

std::shared_ptr<BertEncoder>
BertEncoder::Read(const std::string & folder, torch::ScalarType type)
{
  const std::vector<NamedTensor> state = Translate(ReadStateDict(folder + "/model.safetensors"));
  BertSettings                   settings = BertSettings::Read(folder + "/config.json");
  settings.pooler = std::any_of(
    state.begin(), state.end(), [](const NamedTensor & entry) { return entry.name == "pooler.dense.weight"; });
  const auto encoder = std::make_shared<BertEncoder>(settings, type);
  try
  {
    encoder->LoadState(state);
  }
  catch (const LearnError & error)
  {
    throw LearnError(folder + ": " + error.what());
  }
  return encoder;
}

void
BertEncoder::LoadState(const std::vector<NamedTensor> & state)
{
  CopyState("bert", this->Parameters(), Translate(state));
}

torch::Tensor
BertEncoder::Forward(const TokenBatch & batch, at::Generator * dropout) const
{
  const std::int64_t tokens = batch.ids.size(1);
  if (tokens > m_Settings.positions)
  {
    throw LearnError("bert: expected texts of at most " + std::to_string(m_Settings.positions) + " tokens, got " +
                     std::to_string(tokens));
  }
  if (const auto largest = batch.ids.max().item<std::int64_t>(); largest >= m_Settings.vocabulary)
  {
    throw LearnError("bert: expected tokens below " + std::to_string(m_Settings.vocabulary) + ", got " +
                     std::to_string(largest));
  }
  const torch::Tensor words = at::embedding(m_Words, batch.ids.to(m_Words.device()));
  const torch::Tensor summed = words + m_Segments[0] + m_Positions.narrow(0, 0, tokens);
  torch::Tensor       x =
    learn::Dropout(learn::LayerNorm(summed, *m_Norm, m_Settings.norm_epsilon), m_Settings.dropout, dropout);
  const learn::AttentionLimits limits{ batch.mask.to(x.device()), m_Settings.attention_dropout, dropout };
  for (const learn::BertBlock & block : m_Blocks)
  {
    x = block.Apply(x, m_Settings, limits);
  }
  return x;
}

torch::Tensor
BertEncoder::Pool(const torch::Tensor & hidden, const torch::Tensor & mask, TextPooling pooling) const
{
  if (pooling == TextPooling::Mean)
  {
    const torch::Tensor used = mask.to(hidden.options()).unsqueeze(2);
    return (hidden * used).sum(1) / used.sum(1);
  }
  const torch::Tensor first = hidden.select(1, 0);
  if (pooling == TextPooling::Class)
  {
    return first;
  }
  if (!m_Pooler)
  {
    throw LearnError("bert: expected a pooler layer for pooling 'pooler', the model has none");
  }
  return at::tanh(learn::Linear(first, *m_Pooler));
}
} // namespace pheno

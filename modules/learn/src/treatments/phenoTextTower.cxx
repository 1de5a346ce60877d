#include "phenoTextTower.h"
#include "phenoLearnError.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace pheno
{
namespace
{
constexpr std::int64_t kFrozenBatch = 32;

void
Check(const WordPieceTokenizer & tokenizer, const BertSettings & bert, const TextTowerSettings & settings)
{
  if (tokenizer.Size() > bert.vocabulary)
  {
    throw LearnError("text tower: expected a vocabulary of at most " + std::to_string(bert.vocabulary) +
                     " tokens, got " + std::to_string(tokenizer.Size()));
  }
  if (settings.max_length > bert.positions)
  {
    throw LearnError("text tower: expected a max_length of at most " + std::to_string(bert.positions) + ", got " +
                     std::to_string(settings.max_length));
  }
  if (settings.pooling == TextPooling::Pooler && !bert.pooler)
  {
    throw LearnError("text tower: expected an encoder with a pooler layer for pooling 'pooler', it has none");
  }
}

std::shared_ptr<BertEncoder>
Present(std::shared_ptr<BertEncoder> encoder)
{
  if (!encoder)
  {
    throw LearnError("text tower: expected an encoder, got none");
  }
  return encoder;
}
} // namespace

TextTower::TextTower(const std::vector<std::string> & texts,
                     const WordPieceTokenizer &       tokenizer,
                     std::shared_ptr<BertEncoder>     encoder,
                     const TextTowerSettings &        settings)
  : m_Settings(settings)
  , m_Tokenizer(tokenizer)
  , m_Encoder(Present(std::move(encoder)))
  , m_Projection({ { m_Encoder->Settings().width, settings.width } }, m_Encoder->ParameterType())
{
  Check(tokenizer, m_Encoder->Settings(), settings);
  if (texts.empty())
  {
    throw LearnError("text tower: expected at least one text, got none");
  }
  std::unordered_map<std::string, std::int64_t> numbers;
  std::vector<std::int64_t>                     textOf;
  for (const std::string & text : texts)
  {
    const auto [entry, added] = numbers.emplace(text, static_cast<std::int64_t>(m_Texts.size()));
    if (added)
    {
      m_Texts.push_back(m_Tokenizer.Tokenize(text, settings.max_length));
    }
    textOf.push_back(entry->second);
    m_Truncated += m_Texts[static_cast<std::size_t>(entry->second)].untruncated > settings.max_length;
  }
  m_TextOf = torch::tensor(textOf, torch::kInt64);
  if (!settings.trained)
  {
    this->EncodeOnce();
  }
}

void
TextTower::EncodeOnce()
{
  const at::NoGradGuard     guard;
  std::vector<std::int64_t> order(m_Texts.size());
  std::iota(order.begin(), order.end(), std::int64_t{ 0 });
  // Texts of about the same length together: less padding.
  std::stable_sort(order.begin(), order.end(), [this](std::int64_t a, std::int64_t b) {
    return m_Texts[static_cast<std::size_t>(a)].ids.size() < m_Texts[static_cast<std::size_t>(b)].ids.size();
  });
  const torch::Tensor        numbers = torch::tensor(order, torch::kInt64);
  std::vector<torch::Tensor> features;
  for (const torch::Tensor & batch : numbers.split(kFrozenBatch))
  {
    features.push_back(this->FeaturesOf(batch, nullptr));
  }
  const torch::Tensor sorted = at::cat(features);
  m_Features = torch::empty_like(sorted).index_copy_(0, numbers.to(sorted.device()), sorted);
  m_Encoder.reset();
}

torch::Tensor
TextTower::FeaturesOf(const torch::Tensor & texts, at::Generator * dropout) const
{
  std::vector<TokenizedText> chosen;
  for (std::int64_t i = 0; i < texts.size(0); ++i)
  {
    chosen.push_back(m_Texts[static_cast<std::size_t>(texts[i].item<std::int64_t>())]);
  }
  const TokenBatch batch = m_Tokenizer.Pad(chosen);
  return m_Encoder->Pool(m_Encoder->Forward(batch, dropout), batch.mask, m_Settings.pooling);
}

torch::Tensor
TextTower::Encode(const std::vector<std::int64_t> & treatments, bool training, at::Generator & dropout)
{
  const torch::Tensor texts = m_TextOf.index_select(0, this->RowsOf(treatments));
  const torch::Tensor features = m_Settings.trained ? this->FeaturesOf(texts, training ? &dropout : nullptr)
                                                    : m_Features.index_select(0, texts.to(m_Features.device()));
  return m_Projection.Forward(features, training, dropout);
}

std::vector<NamedTensor>
TextTower::Parameters() const
{
  std::vector<NamedTensor> parameters;
  if (m_Settings.trained)
  {
    parameters = Prefixed("encoder.", m_Encoder->Parameters());
  }
  for (NamedTensor & entry : Prefixed("projection.", m_Projection.Parameters()))
  {
    parameters.push_back(std::move(entry));
  }
  return parameters;
}

nlohmann::json
TextTower::Settings() const
{
  return { { "tower", "text" },
           { "pooling", NameOf(m_Settings.pooling) },
           { "max_length", m_Settings.max_length },
           { "width", m_Settings.width },
           { "trained", m_Settings.trained } };
}
} // namespace pheno

#ifndef phenoBertEncoder_h
#define phenoBertEncoder_h

#include "phenoParameterList.h"
#include "phenoWordPieceTokenizer.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
namespace learn
{
struct BertBlock;
struct WeightAndBias;
} // namespace learn

/** The numbers of a BERT; the defaults are BERT-base's, uncased. */
struct BertSettings
{
  std::int64_t vocabulary = 30522;
  std::int64_t width = 768;
  int          depth = 12;
  int          heads = 12;
  std::int64_t mlp_width = 3072;
  std::int64_t positions = 512; ///< longest text, tokens
  std::int64_t segments = 2;
  double       norm_epsilon = 1e-12;
  double       dropout = 0.1;           ///< of embeddings and of the outputs of both parts of a block
  double       attention_dropout = 0.1; ///< of attention weights
  double       start_deviation = 0.02;
  bool         pooler = true; ///< has the layer that TextPooling::Pooler needs

  /** A Hugging Face config.json, whose absent keys leave the defaults. \throws LearnError for a damaged file, an
   * impossible number, or a model other than BERT with learned absolute positions and the exact GELU */
  static BertSettings
  Read(const std::string & path);
};

/** How the tokens of a text become one row. */
enum class TextPooling
{
  Mean,  ///< the mean over all tokens, [CLS] and [SEP] among them
  Class, ///< the first token, [CLS]
  Pooler ///< tanh(Linear([CLS])), BERT's own
};

/** "mean", "class" or "pooler". */
std::string
NameOf(TextPooling pooling);

/** BERT (Devlin 2019): token, position and segment embeddings -> LayerNorm -> post-norm transformer blocks
 * x <- LN(x + O(attention(x))), x <- LN(x + F2(gelu(F1 x))), gelu the exact one (erf). The segment is 0 throughout.
 *
 * Dropout, in training alone: behind the embeddings' norm, on attention weights, and on O and F2's outputs.
 * Start (Devlin 2019): weights and embeddings normal with start_deviation, biases 0, norms 1. */
class BertEncoder
{
public:
  /** \throws LearnError for a number below 1, a rate outside [0, 1), or a width that heads does not divide */
  explicit BertEncoder(const BertSettings & settings, torch::ScalarType type = torch::kFloat32);
  ~BertEncoder();
  BertEncoder(const BertEncoder &) = delete;
  BertEncoder &
  operator=(const BertEncoder &) = delete;

  /** A model's folder as Hugging Face publishes it: config.json and model.safetensors, whose pooler may be missing.
   * \throws LearnError as BertSettings::Read and LoadState */
  static std::shared_ptr<BertEncoder>
  Read(const std::string & folder, torch::ScalarType type = torch::kFloat32);

  void
  Initialise(at::Generator generator)
  {
    m_Parameters.Initialise(generator);
  }

  const BertSettings &
  Settings() const
  {
    return m_Settings;
  }

  torch::ScalarType
  ParameterType() const
  {
    return m_Parameters.Type();
  }

  /** Under Hugging Face's names, "embeddings.word_embeddings.weight" and so on; they share memory with this object. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }

  /** Takes Hugging Face's names with or without "bert.", LayerNorm's older "gamma" and "beta"; heads for training
   * ("cls.") and counters are passed over. \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state);

  /** \param dropout nullptr: evaluation
   * \return B x T x width, the last block's output; rows behind a text's end are of no use
   * \throws LearnError for longer texts than `positions` or a token outside the vocabulary */
  torch::Tensor
  Forward(const TokenBatch & batch, at::Generator * dropout = nullptr) const;

  /** \param hidden what Forward returned for a batch with this mask
   * \return B x width \throws LearnError for Pooler without that layer */
  torch::Tensor
  Pool(const torch::Tensor & hidden, const torch::Tensor & mask, TextPooling pooling) const;

private:
  learn::BertBlock
  AddBlock(const std::string & name);

  BertSettings                          m_Settings;
  ParameterList                         m_Parameters;
  torch::Tensor                         m_Words, m_Positions, m_Segments;
  std::unique_ptr<learn::WeightAndBias> m_Norm, m_Pooler;
  std::vector<learn::BertBlock>         m_Blocks;
};
} // namespace pheno

#endif

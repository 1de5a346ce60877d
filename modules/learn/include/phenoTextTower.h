#ifndef phenoTextTower_h
#define phenoTextTower_h

#include "phenoBertEncoder.h"
#include "phenoMultiLayerPerceptron.h"
#include "phenoTreatmentTower.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** The numbers of a text tower; the defaults are CellCLIP's. */
struct TextTowerSettings
{
  TextPooling  pooling = TextPooling::Pooler;
  std::int64_t max_length = 512; ///< tokens of a text, [CLS] and [SEP] among them
  std::int64_t width = 512;      ///< of the embedding
  bool         trained = true;   ///< the encoder learns as well; else each text is encoded once, without dropout
};

/** Treatments with a text each (phenoPromptTemplate.h): BERT, pooled, and a linear layer, as CellCLIP's text side
 * (methods 3.2).
 *
 * A frozen encoder (trained false) is used in the constructor alone, on the texts that differ; State() then has the
 * projection alone. Initialise leaves the encoder as it is read. */
class TextTower : public TreatmentTower
{
public:
  /** \param texts one a treatment \param encoder of the parameters' type
   * \throws LearnError for no text, a vocabulary or a max_length beyond the encoder's, or Pooler without that layer */
  TextTower(const std::vector<std::string> & texts,
            const WordPieceTokenizer &       tokenizer,
            std::shared_ptr<BertEncoder>     encoder,
            const TextTowerSettings &        settings);

  torch::Tensor
  Encode(const std::vector<std::int64_t> & treatments, bool training, at::Generator & dropout) override;

  std::int64_t
  Treatments() const override
  {
    return m_TextOf.size(0);
  }
  std::int64_t
  Width() const override
  {
    return m_Settings.width;
  }

  /** Treatments whose text was cut at max_length. */
  std::int64_t
  Truncated() const
  {
    return m_Truncated;
  }

  void
  Initialise(at::Generator generator) override
  {
    m_Projection.Initialise(generator);
  }

  /** "encoder.<BERT's names>" where it is trained, then "projection.<perceptron's names>". */
  std::vector<NamedTensor>
  Parameters() const override;

  /** {"tower": "text", "pooling", "max_length", "width", "trained"}. */
  nlohmann::json
  Settings() const override;

private:
  /** Encodes every text, and lets the encoder go. */
  void
  EncodeOnce();
  /** \param texts their numbers \return pooled rows, B x width of the encoder */
  torch::Tensor
  FeaturesOf(const torch::Tensor & texts, at::Generator * dropout) const;

  TextTowerSettings            m_Settings;
  WordPieceTokenizer           m_Tokenizer;
  std::shared_ptr<BertEncoder> m_Encoder; // nullptr where it is frozen
  MultiLayerPerceptron         m_Projection;
  std::vector<TokenizedText>   m_Texts;  // those that differ
  torch::Tensor                m_TextOf; // by treatment, int64
  std::int64_t                 m_Truncated = 0;
  torch::Tensor                m_Features; // of the texts that differ, where the encoder is frozen
};
} // namespace pheno

#endif

#ifndef phenoFeatureTower_h
#define phenoFeatureTower_h

#include "phenoMultiLayerPerceptron.h"
#include "phenoTreatmentTower.h"

namespace pheno
{
/** Treatments with ready numbers, a row each: fingerprints, counts of substructures, or embeddings of another model.
 * A perceptron, or a linear layer, brings them to the width of the contrast. */
class FeatureTower : public TreatmentTower
{
public:
  /** \param features T x m, any number type; kept in that of the parameters
   * \param settings widths.front() is m \throws LearnError as MultiLayerPerceptron, and for features of another width
   */
  FeatureTower(const torch::Tensor &      features,
               const PerceptronSettings & settings,
               torch::ScalarType          type = torch::kFloat32);

  torch::Tensor
  Encode(const std::vector<std::int64_t> & treatments, bool training, at::Generator & dropout) override;

  std::int64_t
  Treatments() const override
  {
    return m_Features.size(0);
  }
  std::int64_t
  Width() const override
  {
    return m_Perceptron.Settings().widths.back();
  }
  void
  Initialise(at::Generator generator) override
  {
    m_Perceptron.Initialise(generator);
  }
  std::vector<NamedTensor>
  Parameters() const override
  {
    return m_Perceptron.Parameters();
  }
  std::vector<NamedTensor>
  State() const override
  {
    return m_Perceptron.State();
  }

  /** {"tower": "features", "perceptron": {widths, dropout, batch_norm}}. */
  nlohmann::json
  Settings() const override;

private:
  torch::Tensor        m_Features; // T x m
  MultiLayerPerceptron m_Perceptron;
};
} // namespace pheno

#endif

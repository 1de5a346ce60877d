#include "phenoFeatureTower.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

namespace pheno
{
FeatureTower::FeatureTower(const torch::Tensor & features, const PerceptronSettings & settings, torch::ScalarType type)
  : m_Features(features.to(type))
  , m_Perceptron(settings, type)
{
  if (features.dim() != 2 || features.size(1) != settings.widths.front())
  {
    throw LearnError("feature tower: expected T x " + std::to_string(settings.widths.front()) + " features, got " +
                     ShapeText(features));
  }
}

torch::Tensor
FeatureTower::Encode(const std::vector<std::int64_t> & treatments, bool training, at::Generator & dropout)
{
  const torch::Tensor rows = this->RowsOf(treatments).to(m_Features.device());
  return m_Perceptron.Forward(m_Features.index_select(0, rows), training, dropout);
}

nlohmann::json
FeatureTower::Settings() const
{
  return { { "tower", "features" }, { "perceptron", ToJson(m_Perceptron.Settings()) } };
}
} // namespace pheno

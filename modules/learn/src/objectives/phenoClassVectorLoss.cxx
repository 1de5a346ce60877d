#include "phenoClassVectorLoss.h"
#include "phenoClassLabels.h"
#include "phenoContrast.h"

#include <limits>

namespace pheno
{
namespace
{
constexpr auto   kWhat = "class-vector loss";
constexpr double kLeftOut = -std::numeric_limits<double>::infinity();
} // namespace

ClassVectorLoss::ClassVectorLoss(Settings settings)
  : m_Settings(settings)
{
  learn::CheckTemperature(kWhat, settings.temperature);
}

torch::Tensor
ClassVectorLoss::PerImage(const torch::Tensor &             z,
                          const torch::Tensor &             table,
                          const std::vector<std::int64_t> & classes) const
{
  learn::CheckTable(kWhat, z, table);
  const torch::Tensor own = learn::ClassIndices(kWhat, z, classes, table.size(0));
  const torch::Tensor same = learn::SameClass(own);
  const torch::Tensor self = learn::SelfMask(same);
  const bool          all = m_Settings.class_negatives == ClassNegatives::All;
  // An embedding look-up, whose gradient sums repeated classes in a fixed order on every device.
  torch::Tensor       vectors = at::matmul(z, (all ? table : at::embedding(table, own)).t()) / m_Settings.temperature;
  const torch::Tensor positive = all ? vectors.gather(1, own.unsqueeze(1)).squeeze(1) : vectors.diagonal();
  if (m_Settings.mask_same_class && !all)
  {
    vectors = vectors.masked_fill(same.logical_xor(self), kLeftOut);
  }
  if (m_Settings.image_negatives)
  {
    const torch::Tensor images =
      (at::matmul(z, z.t()) / m_Settings.temperature).masked_fill(m_Settings.mask_same_class ? same : self, kLeftOut);
    vectors = at::cat({ images, vectors }, 1);
  }
  return at::logsumexp(vectors, { 1 }) - positive;
}
} // namespace pheno

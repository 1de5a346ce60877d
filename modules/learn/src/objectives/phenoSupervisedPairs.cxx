#include "phenoSupervisedPairs.h"
#include "phenoClassLabels.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"

namespace pheno::learn
{
SupervisedPairs
MakeSupervisedPairs(const char *                      what,
                    const torch::Tensor &             z,
                    const std::vector<std::int64_t> & classes,
                    double                            temperature)
{
  CheckMatrix(what, z);
  const torch::Tensor unit = NormaliseRows(z);
  const torch::Tensor same = SameClass(ClassLabels(what, z, classes));
  return { at::matmul(unit, unit.t()) / temperature, same, same.logical_xor(SelfMask(same)) };
}

torch::Tensor
MeanOverPositives(const torch::Tensor & values, const torch::Tensor & positive)
{
  const torch::Tensor count = positive.sum(1);
  const torch::Tensor perRow = values.masked_fill(positive.logical_not(), 0).sum(1) / count.clamp_min(1);
  return perRow.sum() / count.gt(0).sum().clamp_min(1);
}
} // namespace pheno::learn

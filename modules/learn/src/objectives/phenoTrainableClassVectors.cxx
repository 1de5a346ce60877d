#include "phenoTrainableClassVectors.h"

namespace pheno
{
void
TrainableClassVectors::ProjectToSphere()
{
  const at::NoGradGuard guard;
  const torch::Tensor   norm = m_Table.norm(2, { 1 }, true);
  m_Table.div_(at::where(norm < 1e-12, torch::ones_like(norm), norm));
}
} // namespace pheno

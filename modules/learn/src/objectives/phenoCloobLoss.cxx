#include "phenoCloobLoss.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"

namespace pheno
{
namespace
{
torch::Tensor
InfoLoob(const torch::Tensor & x, const torch::Tensor & y, const torch::Tensor & inv_tau)
{
  return learn::LeaveOneOutCrossEntropy(inv_tau * at::matmul(x, y.t())) / inv_tau;
}
} // namespace

CloobLoss::CloobLoss(double hopfield_scale)
  : m_HopfieldScale(hopfield_scale)
{
  if (!(hopfield_scale > 0))
  {
    throw LearnError("CLOOB: expected a Hopfield scale above 0, got " + std::to_string(hopfield_scale));
  }
}

torch::Tensor
CloobLoss::Retrieve(const torch::Tensor & state, const torch::Tensor & stored) const
{
  return NormaliseRows(at::matmul(at::softmax(m_HopfieldScale * at::matmul(state, stored.t()), 1), stored));
}

torch::Tensor
CloobLoss::Compute(const torch::Tensor & image, const torch::Tensor & text, const torch::Tensor & inv_tau) const
{
  learn::CheckPair("CLOOB", image, text, 2);
  const torch::Tensor scale = learn::Number("CLOOB", "inverse temperature", inv_tau);
  return InfoLoob(this->Retrieve(image, image), this->Retrieve(text, image), scale) +
         InfoLoob(this->Retrieve(text, text), this->Retrieve(image, text), scale);
}
} // namespace pheno

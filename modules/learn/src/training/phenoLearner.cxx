#include "phenoLearner.h"

namespace pheno::learn
{
namespace
{
std::vector<NamedTensor>
Joined(std::vector<NamedTensor> tensors, const std::vector<NamedTensor> & more)
{
  tensors.insert(tensors.end(), more.begin(), more.end());
  return tensors;
}
} // namespace

std::vector<NamedTensor>
Learner::Trained() const
{
  return Joined(encoder->Parameters(), objective->Parameters());
}

std::vector<NamedTensor>
Learner::Learned() const
{
  return Joined(encoder->State(), objective->State());
}

torch::Tensor
Learner::ClassVectors() const
{
  for (const NamedTensor & entry : objective->State())
  {
    if (entry.name == kClassVectorsName)
    {
      return entry.tensor;
    }
  }
  return {};
}
} // namespace pheno::learn

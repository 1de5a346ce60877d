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
  return Joined(encoder->TrainedParameters(), objective->Parameters());
}

std::vector<NamedTensor>
Learner::Learned() const
{
  return Joined(encoder->State(), objective->State());
}

void
Learner::MoveTo(const torch::Device & device) const
{
  encoder->MoveTo(device);
  pheno::MoveTo(objective->State(), device);
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

#include "phenoTreatmentTower.h"
#include "phenoLearnError.h"

#include <string>

namespace pheno
{
torch::Tensor
TreatmentTower::RowsOf(const std::vector<std::int64_t> & treatments) const
{
  for (const std::int64_t treatment : treatments)
  {
    if (treatment < 0 || treatment >= this->Treatments())
    {
      throw LearnError("treatment tower: expected treatments from 0 to " + std::to_string(this->Treatments() - 1) +
                       ", got " + std::to_string(treatment));
    }
  }
  return torch::tensor(treatments, torch::kInt64);
}

std::vector<NamedTensor>
Prefixed(const std::string & prefix, std::vector<NamedTensor> tensors)
{
  for (NamedTensor & entry : tensors)
  {
    entry.name = prefix + entry.name;
  }
  return tensors;
}
} // namespace pheno

#include "phenoGoldenTensor.h"

#include "phenoNtXentLoss.h"

namespace pheno::golden
{
Json
RunNtxentSimclr(const Case & golden)
{
  const NtXentLoss    loss(golden.inputs.at("temperature").get<double>());
  const torch::Tensor zi = ToTensor(golden.inputs.at("zi")).requires_grad_(true);
  const torch::Tensor zj = ToTensor(golden.inputs.at("zj")).requires_grad_(true);
  const torch::Tensor value = loss.Compute(zi, zj);
  Json                got;
  got["loss"] = FromTensor(value);
  got["grad_zi"] = GradientOf(value, zi);
  got["grad_zj"] = GradientOf(value, zj);
  return got;
}
} // namespace pheno::golden

#include "phenoGoldenTensor.h"

#include "phenoClassVectors.h"
#include "phenoSpcLoss.h"

namespace pheno::golden
{
Json
RunSpcLoss(const Case & golden)
{
  const SpcLoss       loss(golden.inputs.at("temperature").get<double>());
  const ClassVectors  table(ToTensor(golden.inputs.at("class_vectors")));
  const torch::Tensor y = table.Gather(golden.inputs.at("class_index").get<std::vector<std::int64_t>>());
  const torch::Tensor z = ToTensor(golden.inputs.at("z")).requires_grad_(true);
  Json                got;
  const torch::Tensor perImage = loss.PerImage(z, y);
  got["per_image"] = FromTensor(perImage);
  got["loss"] = FromTensor(loss.Compute(z, y));
  got["grad_z"] = GradientOf(perImage.mean(), z);
  if (golden.inputs.contains("raw"))
  {
    const torch::Tensor raw = ToTensor(golden.inputs.at("raw")).requires_grad_(true);
    got["grad_raw"] = GradientOf(loss.Compute(NormaliseRows(raw), y), raw);
  }
  return got;
}
} // namespace pheno::golden

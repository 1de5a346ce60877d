#include "phenoGoldenTensor.h"

#include "phenoClassVectors.h"

#include <cmath>

namespace pheno::golden
{
namespace
{
/** Angle between unit vectors, well conditioned everywhere (Kahan). */
double
Angle(const torch::Tensor & a, const torch::Tensor & b)
{
  return 2 * std::atan2((a - b).norm().item<double>(), (a + b).norm().item<double>());
}
} // namespace

Json
RunSpcClassUpdate(const Case & golden)
{
  const double step = golden.inputs.at("dphi").get<double>();
  Json         got;
  if (golden.inputs.at("kind") == "single_step")
  {
    const torch::Tensor p = ToTensor(golden.inputs.at("p"));
    const torch::Tensor q = ToTensor(golden.inputs.at("q"));
    ClassVectors        table(p.unsqueeze(0));
    table.Attract(q.unsqueeze(0), { 0 }, step);
    got["new_p"] = FromTensor(table.Table()[0]);
    got["angle_before"] = Angle(p, q);
    got["angle_after"] = Angle(table.Table()[0], q);
  }
  else
  {
    ClassVectors table(ToTensor(golden.inputs.at("class_vectors")));
    table.Attract(
      ToTensor(golden.inputs.at("z")), golden.inputs.at("class_index").get<std::vector<std::int64_t>>(), step);
    got["class_vectors_after"] = FromTensor(table.Table());
  }
  return got;
}
} // namespace pheno::golden

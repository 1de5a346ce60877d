#include "phenoGoldenTensor.h"

#include "phenoCloobLoss.h"

namespace pheno::golden
{
Json
RunCloobLoss(const Case & golden)
{
  const CloobLoss loss(golden.inputs.at("hopfield_scale").get<double>());
  const Leaves    leaves(golden.inputs, { "p", "q", "inv_tau" });
  return leaves.LossAndGradients(loss.Compute(leaves["p"], leaves["q"], leaves["inv_tau"]));
}
} // namespace pheno::golden

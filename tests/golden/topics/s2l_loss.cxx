#include "phenoGoldenTensor.h"

#include "phenoS2lLoss.h"

namespace pheno::golden
{
Json
RunS2lLoss(const Case & golden)
{
  const Leaves leaves(golden.inputs, { "p", "q", "log_scale", "bias" });
  return leaves.LossAndGradients(S2lLoss().Compute(leaves["p"], leaves["q"], leaves["log_scale"], leaves["bias"]));
}
} // namespace pheno::golden

#include "phenoGoldenTensor.h"

#include "phenoSigLipLoss.h"

namespace pheno::golden
{
Json
RunSigclipLoss(const Case & golden)
{
  const Leaves leaves(golden.inputs, { "p", "q", "log_scale", "bias" });
  return leaves.LossAndGradients(SigLipLoss().Compute(leaves["p"], leaves["q"], leaves["log_scale"], leaves["bias"]));
}
} // namespace pheno::golden

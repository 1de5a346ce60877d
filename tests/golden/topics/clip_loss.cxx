#include "phenoGoldenTensor.h"

#include "phenoClipLoss.h"

namespace pheno::golden
{
Json
RunClipLoss(const Case & golden)
{
  const Leaves        leaves(golden.inputs, { "p", "q", "log_scale" });
  const torch::Tensor loss = ClipLoss().Compute(leaves["p"], leaves["q"], leaves["log_scale"]);
  return leaves.LossAndGradients(loss);
}
} // namespace pheno::golden

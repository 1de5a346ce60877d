#include "phenoGoldenTensor.h"

#include "phenoBiCwclLoss.h"
#include "phenoCwclLoss.h"
#include "phenoTextCwclLoss.h"

#include <stdexcept>

namespace pheno::golden
{
namespace
{
torch::Tensor
Loss(const std::string & kind, const Leaves & in, WeightGradient gradient)
{
  if (kind == "cwcl")
  {
    return CwclLoss(gradient).Compute(in["p"], in["q"], in["mu"], in["log_scale"]);
  }
  if (kind == "bi_cwcl")
  {
    return BiCwclLoss(gradient).Compute(in["p"], in["q"], in["mu"], in["log_scale"]);
  }
  if (kind == "cwcl_ma")
  {
    return TextCwclLoss(gradient).Compute(in["p"], in["q"], in["log_scale"]);
  }
  throw std::logic_error("unknown loss '" + kind + "'");
}
} // namespace

Json
RunCwclLoss(const Case & golden)
{
  const std::string kind = golden.inputs.at("loss");
  const Leaves      leaves(golden.inputs, { "mu", "p", "q", "log_scale" });
  Json              got = leaves.LossAndGradients(Loss(kind, leaves, WeightGradient::Kept));
  got["loss_w_detached"] = FromTensor(Loss(kind, leaves, WeightGradient::Detached));
  got["weights"] = FromTensor(kind == "cwcl_ma" ? TextCwclLoss(WeightGradient::Kept).Weights(leaves["q"])
                                                : CwclLoss(WeightGradient::Kept).Weights(leaves["mu"]));
  return got;
}
} // namespace pheno::golden

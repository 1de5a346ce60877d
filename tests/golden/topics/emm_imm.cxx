#include "phenoGoldenTensor.h"

#include "phenoEmmLoss.h"
#include "phenoImmLoss.h"
#include "phenoLogitScale.h"

#include <stdexcept>

namespace pheno::golden
{
namespace
{
/** The weighted losses under the keys "a_b". */
Json
PairsByKey(const torch::Tensor & losses, std::int64_t members)
{
  Json         pairs = Json::object();
  std::int64_t next = 0;
  for (std::int64_t a = 0; a < members; ++a)
  {
    for (std::int64_t b = a + 1; b < members; ++b)
    {
      pairs[std::to_string(a) + "_" + std::to_string(b)] = FromTensor(losses[next++]);
    }
  }
  return pairs;
}
} // namespace

Json
RunEmmImm(const Case & golden)
{
  const std::string   kind = golden.inputs.at("loss");
  const Leaves        in(golden.inputs, { "compound", "images" });
  const torch::Tensor scale = LogitScale::Fixed(golden.inputs.at("temperature").get<double>(), torch::kFloat64).Log();
  if (kind == "emm")
  {
    return in.LossAndGradients(EmmLoss().Compute(in["compound"], in["images"], scale));
  }
  if (kind != "imm")
  {
    throw std::logic_error("unknown loss '" + kind + "'");
  }
  const ImmLoss imm(golden.inputs.at("lambda_image").get<double>());
  Json          got = in.LossAndGradients(imm.Compute(in["compound"], in["images"], scale));
  got["pair_losses"] = PairsByKey(imm.PairLosses(in["compound"], in["images"], scale), in["images"].size(1) + 1);
  return got;
}
} // namespace pheno::golden

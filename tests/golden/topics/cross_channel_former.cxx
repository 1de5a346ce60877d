#include "phenoGoldenTensor.h"

#include "phenoCrossChannelFormer.h"
#include "phenoCwclLoss.h"

namespace pheno::golden
{
namespace
{
std::vector<NamedTensor>
StateOf(const Json & weights)
{
  const std::vector<std::pair<const char *, const char *>> names = { { "ln_1_w", "ln_1.weight" },
                                                                     { "ln_1_b", "ln_1.bias" },
                                                                     { "in_proj_w", "attn.in_proj.weight" },
                                                                     { "in_proj_b", "attn.in_proj.bias" },
                                                                     { "out_proj_w", "attn.out_proj.weight" },
                                                                     { "out_proj_b", "attn.out_proj.bias" },
                                                                     { "ln_2_w", "ln_2.weight" },
                                                                     { "ln_2_b", "ln_2.bias" },
                                                                     { "fc_w", "mlp.c_fc.weight" },
                                                                     { "fc_b", "mlp.c_fc.bias" },
                                                                     { "cproj_w", "mlp.c_proj.weight" },
                                                                     { "cproj_b", "mlp.c_proj.bias" } };
  std::vector<NamedTensor> state = { { "channel_embed", ToTensor(weights.at("channel_embed")) },
                                     { "class_token", ToTensor(weights.at("cls")) },
                                     { "proj", ToTensor(weights.at("proj")) } };
  for (const std::string norm : { "channel_ln", "ln_pre", "ln_post" })
  {
    state.push_back({ norm + ".weight", ToTensor(weights.at(norm + "_w")) });
    state.push_back({ norm + ".bias", ToTensor(weights.at(norm + "_b")) });
  }
  const Json & blocks = weights.at("blocks");
  for (std::size_t i = 0; i < blocks.size(); ++i)
  {
    for (const auto & [theirs, ours] : names)
    {
      state.push_back({ "blocks." + std::to_string(i) + "." + ours, ToTensor(blocks[i].at(theirs)) });
    }
  }
  return state;
}

void
ReportCwcl(const CrossChannelFormer & former, const torch::Tensor & x, const Json & in, Json & got)
{
  const torch::Tensor scale = torch::tensor(in.at("log_scale").get<double>(), torch::kFloat64);
  const torch::Tensor q = NormaliseRows(ToTensor(in.at("q")));
  const auto          report = [&](const std::string & suffix, WeightGradient gradient, const torch::Tensor & pooled) {
    const torch::Tensor loss = CwclLoss(gradient).Compute(NormaliseRows(former.Forward(x)), q, pooled, scale);
    got["cwcl_loss" + suffix] = FromTensor(loss.detach());
    got["cwcl_grad_x" + suffix] = GradientOf(loss, x);
  };
  report("", WeightGradient::Kept, x);
  report("_w_detached", WeightGradient::Detached, x);
  report("_reference", WeightGradient::Kept, former.AddChannelEmbedding(x)); // what the in-place change made of it
}
} // namespace

Json
RunCrossChannelFormer(const Case & golden)
{
  const Json &               in = golden.inputs;
  const Json &               weights = in.at("weights");
  const torch::Tensor        x = ToTensor(in.at("x")).requires_grad_(true);
  const torch::Tensor        projection = ToTensor(weights.at("proj"));
  CrossChannelFormerSettings settings;
  settings.channels = static_cast<int>(x.size(1));
  settings.width = static_cast<int>(x.size(2));
  settings.out_width = static_cast<int>(projection.size(1));
  settings.depth = static_cast<int>(weights.at("blocks").size());
  settings.heads = in.at("heads");
  settings.class_token = in.at("use_cls");
  CrossChannelFormer former(settings, torch::kFloat64);
  former.LoadState(StateOf(weights));
  Json                got;
  const torch::Tensor out = former.Forward(x);
  got["out"] = FromTensor(out.detach());
  got["grad_x"] = GradientOf((out * ToTensor(in.at("g"))).sum(), x);
  got["x_after"] = FromTensor(former.AddChannelEmbedding(x).detach()); // the reference's caller holds this
  if (in.value("cwcl", false))
  {
    ReportCwcl(former, x, in, got);
  }
  return got;
}
} // namespace pheno::golden

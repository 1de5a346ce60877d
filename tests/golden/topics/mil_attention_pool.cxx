#include "phenoGoldenTensor.h"
#include "phenoGoldenCompare.h"

#include "phenoGatedAttentionPool.h"
#include "phenoPooling.h"

#include <stdexcept>

namespace pheno::golden
{
namespace
{
GatedAttentionPool
FilledPool(const Json & in)
{
  const torch::Tensor v = ToTensor(in.at("V_w"));
  GatedAttentionPool  pool(static_cast<int>(v.size(1)), static_cast<int>(v.size(0)), torch::kFloat64);
  pool.LoadState({ { "attention_v.weight", v },
                   { "attention_v.bias", ToTensor(in.at("V_b")) },
                   { "attention_u.weight", ToTensor(in.at("U_w")) },
                   { "attention_u.bias", ToTensor(in.at("U_b")) },
                   { "attention_w.weight", ToTensor(in.at("a_w")) },
                   { "attention_w.bias", ToTensor(in.at("a_b")) } });
  return pool;
}

torch::Tensor
Pooled(const Json & in, const torch::Tensor & x, Json & got)
{
  const auto pooling = in.at("pooling").get<std::string>();
  if (pooling == "mean")
  {
    return MeanPool(x, Padding::Counted);
  }
  if (pooling == "median")
  {
    return MedianPool(x, Padding::Counted);
  }
  if (pooling != "attention")
  {
    throw std::logic_error("unknown pooling " + pooling);
  }
  const GatedAttentionPool::Output output = FilledPool(in).Compute(x);
  got["attention"] = FromTensor(output.attention.detach());
  return output.pooled;
}

/** Gradients of channels with padding alone must be finite; the notes leave their values open. */
void
ReleasePaddedChannels(const torch::Tensor & x, Json & gradient)
{
  const torch::Tensor empty = InstanceMask(x).any(1).logical_not(); // B x C
  for (std::int64_t b = 0; b < x.size(0); ++b)
  {
    for (std::int64_t c = 0; c < x.size(2); ++c)
    {
      for (std::int64_t m = 0; m < x.size(1) && empty[b][c].item<bool>(); ++m)
      {
        Json & row = gradient[static_cast<std::size_t>(b)][static_cast<std::size_t>(m)][static_cast<std::size_t>(c)];
        if (!at::isfinite(ToTensor(row)).all().item<bool>())
        {
          throw std::logic_error("a gradient of a bag of padding is not finite");
        }
        row = Unspecified();
      }
    }
  }
}
} // namespace

Json
RunMilAttentionPool(const Case & golden)
{
  const Json &        in = golden.inputs;
  const torch::Tensor x = ToTensor(in.at("x")).requires_grad_(true);
  Json                got;
  const torch::Tensor out = Pooled(in, x, got);
  got["out"] = FromTensor(out.detach());
  got["grad_x"] = GradientOf((out * ToTensor(in.at("g"))).sum(), x);
  if (in.at("pooling") == "attention")
  {
    ReleasePaddedChannels(x.detach(), got["grad_x"]);
  }
  return got;
}
} // namespace pheno::golden

#include "phenoSynchronisedNorm.h"
#include "phenoHeldCommunicator.h"

namespace pheno::learn
{
namespace
{
constexpr std::int64_t kAllButChannels[] = { 0, 2, 3 };

torch::Tensor
SumOfChannels(const torch::Tensor & x)
{
  return x.sum(at::IntArrayRef(kAllButChannels));
}

/** One number a channel beside N x C x H x W. */
torch::Tensor
PerChannel(const torch::Tensor & x)
{
  return x.view({ 1, -1, 1, 1 });
}

struct Statistics
{
  torch::Tensor mean;    ///< C
  torch::Tensor squares; ///< C, sum of squared deviations from the mean
  std::int64_t  count;   ///< values a channel
};

Statistics
StatisticsOfAll(const torch::Tensor & x, Communicator & ranks)
{
  const std::int64_t  own = x.numel() / x.size(1);
  const torch::Tensor mean = SumOfChannels(x) / own;
  const torch::Tensor squares = SumOfChannels((x - PerChannel(mean)).square_());
  const torch::Tensor all = ranks.AllGatherRows(torch::stack({ mean, squares }).unsqueeze(0)); // ranks x 2 x C
  const torch::Tensor means = all.select(1, 0);
  Statistics          s;
  s.count = own * ranks.Size();
  s.mean = means.mean(0);
  s.squares = all.select(1, 1).sum(0) + own * (means - s.mean).square().sum(0);
  return s;
}

/** h of x by given statistics, with the gradient that goes through the statistics as well. */
class NormFunction : public torch::autograd::Function<NormFunction>
{
public:
  static torch::Tensor
  forward(torch::autograd::AutogradContext *    context,
          const torch::Tensor &                 x,
          const torch::Tensor &                 mean,
          const torch::Tensor &                 inverse,
          const std::shared_ptr<Communicator> & ranks)
  {
    context->save_for_backward({ x, mean, inverse }); // not the result, on which the network works in place
    Hold(*context, ranks);
    return Normalised(x, mean, inverse);
  }

  static torch::autograd::variable_list
  backward(torch::autograd::AutogradContext * context, const torch::autograd::variable_list & gradients)
  {
    const auto           saved = context->get_saved_variables();
    const torch::Tensor &inverse = saved[2], &g = gradients.front();
    const torch::Tensor  h = Normalised(saved[0], saved[1], inverse);
    const auto           ranks = Held(*context);
    const torch::Tensor  sums = torch::stack({ SumOfChannels(g), SumOfChannels(g * h) });
    ranks->AllReduceSum_({ sums });
    const torch::Tensor means = sums / (ranks->Size() * (h.numel() / h.size(1)));
    const torch::Tensor dx = (g - PerChannel(means[0])).sub_(h * PerChannel(means[1])).mul_(PerChannel(inverse));
    return { dx, {}, {}, {} };
  }

private:
  static torch::Tensor
  Normalised(const torch::Tensor & x, const torch::Tensor & mean, const torch::Tensor & inverse)
  {
    return (x - PerChannel(mean)).mul_(PerChannel(inverse));
  }
};
} // namespace

torch::Tensor
SynchronisedNorm(const BatchNorm &                     norm,
                 const torch::Tensor &                 x,
                 double                                eps,
                 const std::shared_ptr<Communicator> & ranks)
{
  const torch::Tensor precise = x.to(norm.mean.scalar_type());
  torch::Tensor       mean, inverse;
  {
    const at::NoGradGuard guard;
    const Statistics      s = StatisticsOfAll(precise, *ranks);
    mean = s.mean;
    inverse = (s.squares / s.count + eps).rsqrt();
    norm.mean.mul_(1 - norm.momentum).add_(s.mean, norm.momentum);
    norm.variance.mul_(1 - norm.momentum).add_(s.squares / (s.count - 1), norm.momentum);
  }
  const torch::Tensor h = NormFunction::apply(precise, mean, inverse, ranks);
  const torch::Tensor y = norm.weight.defined() ? at::addcmul(PerChannel(norm.bias), h, PerChannel(norm.weight)) : h;
  return y.to(x.scalar_type());
}
} // namespace pheno::learn

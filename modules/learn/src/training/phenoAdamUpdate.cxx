#include "phenoAdamUpdate.h"
#include "phenoClones.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <type_traits>

namespace pheno::learn
{
namespace
{
/** AdamNumbers in the parameters' type. */
template <typename T>
struct Constants
{
  T beta1, beta2, epsilon, decay_gradient, decay_parameter, step, root_correction;
};

template <typename T>
inline __attribute__((always_inline)) void
Update(T * __restrict p,
       T * __restrict m,
       T * __restrict v,
       const T * __restrict gradient,
       std::int64_t n,
       Constants<T> c)
{
  for (std::int64_t i = 0; i < n; ++i)
  {
    const T g = gradient[i] + c.decay_gradient * p[i];
    const T q = p[i] * c.decay_parameter;
    m[i] = c.beta1 * m[i] + (1 - c.beta1) * g;
    v[i] = c.beta2 * v[i] + (1 - c.beta2) * g * g;
    p[i] = q - c.step * m[i] / (std::sqrt(v[i]) / c.root_correction + c.epsilon);
  }
}

PHENO_CLONES void
UpdateFloat(float * p, float * m, float * v, const float * gradient, std::int64_t n, Constants<float> c)
{
  Update(p, m, v, gradient, n, c);
}

PHENO_CLONES void
UpdateDouble(double * p, double * m, double * v, const double * gradient, std::int64_t n, Constants<double> c)
{
  Update(p, m, v, gradient, n, c);
}

template <typename T>
void
UpdateAll(const AdamTensors & of, const AdamNumbers & n)
{
  const Constants<T>     c = { static_cast<T>(n.beta1),           static_cast<T>(n.beta2),
                               static_cast<T>(n.epsilon),         static_cast<T>(n.decay_gradient),
                               static_cast<T>(n.decay_parameter), static_cast<T>(n.step),
                               static_cast<T>(n.root_correction) };
  constexpr std::int64_t grain = 1 << 15;
  at::parallel_for(0, of.parameter.numel(), grain, [&](std::int64_t begin, std::int64_t end) {
    const auto at = [begin](const torch::Tensor & tensor) { return tensor.data_ptr<T>() + begin; };
    if constexpr (std::is_same_v<T, float>)
    {
      UpdateFloat(at(of.parameter), at(of.first), at(of.second), at(of.gradient), end - begin, c);
    }
    else
    {
      UpdateDouble(at(of.parameter), at(of.first), at(of.second), at(of.gradient), end - begin, c);
    }
  });
}
} // namespace

void
AdamInOnePass(const AdamTensors & of, const AdamNumbers & numbers)
{
  of.parameter.scalar_type() == torch::kFloat64 ? UpdateAll<double>(of, numbers) : UpdateAll<float>(of, numbers);
}

void
AdamByTensors(const AdamTensors & of, const AdamNumbers & n)
{
  const torch::Tensor g = n.decay_gradient == 0 ? of.gradient : of.gradient.add(of.parameter, n.decay_gradient);
  of.first.mul_(n.beta1).add_(g, 1 - n.beta1);
  of.second.mul_(n.beta2).addcmul_(g, g, 1 - n.beta2);
  of.parameter.mul_(n.decay_parameter);
  of.parameter.addcdiv_(of.first, of.second.sqrt().div_(n.root_correction).add_(n.epsilon), -n.step);
}
} // namespace pheno::learn

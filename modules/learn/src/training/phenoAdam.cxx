#include "phenoAdam.h"
#include "phenoLearnError.h"

#include <ATen/Parallel.h>

#include <cmath>

// The compiler makes one clone a processor class; without fused multiply-add all give the same bits.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#  define PHENO_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#  define PHENO_CLONES
#endif

namespace pheno
{
namespace
{
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
UpdateAll(const torch::Tensor & p,
          const torch::Tensor & m,
          const torch::Tensor & v,
          const torch::Tensor & gradient,
          const Constants<T> &  c)
{
  constexpr std::int64_t grain = 1 << 15;
  at::parallel_for(0, p.numel(), grain, [&](std::int64_t begin, std::int64_t end) {
    const auto at = [begin](const torch::Tensor & tensor) { return tensor.data_ptr<T>() + begin; };
    if constexpr (std::is_same_v<T, float>)
    {
      UpdateFloat(at(p), at(m), at(v), at(gradient), end - begin, c);
    }
    else
    {
      UpdateDouble(at(p), at(m), at(v), at(gradient), end - begin, c);
    }
  });
}

template <typename T>
Constants<T>
MakeConstants(const Adam::Settings & s, bool decays, double learning_rate, std::int64_t t)
{
  const double decay = decays ? s.weight_decay : 0.0;
  const auto   steps = static_cast<double>(t);
  return { static_cast<T>(s.beta1),
           static_cast<T>(s.beta2),
           static_cast<T>(s.epsilon),
           static_cast<T>(s.decoupled ? 0.0 : decay),
           static_cast<T>(s.decoupled ? 1.0 - learning_rate * decay : 1.0),
           static_cast<T>(learning_rate / (1 - std::pow(s.beta1, steps))),
           static_cast<T>(std::sqrt(1 - std::pow(s.beta2, steps))) };
}

/** The gradient with the parameter's own strides, so that one flat loop serves both. */
torch::Tensor
LikeParameter(const torch::Tensor & gradient, const torch::Tensor & p)
{
  if (gradient.strides() == p.strides())
  {
    return gradient;
  }
  torch::Tensor laidOut = torch::empty_like(p);
  laidOut.copy_(gradient);
  return laidOut;
}
} // namespace

Adam::Adam(std::vector<NamedTensor> parameters, Settings settings)
  : m_Parameters(std::move(parameters))
  , m_Settings(settings)
{
  for (const NamedTensor & parameter : m_Parameters)
  {
    if (!parameter.tensor.is_non_overlapping_and_dense())
    {
      throw LearnError("Adam: parameter '" + parameter.name + "' is not dense in memory");
    }
    parameter.tensor.requires_grad_(true);
    m_First.push_back(torch::zeros_like(parameter.tensor).detach());
    m_Second.push_back(torch::zeros_like(parameter.tensor).detach());
  }
}

void
Adam::Step(double learning_rate)
{
  const at::NoGradGuard guard;
  ++m_Steps;
  for (std::size_t i = 0; i < m_Parameters.size(); ++i)
  {
    const torch::Tensor & p = m_Parameters[i].tensor;
    if (!p.grad().defined())
    {
      continue;
    }
    const bool          decays = p.dim() >= 2 || !m_Settings.decay_matrices_only;
    const torch::Tensor gradient = LikeParameter(p.grad(), p);
    if (p.scalar_type() == torch::kFloat64)
    {
      UpdateAll<double>(
        p, m_First[i], m_Second[i], gradient, MakeConstants<double>(m_Settings, decays, learning_rate, m_Steps));
    }
    else
    {
      UpdateAll<float>(
        p, m_First[i], m_Second[i], gradient, MakeConstants<float>(m_Settings, decays, learning_rate, m_Steps));
    }
    p.mutable_grad() = torch::Tensor();
  }
}

std::vector<NamedTensor>
Adam::State() const
{
  std::vector<NamedTensor> moments;
  for (std::size_t i = 0; i < m_Parameters.size(); ++i)
  {
    moments.push_back({ m_Parameters[i].name + ".exp_avg", m_First[i] });
    moments.push_back({ m_Parameters[i].name + ".exp_avg_sq", m_Second[i] });
  }
  return moments;
}
} // namespace pheno

#ifndef phenoWeightAverage_h
#define phenoWeightAverage_h

#include "phenoParameterList.h"

#include <vector>

namespace pheno::learn
{
/** The exponential moving average of parameters: a <- d a + (1 - d) p after each step, from a = p at the start. With
 * decay 0 there is none. */
class WeightAverage
{
public:
  WeightAverage(const std::vector<NamedTensor> & parameters, double decay)
    : m_Parameters(parameters)
    , m_Decay(decay)
  {
    for (std::size_t i = 0; decay > 0 && i < parameters.size(); ++i)
    {
      m_Averages.push_back({ parameters[i].name + ".average", parameters[i].tensor.detach().clone() });
    }
  }

  void
  Update()
  {
    const at::NoGradGuard guard;
    for (std::size_t i = 0; i < m_Averages.size(); ++i)
    {
      m_Averages[i].tensor.lerp_(m_Parameters[i].tensor, 1 - m_Decay);
    }
  }

  /** Puts the averages in the parameters' place, and these in theirs. */
  void
  Swap() const
  {
    const at::NoGradGuard guard;
    for (std::size_t i = 0; i < m_Averages.size(); ++i)
    {
      const torch::Tensor kept = m_Averages[i].tensor.clone();
      m_Averages[i].tensor.copy_(m_Parameters[i].tensor);
      m_Parameters[i].tensor.copy_(kept);
    }
  }

  /** For a checkpoint; shares memory with this object. */
  const std::vector<NamedTensor> &
  State() const
  {
    return m_Averages;
  }

private:
  std::vector<NamedTensor> m_Parameters;
  std::vector<NamedTensor> m_Averages;
  double                   m_Decay;
};
} // namespace pheno::learn

#endif

#ifndef phenoWeightAverage_h
#define phenoWeightAverage_h

#include "phenoParameterList.h"

#include <vector>

namespace pheno::learn
{
/** The exponential moving average of all that the optimizer moves: a <- d a + (1 - d) p after each step, from a = p at
 * the start. With decay 0 there is none. */
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

  /** a = p. */
  void
  Begin()
  {
    this->MoveTowardsParameters(1);
  }

  void
  Update()
  {
    this->MoveTowardsParameters(1 - m_Decay);
  }

  /** Puts the averages in the parameters' place. \return whether there are any */
  bool
  Show()
  {
    const at::NoGradGuard guard;
    for (std::size_t i = 0; i < m_Averages.size(); ++i)
    {
      m_Kept.push_back(m_Parameters[i].tensor.detach().clone());
      m_Parameters[i].tensor.copy_(m_Averages[i].tensor);
    }
    return !m_Averages.empty();
  }

  /** Puts the parameters back that Show took away. */
  void
  Hide()
  {
    const at::NoGradGuard guard;
    for (std::size_t i = 0; i < m_Kept.size(); ++i)
    {
      m_Parameters[i].tensor.copy_(m_Kept[i]);
    }
    m_Kept.clear();
  }

  /** For a checkpoint; shares memory with this object. */
  const std::vector<NamedTensor> &
  State() const
  {
    return m_Averages;
  }

private:
  void
  MoveTowardsParameters(double share)
  {
    const at::NoGradGuard guard;
    for (std::size_t i = 0; i < m_Averages.size(); ++i)
    {
      m_Averages[i].tensor.lerp_(m_Parameters[i].tensor, share);
    }
  }

  std::vector<NamedTensor>   m_Parameters;
  std::vector<NamedTensor>   m_Averages;
  std::vector<torch::Tensor> m_Kept; ///< parameters, while the averages are in their place
  double                     m_Decay;
};
} // namespace pheno::learn

#endif

#ifndef phenoStatisticsGuard_h
#define phenoStatisticsGuard_h

#include "phenoEncoder.h"

#include <utility>
#include <vector>

namespace pheno::learn
{
/** Puts the batch norms' running statistics back, whatever happens in between. */
class StatisticsGuard
{
public:
  explicit StatisticsGuard(Encoder & encoder)
    : m_Encoder(encoder)
  {
    for (std::size_t k = 0; k < encoder.NumberOfNorms(); ++k)
    {
      m_Statistics.emplace_back(encoder.Norm(k).mean.clone(), encoder.Norm(k).variance.clone());
    }
  }
  ~StatisticsGuard()
  {
    for (std::size_t k = 0; k < m_Statistics.size(); ++k)
    {
      m_Encoder.Norm(k).mean.copy_(m_Statistics[k].first);
      m_Encoder.Norm(k).variance.copy_(m_Statistics[k].second);
    }
  }
  StatisticsGuard(const StatisticsGuard &) = delete;
  StatisticsGuard &
  operator=(const StatisticsGuard &) = delete;

private:
  Encoder &                                            m_Encoder;
  std::vector<std::pair<torch::Tensor, torch::Tensor>> m_Statistics;
};
} // namespace pheno::learn

#endif

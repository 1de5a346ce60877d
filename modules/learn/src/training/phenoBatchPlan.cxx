#include "phenoBatchPlan.h"
#include "phenoObjective.h"

#include <algorithm>

namespace pheno::learn
{
namespace
{
constexpr std::int64_t kRowsPerEpoch = 20;
}

BatchPlan::BatchPlan(const TrainingData & data, const TrainingSettings & settings, int views)
  : m_Sampler(MakeSampler(data, settings, views))
  , m_StepsPerEpoch(std::max<std::int64_t>(1, m_Sampler->BatchesPerEpoch() / settings.accumulate))
  , m_Steps(settings.epochs * m_StepsPerEpoch)
  , m_BatchesPerEpoch(m_StepsPerEpoch * settings.accumulate)
  , m_DrawnViews(TakesBags(settings) ? 0 : views)
{
  m_Steps = settings.max_steps > 0 ? std::min(m_Steps, settings.max_steps) : m_Steps;
}

bool
BatchPlan::HasRowAt(std::int64_t steps) const
{
  const std::int64_t inEpoch = (steps - 1) % m_StepsPerEpoch + 1;
  return inEpoch % std::max<std::int64_t>(1, m_StepsPerEpoch / kRowsPerEpoch) == 0 || this->EndsAt(steps);
}

BatchRequest
BatchPlan::Batch(std::int64_t number)
{
  const std::int64_t epoch = number / m_BatchesPerEpoch;
  return { m_Sampler->Batch(epoch, number % m_BatchesPerEpoch), m_DrawnViews, static_cast<std::uint64_t>(epoch) };
}
} // namespace pheno::learn

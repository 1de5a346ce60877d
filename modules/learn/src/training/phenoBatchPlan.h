#ifndef phenoBatchPlan_h
#define phenoBatchPlan_h

#include "phenoBatchLoader.h"
#include "phenoSampler.h"
#include "phenoTrainer.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace pheno::learn
{
/** How a training's epochs are cut into steps and batches. Batches are numbered over the whole training; what is left
 * at the end of an epoch is dropped. */
class BatchPlan
{
public:
  /** \param views of an item that the objective compares \throws LearnError as MakeSampler */
  BatchPlan(const TrainingData & data, const TrainingSettings & settings, int views);

  /** Of the whole training. */
  std::int64_t
  Steps() const
  {
    return m_Steps;
  }
  /** Number of the epoch that the last of so many steps was in. */
  std::int64_t
  EpochOf(std::int64_t steps) const
  {
    return (steps - 1) / m_StepsPerEpoch;
  }
  /** Whether an epoch, or the training, ends after so many steps. */
  bool
  EndsAt(std::int64_t steps) const
  {
    return steps % m_StepsPerEpoch == 0 || steps == m_Steps;
  }
  /** Whether the history gets a row after so many steps: about twenty an epoch. */
  bool
  HasRowAt(std::int64_t steps) const;

  /** The batch of a number, in the order of the numbers. */
  BatchRequest
  Batch(std::int64_t number);

private:
  std::unique_ptr<Sampler> m_Sampler;
  std::int64_t             m_StepsPerEpoch;
  std::int64_t             m_Steps;
  std::int64_t             m_BatchesPerEpoch; ///< that are used
  int                      m_DrawnViews;      ///< 0: plain crops
};
} // namespace pheno::learn

#endif

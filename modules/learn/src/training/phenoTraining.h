#ifndef phenoTraining_h
#define phenoTraining_h

#include "phenoBatchGradient.h"
#include "phenoBatchLoader.h"
#include "phenoBatchPlan.h"
#include "phenoBatchShare.h"
#include "phenoEarlyStopping.h"
#include "phenoLearner.h"
#include "phenoOnDevice.h"
#include "phenoOptimizer.h"
#include "phenoTrainer.h"
#include "phenoTrainingCheckpoint.h"
#include "phenoWeightAverage.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno::learn
{
/** One training from its start, or from its checkpoint, to its end. */
class Training
{
public:
  /** The arguments outlive this object. */
  Training(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run);

  /** As Train, which checks the arguments before. */
  TrainingResult
  Run();

private:
  using Clock = std::chrono::steady_clock;

  /** Sets what follows from the learner at its start. */
  void
  Begin();
  /** Takes the position and all tensors from rank 0. */
  void
  StartAsFirst();
  /** \return false when cancelled */
  bool
  RunSteps();
  /** \return the mean loss of its batches */
  double
  Step(BatchLoader & loader, double learning_rate);
  /** Writes the history's next row where one is due, and tells what was done. */
  void
  Record(double loss, double rate);
  /** At the end of an epoch the loss of what the model would be now; else, and without validation crops, NaN. */
  double
  Validate();
  /** Makes everything what the model would be now. */
  void
  ShowAverage();
  bool
  CheckpointIsDue(Clock::time_point saved) const;
  bool
  IsCancelled();
  /** Rank 0's number. */
  double
  OfFirst(double number);
  /** Of the ranks the one that speaks and writes. */
  bool
  IsFirst() const;
  /** All that a checkpoint holds. */
  std::vector<NamedTensor>
  Tensors() const;

  const TrainingData &          m_Data;
  const TrainingSettings &      m_Settings;
  const TrainingRun &           m_Run;
  std::shared_ptr<Communicator> m_Ranks;
  std::string                   m_Precision;
  torch::TensorOptions          m_Images; ///< their type and device
  Learner                       m_Learner;
  OnDevice                      m_OnDevice;
  BatchShare                    m_Share;
  BatchPlan                     m_Plan;
  BatchGradient                 m_Gradient;
  std::unique_ptr<Optimizer>    m_Optimizer;
  WeightAverage                 m_Average;
  EarlyStopping                 m_Stopping;
  TrainingCheckpoint            m_Checkpoint;
  TrainingPosition              m_Position;
  Batch                         m_Batch;
  double                        m_ImagesPerSecond = 0;
};
} // namespace pheno::learn

#endif

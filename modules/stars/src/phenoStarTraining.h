#ifndef phenoStarTraining_h
#define phenoStarTraining_h

#include "phenoOptimizer.h"
#include "phenoStarLoss.h"
#include "phenoStarTrainer.h"
#include "phenoTrainingCheckpoint.h"
#include "phenoWeightAverage.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** One training under way. */
class StarTraining
{
public:
  StarTraining(const StarTrainingData & data, const StarTrainingSettings & settings, const StarTrainingRun & run);

  StarTrainingResult
  Run();

private:
  using Clock = std::chrono::steady_clock;

  bool
  RunSteps();
  /** \return the loss */
  double
  Step(double learning_rate);
  /** The patches of a step are drawn from its number alone. */
  StarBatch
  BatchOf(std::int64_t step) const;
  torch::Tensor
  LossOf(const StarBatch & batch) const;
  /** Adds what the history and the progress tell of a step; validates when it is time. */
  void
  Record(double loss, double rate);
  /** The loss of the averaged weights on fixed patches of the validation images; keeps them when it is the lowest so
   * far. Without such images NaN, and the last ones are kept. */
  double
  Validate();
  bool
  CheckpointIsDue(Clock::time_point saved) const;
  /** All that a checkpoint holds. */
  std::vector<NamedTensor>
  Tensors() const;
  std::shared_ptr<const StarModel>
  MakeModel() const;

  const StarTrainingData &     m_Data;
  const StarTrainingSettings & m_Settings;
  const StarTrainingRun &      m_Run;
  std::string                  m_Precision;
  StarNetwork                  m_Network;
  std::unique_ptr<Optimizer>   m_Optimizer;
  learn::WeightAverage         m_Average;
  std::vector<NamedTensor>     m_Best; ///< of the network's state
  std::vector<std::size_t>     m_Deck; ///< numbers of images, each as often as it is learned from a round
  std::vector<StarBatch>       m_Validation;
  learn::TrainingCheckpoint    m_Checkpoint;
  learn::TrainingPosition      m_Position;
};
} // namespace pheno

#endif

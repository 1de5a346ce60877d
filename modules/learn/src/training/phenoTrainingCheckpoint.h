#ifndef phenoTrainingCheckpoint_h
#define phenoTrainingCheckpoint_h

#include "phenoEncoder.h"
#include "phenoTrainer.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace pheno::learn
{
/** Where a training stands, apart from its tensors. The sampler and all draws are functions of the step. */
struct TrainingPosition
{
  std::int64_t            step = 0;
  double                  seconds = 0;  ///< wall time so far
  double                  loss_sum = 0; ///< since the last history row
  std::int64_t            loss_count = 0;
  double                  best_loss = std::numeric_limits<double>::infinity(); ///< lowest validation loss
  std::int64_t            epochs_without_gain = 0;                             ///< since then
  std::vector<HistoryRow> history;
};

/** For another rank. */
std::string
ToText(const TrainingPosition & position);
TrainingPosition
PositionFromText(const std::string & text);

/** Tells trainings in one scratch folder apart. Pixels do not enter: the folder belongs to one data set. */
std::string
IdentityOf(const TrainingData & data, const TrainingSettings & settings, const std::string & precision);

/** One file in the scratch folder that holds a training; replaced atomically. */
class TrainingCheckpoint
{
public:
  /** \param identity of the training; a checkpoint of another training is not used
   * \param folder empty: nothing is kept */
  TrainingCheckpoint(std::string folder, std::string identity);

  /** \throws LearnError when it cannot be written */
  void
  Save(const TrainingPosition & position, const std::vector<NamedTensor> & tensors) const;

  /** Copies a checkpoint, if there is one of this training, into the tensors.
   * \param note says why a file that is there was not used
   * \return true when restored */
  bool
  Restore(TrainingPosition & position, const std::vector<NamedTensor> & tensors, std::string & note) const;

private:
  std::string m_Path;
  std::string m_Identity;
};
} // namespace pheno::learn

#endif

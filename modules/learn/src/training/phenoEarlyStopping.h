#ifndef phenoEarlyStopping_h
#define phenoEarlyStopping_h

#include "phenoLearner.h"
#include "phenoTrainer.h"
#include "phenoTrainingCheckpoint.h"
#include "phenoValidation.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace pheno::learn
{
/** The losses of crops that are not learned from, when to stop by them, and what was learnt at the lowest. */
class EarlyStopping
{
public:
  /** \param learner outlives this object \param images their type and device
   * \throws LearnError as Validation, and for patience without validation crops */
  EarlyStopping(const TrainingData &         data,
                const TrainingSettings &     settings,
                const Learner &              learner,
                const torch::TensorOptions & images);

  /** Takes what is learnt now as the best. */
  void
  Begin();

  bool
  Validates() const
  {
    return m_Validation.has_value();
  }

  /** The validation loss of what is learnt now; the encoder must have no communicator. */
  double
  Loss(int loader_threads);

  /** Keeps what is learnt now when its loss is the lowest so far. */
  void
  Judge(double loss, TrainingPosition & position);

  /** Whether the loss has not fallen for `patience` epochs. */
  bool
  IsOver(const TrainingPosition & position) const
  {
    return m_Patience > 0 && position.epochs_without_gain >= m_Patience;
  }

  /** Puts the best back. \return false without patience: there is none */
  bool
  TakeBest();

  /** For a checkpoint: what was best; shares memory with this object. */
  const std::vector<NamedTensor> &
  State() const
  {
    return m_Best;
  }

private:
  const Learner &           m_Learner;
  std::int64_t              m_Patience;
  std::optional<Validation> m_Validation;
  std::vector<NamedTensor>  m_Best; ///< empty without patience
};
} // namespace pheno::learn

#endif

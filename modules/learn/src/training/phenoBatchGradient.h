#ifndef phenoBatchGradient_h
#define phenoBatchGradient_h

#include "phenoBatchLoader.h"
#include "phenoBatchShare.h"
#include "phenoLearner.h"
#include "phenoTrainer.h"

#include <torch/types.h>

#include <cstdint>

namespace pheno::learn
{
/** The gradient of the loss of a batch that the ranks share. */
class BatchGradient
{
public:
  /** The arguments outlive this object. \param images their type and device */
  BatchGradient(const TrainingData &         data,
                const TrainingSettings &     settings,
                const Learner &              learner,
                const BatchShare &           share,
                const torch::TensorOptions & images);

  /** A collective: adds the gradient of this rank's share of a batch, over settings.accumulate.
   * \param number of the batch \return the loss of the whole batch
   * \throws LearnError for a loss that is not finite, naming the batch's crops */
  double
  Add(Batch & batch, std::int64_t number) const;

private:
  /** What the encoder gives for this rank's share. */
  Encoder::Output
  Encode(const torch::Tensor & images, std::int64_t number) const;
  void
  ThrowUnlessFinite(double loss, const Batch & batch, std::int64_t number) const;

  const TrainingData &     m_Data;
  const TrainingSettings & m_Settings;
  const Learner &          m_Learner;
  const BatchShare &       m_Share;
  torch::TensorOptions     m_Images;
};
} // namespace pheno::learn

#endif

#ifndef phenoValidation_h
#define phenoValidation_h

#include "phenoBatchLoader.h"
#include "phenoObjective.h"
#include "phenoSampler.h"
#include "phenoTrainer.h"

#include <memory>

namespace pheno::learn
{
/** The objective's loss over crops that are not learned from, to decide when to stop.
 *
 * The same batches each time: the first of the sampler's epoch 0, at most 64, with the draws of that epoch where the
 * objective compares views, else plain crops. Norms use each batch's statistics, as in training, and forget them; a
 * TorchScript module, whose norms cannot, and a frozen trunk are in evaluation mode.
 * Objectives with class vectors have none for these classes: a class's vector is the mean direction of its crops of
 * even rank among those seen, and the loss is of the others. Memory: embeddings of 64 batches. */
class Validation
{
public:
  /** \param data, settings of the training; `data.validation` has crops \throws LearnError when they do not fill a
   * batch of two, or lack what the sampler or the objective needs */
  Validation(const TrainingData &         data,
             const TrainingSettings &     settings,
             int                          views,
             const torch::TensorOptions & images);

  /** \param objective of the training, used where it has no class vectors \param loader_threads see TrainingRun
   * \return the mean over the batches */
  double
  Loss(Encoder & encoder, Objective & objective, int loader_threads);

private:
  template <typename TUse>
  void
  ForEachBatch(Encoder & encoder, int loader_threads, TUse use);
  double
  LossAgainstMeans(Encoder & encoder, int loader_threads);
  std::vector<std::int64_t>
  ClassesOf(const Batch & batch) const;

  TrainingData             m_Data; ///< the validation crops in the place of the training's
  TrainingSettings         m_Settings;
  int                      m_Views;
  torch::TensorOptions     m_Images; ///< their type and device
  std::unique_ptr<Sampler> m_Sampler;
};
} // namespace pheno::learn

#endif

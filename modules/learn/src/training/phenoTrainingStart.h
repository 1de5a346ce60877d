#ifndef phenoTrainingStart_h
#define phenoTrainingStart_h

#include "phenoLearner.h"
#include "phenoTrainer.h"

#include <cstdint>

namespace pheno::learn
{
/** Streams of draws that a training's seed gives; batches draw from the seed itself. */
enum Stream : std::uint64_t
{
  kWeights = 1,
  kVectors = 2,
  kTreatments = 4, // 3 orders crops, see phenoSampler.cxx
  kDropout = 5,
  kScript = 6
};

/** The generator of a stream, for what is drawn `number` times anew. */
at::Generator
MakeGenerator(std::uint64_t seed, Stream stream, std::int64_t number = 0);

/** Network and objective as training starts, class vectors at random places; the treatments' side starts, too. */
Learner
MakeLearner(const TrainingData & data, const TrainingSettings & settings);

/** Puts the class vectors at the means of their classes; those of classes without crops stay.
 * \param images their type and device */
void
StartAtMeans(const Learner &              learner,
             const TrainingData &         data,
             std::int64_t                 batch_size,
             const torch::TensorOptions & images,
             int                          loader_threads);
} // namespace pheno::learn

#endif

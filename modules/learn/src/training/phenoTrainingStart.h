#ifndef phenoTrainingStart_h
#define phenoTrainingStart_h

#include "phenoEncoder.h"
#include "phenoTrainer.h"

#include <cstdint>
#include <memory>

namespace pheno::learn
{
/** Streams of draws that a training's seed gives; batches draw from the seed itself. */
enum Stream : std::uint64_t
{
  kWeights = 1,
  kVectors = 2,
  kTreatments = 4, // 3 orders crops, see phenoSampler.cxx
  kDropout = 5
};

/** The generator of a stream, for what is drawn `number` times anew. */
at::Generator
MakeGenerator(std::uint64_t seed, Stream stream, std::int64_t number = 0);

/** The encoder as training starts. */
std::shared_ptr<Encoder>
StartEncoder(const TrainingData & data, const TrainingSettings & settings);

/** Class vectors at random places; undefined for objectives without. */
torch::Tensor
RandomClassVectors(const TrainingData & data, const TrainingSettings & settings);
} // namespace pheno::learn

#endif

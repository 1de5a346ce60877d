#ifndef phenoTrainedModel_h
#define phenoTrainedModel_h

#include "phenoEncoderModel.h"
#include "phenoLearner.h"
#include "phenoTrainer.h"

#include <cstdint>
#include <memory>
#include <string>

namespace pheno::learn
{
/** The model that a training leaves: the learner's network, in float32, and its class vectors.
 * \param precision it was trained in \param steps it was trained for */
std::shared_ptr<const EncoderModel>
MakeTrainedModel(const Learner &          learner,
                 const TrainingData &     data,
                 const TrainingSettings & settings,
                 const std::string &      precision,
                 std::int64_t             steps);
} // namespace pheno::learn

#endif

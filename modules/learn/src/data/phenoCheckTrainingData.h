#ifndef phenoCheckTrainingData_h
#define phenoCheckTrainingData_h

#include "phenoTrainer.h"

namespace pheno::learn
{
/** \throws LearnError for data that do not fit each other or the objective */
void
CheckTrainingData(const TrainingData & data, const TrainingSettings & settings);
} // namespace pheno::learn

#endif

#ifndef phenoObjectiveKinds_h
#define phenoObjectiveKinds_h

#include <string>

namespace pheno
{
/** Whether an objective of TrainingSettings sets images against treatments (TrainingData::treatments). */
bool
TakesTreatments(const std::string & objective);

/** Whether it compares several views of an item, as sampler multi_view gives them. */
bool
TakesSeveralViews(const std::string & objective);
} // namespace pheno

#endif

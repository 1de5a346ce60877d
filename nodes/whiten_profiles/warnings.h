#ifndef warnings_h
#define warnings_h

#include "phenoComBat.h"
#include "phenoNode.h"

namespace pheno::whitening
{
/** Says that there are at most as many controls as features. */
void
WarnOfFewControls(const RowMask & controls, std::size_t features, Context & context);

/** Says that enough controls differ in fewer directions than there are features. */
void
WarnOfRank(std::size_t rank, const RowMask & controls, std::size_t features, Context & context);

/** That there is a single batch; empty where there are several. At least one well. */
std::string
OneBatch(const LabelColumn & batches, const std::string & column);

/** Says that there is a single batch. */
void
WarnOfOneBatch(const LabelColumn & batches, const std::string & column, Context & context);

/** Says how many levels of a categorical covariate lie in one batch alone. */
void
WarnOfConfinedLevels(const Covariates & covariates, const LabelColumn & batches, Context & context);
} // namespace pheno::whitening

#endif

#ifndef phenoComBatDesign_h
#define phenoComBatDesign_h

#include "phenoComBat.h"

namespace pheno
{
/** Reads what the covariates are made of into a fit: levels and names. Throws ProfileError for columns of other lengths
 * and for a continuous value that is not finite. */
void
DescribeCovariates(const Covariates & covariates, std::size_t rows, ComBat & fit);

/** The covariates as columns, N x Q: for each category one a level but the first, then the continuous ones. Throws
 * ProfileError where they are not those of the fit. */
Matrix
DesignOf(const ComBat & fit, const Covariates & covariates, std::size_t rows);

/** What a column of the design stands for. */
std::vector<std::string>
DesignNames(const ComBat & fit);
} // namespace pheno

#endif

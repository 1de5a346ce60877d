#ifndef phenoCorrelationWhitening_h
#define phenoCorrelationWhitening_h

#include "phenoSpherize.h"

namespace pheno
{
/** ZCA of the correlation matrix of control rows with floored eigenvalues (the "ZCA_corr" of JUMP batch-effect
 * studies): out = (x - mean) / sqrt(max(variance, 1e-3)) times G diag(1 / sqrt(max(t, floor))) G^T, with t and G of the
 * correlation matrix; variances with divisor n - 1. The correlations of a constant feature, with itself too, are 0.
 * \param floor of the eigenvalues, positive. Applied by ApplySpherizing.
 * Throws ProfileError for fewer than two rows, a floor of 0 or less, or a NaN or infinite value. */
Spherizing
FitCorrelationWhitening(MatrixView controls, double floor);
} // namespace pheno

#endif

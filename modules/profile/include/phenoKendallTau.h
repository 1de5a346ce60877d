#ifndef phenoKendallTau_h
#define phenoKendallTau_h

#include <span>

namespace pheno
{
/** Kendall's tau-b, (concordant - discordant pairs) / sqrt((pairs not tied in x) (pairs not tied in y)), in
 * O(n log n) (Knight 1966). Over the positions in which both are numbers; NaN for fewer than two or a constant side.
 * Throws ProfileError for different lengths. */
double
KendallTau(std::span<const double> x, std::span<const double> y);
} // namespace pheno

#endif

#ifndef phenoDoseTrend_h
#define phenoDoseTrend_h

#include "phenoMatrix.h"
#include "phenoRankStatistics.h"

namespace pheno
{
/** Monotone dose response of one compound. */
struct DoseTrend
{
  std::string compound;
  std::size_t n_doses = 0; ///< different doses among the pairs
  Correlation spearman;    ///< of dose and response over wells; rho NaN with one dose
};

/** One entry a compound, sorted by name; wells whose dose or response is NaN are left out (a compound keeps its entry).
 * Throws ProfileError for columns of different lengths. */
std::vector<DoseTrend>
DoseTrends(const LabelColumn & compounds, std::span<const double> doses, std::span<const double> responses);

/** Mean rho over the compounds that have one; NaN without. */
double
MeanDoseSpearman(std::span<const DoseTrend> trends);
} // namespace pheno

#endif

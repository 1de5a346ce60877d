#ifndef phenoNearestMatch_h
#define phenoNearestMatch_h

#include "phenoDistance.h"

#include <cstddef>

namespace pheno
{
struct NearestMatchOptions
{
  Distance distance = Distance::Cosine;
  /** Leave out rows of which no admissible row has the label: they could never be right. */
  bool     skip_impossible = false;
  unsigned threads = 1; ///< changes the time, never the numbers
};

/** Does a row's nearest admissible row carry its label? */
struct NearestMatch
{
  static constexpr std::ptrdiff_t kNone = -1;

  double                      accuracy = 0; ///< of the evaluated rows; 0 when there is none: look at n_evaluated
  double                      chance = 0;   ///< mean share of admissible rows that carry the label
  std::size_t                 n_evaluated = 0;
  std::size_t                 n_without_candidate = 0; ///< never evaluated
  std::size_t                 n_impossible = 0;        ///< candidates, but none with the label
  std::vector<std::ptrdiff_t> nearest;                 ///< row index, kNone: no candidate
  std::vector<double>         correct;                 ///< 1 or 0 a row, whose mean is the accuracy; NaN: not evaluated
};

/** 1-nearest-neighbour accuracy. A row is admissible for a query when it is another row and differs from it in *every*
 * column of `excluded`:
 *   {}                 1-NN, self excluded
 *   {compound}         NSC, not same compound (Ljosa et al. 2013); cross-compound matching when rows are wells
 *   {compound, batch}  NSCB, not same compound or batch (Ando et al. 2017)
 * Ties go to the lowest row (cosine similarities are compared after rounding to 2^-40). Rows whose features hold a NaN
 * are nobody's candidate and have none. Similarities are those of a search for neighbours, the numbers of candidates
 * come of counting labels. Throws ProfileError for columns of another length. */
NearestMatch
MatchNearest(MatrixView                   profiles,
             const LabelColumn &          labels,
             std::span<const LabelColumn> excluded,
             const NearestMatchOptions &  options = {});
} // namespace pheno

#endif

#ifndef phenoPairCorrelations_h
#define phenoPairCorrelations_h

#include "phenoMatrix.h"

#include <memory>

namespace pheno
{
enum class ProfileCorrelation
{
  Pearson,
  Spearman, ///< of average ranks over the features of a profile
  Kendall   ///< tau-b; costs D log D a pair instead of D
};

/** "pearson", "spearman" or "kendall". Throws ProfileError otherwise. */
ProfileCorrelation
ProfileCorrelationFromName(const std::string & name);

/** Correlations, across features, of all pairs of profiles, tile by tile: 8 N D bytes and one tile, never N^2.
 *
 * A pair is correlated over the features that both have; NaN where a profile is constant there or fewer than two
 * features are left. Values are rounded to 2^-40, so that rounding noise orders no two equal pairs. */
class PairCorrelations
{
public:
  PairCorrelations(MatrixView profiles, ProfileCorrelation kind);
  ~PairCorrelations();

  std::size_t
  Rows() const;

  /** scores(q, c): the correlation of queries[q] and columns[c]; resized as needed. */
  void
  Score(std::span<const std::size_t> queries, std::span<const std::size_t> columns, Matrix & scores) const;

private:
  struct Prepared;
  std::unique_ptr<const Prepared> m_Prepared;
};
} // namespace pheno

#endif

#ifndef phenoHitRanking_h
#define phenoHitRanking_h

#include "phenoAggregate.h"
#include "phenoDistance.h"

#include <cstdint>

namespace pheno
{
struct HitOptions
{
  Distance      distance = Distance::Cosine;
  Center        center = Center::Median; ///< of a treatment's wells and of the control wells (methods 1.5)
  std::size_t   null_size = 1000;
  std::uint64_t seed = 0;
};

/** One treatment of the hit list. */
struct Hit
{
  std::string treatment;
  std::size_t n_wells = 0;
  double      distance = 0; ///< of the treatment's center to the control centroid; NaN when undefined
  double      p = 0;        ///< NaN: not enough control wells for a null, or no distance
  std::size_t n_null = 0;   ///< draws of the null (0: none)
  double      q = 0;        ///< Benjamini-Hochberg over the treatments with a p
  std::size_t rank = 0;     ///< from 1, farthest first; ties share the smallest rank
};

/** Ranks treatments by their distance to the control centroid.
 *
 * p = (1 + #{null >= distance}) / (1 + n_null). The null of a treatment of m wells: m control wells drawn without
 * replacement, their center's distance to the center of the *other* control wells; all C(n_controls, m) draws where
 * they are at most null_size, else null_size random ones, seeded by (seed, m) alone. Needs m < n_controls, else NaN.
 * Wells of one treatment and control wells are taken as exchangeable: normalise plates first. Control rows form no
 * treatment. Order: rank, then name. Rows with a NaN feature count feature-wise as missing. Throws ProfileError without
 * a control row or for columns of another length. */
std::vector<Hit>
RankHits(MatrixView          profiles,
         const LabelColumn & treatments,
         const RowMask &     controls,
         const HitOptions &  options = {});
} // namespace pheno

#endif

#ifndef phenoReplicateDispersion_h
#define phenoReplicateDispersion_h

#include "phenoRowGroups.h"

namespace pheno
{
/** How far apart the wells of one treatment lie: statistics of the cosine distances of all pairs of its wells. */
struct ReplicateDispersion
{
  double      mad = 0;       ///< median |d - median d|, unscaled
  double      variance = 0;  ///< divisor: the number of pairs
  double      deviation = 0; ///< square root of the variance
  double      median = 0;    ///< of the distances
  std::size_t wells = 0;
  std::size_t rows = 0;
};

/** One entry a treatment. Rows of one well (equal in all columns of `wells`, for instance plate and well) are averaged
 * first. The distances are those of Distance::Cosine, from similarities rounded to 2^-40: 1 with a zero vector. A
 * missing value is left out of a well's mean; pairs with a well that has no value in some feature are left out. With
 * fewer than two wells, or no pair, the statistics are NaN. Memory: 16 bytes a pair of the largest treatment a thread.
 * \param threads changes the time, never the numbers
 * Throws ProfileError for a column of another length. */
std::vector<ReplicateDispersion>
DispersionOfReplicates(MatrixView                   profiles,
                       std::span<const RowGroup>    treatments,
                       std::span<const LabelColumn> wells,
                       unsigned                     threads = 1);
} // namespace pheno

#endif

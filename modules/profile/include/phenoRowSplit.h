#ifndef phenoRowSplit_h
#define phenoRowSplit_h

#include "phenoMatrix.h"

namespace pheno
{
/** Rows to learn from and rows to score on, both ascending. */
struct RowSplit
{
  std::vector<std::size_t> train;
  std::vector<std::size_t> test;
};

/** The first int(groups (1 - testShare)) of the ordered groups are learnt from, so that no group is on both sides.
 * \param order every different value of `groups` once
 * Throws ProfileError for a share outside (0, 1), an order that is not that, or when a side stays empty. */
RowSplit
SplitByGroup(const LabelColumn & groups, std::span<const std::string> order, double testShare);

/** The same with the groups in a random order, seeded. */
RowSplit
SplitByGroup(const LabelColumn & groups, double testShare, std::uint64_t seed);

/** Rows in a random order, seeded: the first int(rows (1 - testShare)) are learnt from. Throws ProfileError alike. */
RowSplit
SplitAtRandom(std::size_t rows, double testShare, std::uint64_t seed);
} // namespace pheno

#endif

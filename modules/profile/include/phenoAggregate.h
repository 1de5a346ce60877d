#ifndef phenoAggregate_h
#define phenoAggregate_h

#include "phenoRowGroups.h"

namespace pheno
{
/** How several rows become one. */
enum class Center
{
  Mean,
  Median ///< the mean of the two middle values for an even count
};

/** "mean" or "median". Throws ProfileError for anything else. */
Center
CenterFromName(const std::string & name);

/** The center of the given rows, feature by feature: D values. NaN are left out; a feature without a value, as with
 * zero rows, gives NaN. */
std::vector<double>
CenterOfRows(MatrixView matrix, std::span<const std::size_t> rows, Center center);

/** G x D: one row a group, in the groups' order; the count of a group is groups[g].rows.size().
 * One member: that member. */
Matrix
AggregateRows(MatrixView matrix, std::span<const RowGroup> groups, Center center);

/** The same with means of what is left after `share` of the values, rounded down to whole ones, is cut off at either
 * end (scipy.stats.trim_mean). Throws ProfileError unless 0 <= share < 0.5. */
Matrix
AggregateRowsTrimmed(MatrixView matrix, std::span<const RowGroup> groups, double share);

/** How many rows of a group have a value of each feature. */
Matrix
CountValues(MatrixView matrix, std::span<const RowGroup> groups);
} // namespace pheno

#endif

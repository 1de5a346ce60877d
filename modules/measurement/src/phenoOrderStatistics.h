#ifndef phenoOrderStatistics_h
#define phenoOrderStatistics_h

#include <vector>

namespace pheno
{
/** The value at a fraction of rising values: between the elements around position n * fraction (the first is 0), the
 * last element beyond the end. CellProfiler's quartiles and medians of intensity. values is not empty. */
double
SortedQuantile(const std::vector<double> & values, double fraction);

/** The usual median: the middle element, or the mean of the two middle ones. Reorders values; not empty. */
double
MiddleValue(std::vector<double> & values);
} // namespace pheno

#endif

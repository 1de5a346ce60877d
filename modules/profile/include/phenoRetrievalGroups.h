#ifndef phenoRetrievalGroups_h
#define phenoRetrievalGroups_h

#include "phenoRetrieval.h"
#include "phenoSampleStatistics.h"

namespace pheno
{
/** Retrieval among few candidates (1:100, 1:1000; methods 4.3): row i of the images matches row i of the texts (or
 * compounds); rows are cut in their order into groups of `groupSize`, the last may be smaller, and each group is
 * evaluated on its own by cosine. Numbers of different group sizes are not comparable.
 * Throws ProfileError for different numbers of rows, no row, or a group size of 0. */
std::vector<RetrievalBothWays>
RetrieveInGroups(MatrixView images, MatrixView texts, std::size_t groupSize, std::span<const std::size_t> cutoffs);

/** Over groups, each counting once whatever its size. */
struct GroupStatistics
{
  double mean = 0;
  double deviation = 0; ///< population standard deviation
};

/** \param number what to take of a group, such as [](const auto & g) { return g.image_to_text.mrr; } */
template <typename TNumber>
GroupStatistics
OverGroups(std::span<const RetrievalBothWays> groups, const TNumber & number)
{
  std::vector<double> values;
  for (const RetrievalBothWays & group : groups)
  {
    values.push_back(number(group));
  }
  return { Mean(values), StandardDeviation(values, 0) };
}
} // namespace pheno

#endif

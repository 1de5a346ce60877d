#ifndef phenoKMeans_h
#define phenoKMeans_h

#include "phenoMatrix.h"

#include <cstdint>

namespace pheno
{
/** k centroids of the rows, k x D: greedy k-means++ (Arthur, Vassilvitskii 2007; of 2 + ln k drawn rows the one that
 * leaves the smallest sum of squares), then at most 25 iterations of Lloyd. A centroid that no row is nearest to stays
 * where it was. The same bytes for a seed, whatever the number of threads. Finite rows; 0 < k <= N. */
Matrix
FindCentroids(MatrixView rows, std::size_t k, std::uint64_t seed, unsigned threads);
} // namespace pheno

#endif

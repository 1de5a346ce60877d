#ifndef phenoUmap_h
#define phenoUmap_h

#include "phenoDistance.h"

#include <cstdint>

namespace pheno
{
struct UmapOptions
{
  std::size_t   neighbours = 15; ///< the row itself counts; lowered to the number of rows
  double        min_dist = 0.1;  ///< in the map, how close neighbours may lie; 0 to 1
  std::size_t   epochs = 0;      ///< 0: 500 up to 10,000 rows, 200 above
  Distance      distance = Distance::Cosine;
  std::uint64_t seed = 0;
  unsigned      threads = 1; ///< changes the time, never the bytes
};

/** A two-dimensional map of the rows by UMAP (McInnes, Healy, Melville 2018): the fuzzy graph of exact nearest
 * neighbours (phenoFuzzyGraph.h) without the edges that no epoch would draw, laid out by stochastic gradient descent
 * with five negative samples an edge, which act together from one position of their row. Starts from the first two
 * principal components, the largest coordinate being 10, and noise of 1e-3 from the seed, which tells equal rows apart.
 *
 * N x 2, centred. The descent visits edges in a fixed order on one thread; no C library functions enter it, so the
 * bytes depend on the input and the seed alone. Time O(N^2 D) for the neighbours and O(epochs N neighbours) for the
 * layout, memory O(N D). Fewer than three rows: the start. Throws ProfileError for a NaN or infinite value, fewer than
 * two neighbours, or a min_dist outside [0, 1]. */
Matrix
ComputeUmap(MatrixView profiles, const UmapOptions & options = {});
} // namespace pheno

#endif

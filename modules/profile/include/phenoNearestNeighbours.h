#ifndef phenoNearestNeighbours_h
#define phenoNearestNeighbours_h

#include "phenoDistance.h"

namespace pheno
{
/** The k nearest rows of every row, itself first: N x k, row-major. */
struct NearestNeighbours
{
  std::size_t                rows = 0;
  std::size_t                k = 0;
  std::vector<std::uint32_t> index;
  std::vector<double>        distance; ///< ascending from 0; of equal ones the lower row comes first
};

/** Every pair is compared, in tiles: exact, memory 16 bytes an entry beside a copy of the rows. Of the cosine family a
 * product in single precision, whose error is bounded, first rules out the pairs that cannot be near; it takes a second
 * copy of the rows, 4 bytes an entry. The row itself
 * comes first even where others are equal to it. Distances as PairDistances gives them. k is lowered to the number of
 * rows. \param threads changes the time, never the bytes Throws ProfileError for k = 0 or a NaN or infinite value. */
NearestNeighbours
FindNearestNeighbours(MatrixView rows, std::size_t k, Distance distance, unsigned threads = 1);
} // namespace pheno

#endif

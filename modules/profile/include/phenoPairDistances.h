#ifndef phenoPairDistances_h
#define phenoPairDistances_h

#include "phenoDistance.h"

namespace pheno
{
/** The distances of all pairs i < j of N rows, in the order (0,1), (0,2), ..., (1,2), ...: N (N - 1) / 2 values.
 * As PairDistance gives them, the cosine family from similarities rounded to 2^-40, so that equal pairs have equal
 * distances; NaN where one of the rows has a NaN or infinite feature. Computed in tiles; beside the result, memory for
 * a copy of the rows. \param threads changes the time, never the bytes */
std::vector<double>
PairDistances(MatrixView rows, Distance distance, unsigned threads = 1);

/** The place of the pair (i, j), i < j < n, among PairDistances. */
inline std::size_t
PairPlace(std::size_t i, std::size_t j, std::size_t n)
{
  return i * (2 * n - i - 1) / 2 + j - i - 1;
}
} // namespace pheno

#endif

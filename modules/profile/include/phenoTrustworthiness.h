#ifndef phenoTrustworthiness_h
#define phenoTrustworthiness_h

#include "phenoDistance.h"

namespace pheno
{
/** How far the neighbours in a map are neighbours in the profiles (Venna, Kaski 2001), 0 to 1:
 *   T = 1 - 2 / (n k (2n - 3k - 1)) sum_i sum_j (rank(i, j) - k)
 * over the k nearest j of i in the map (Euclidean) that are not among its k nearest profiles; rank(i, j) is 1 for the
 * nearest profile. Ties go to the lower row. Time O(N^2 D). \param threads changes the time, never the number
 * Throws ProfileError unless 0 < k < n / 2, for different numbers of rows, and for a NaN or infinite value. */
double
Trustworthiness(MatrixView  profiles,
                MatrixView  map,
                std::size_t k,
                Distance    distance = Distance::Cosine,
                unsigned    threads = 1);
} // namespace pheno

#endif

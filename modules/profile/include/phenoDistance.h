#ifndef phenoDistance_h
#define phenoDistance_h

#include "phenoMatrix.h"

namespace pheno
{
/** Distances between two profiles (the names of copairs).
 *
 * Cosine       1 - a.b / (|a| |b|); 1 where one of them is a zero vector, which has no direction.
 * AbsCosine    1 - |a.b| / (|a| |b|); 1 where one of them is a zero vector.
 * Correlation  the cosine distance after subtracting each profile's mean; 1 where one of them is constant.
 * Euclidean, Manhattan, Chebyshev   of the differences.
 * A NaN in either profile gives NaN. */
enum class Distance
{
  Cosine,
  AbsCosine,
  Correlation,
  Euclidean,
  Manhattan,
  Chebyshev
};

/** "cosine", "abs_cosine", "correlation", "euclidean", "manhattan" or "chebyshev". Throws ProfileError otherwise. */
Distance
DistanceFromName(const std::string & name);

/** Throws ProfileError for different lengths. */
double
PairDistance(std::span<const double> a, std::span<const double> b, Distance distance);

/** Every row's distance to one profile; N values. */
std::vector<double>
DistancesTo(MatrixView matrix, std::span<const double> profile, Distance distance);
} // namespace pheno

#endif

#ifndef phenoEnergyDistance_h
#define phenoEnergyDistance_h

#include "phenoMatrix.h"

namespace pheno
{
/** Energy distance of two samples: 2 E|a - b| - E|a - a'| - E|b - b'| with Euclidean distances (Szekely, Rizzo 2013).
 * Not its square root. A NaN feature gives NaN, as does a sample without rows. */
struct EnergyDistance
{
  double v; ///< V-statistic: pairs of a row with itself count; never negative but for rounding
  double u; ///< U-statistic, unbiased: they do not; NaN when a sample has a single row
};

/** \param a n x D \param b m x D. Throws ProfileError for different D. */
EnergyDistance
ComputeEnergyDistance(MatrixView a, MatrixView b);

/** The V-statistic of numbers, in O(n log n): 2 x the integral of the squared difference of the distribution functions.
 * \param aWeights, bWeights one weight a value, at least 0 and not all 0; empty: equal weights
 * NaN when a sample is empty or holds a NaN. Throws ProfileError for other weights. */
double
EnergyDistance1d(std::span<const double> a,
                 std::span<const double> b,
                 std::span<const double> aWeights = {},
                 std::span<const double> bWeights = {});

/** Mean Euclidean distance of all pairs of a row of a and a row of b; NaN without. Throws ProfileError for different D.
 */
double
MeanDistance(MatrixView a, MatrixView b);
} // namespace pheno

#endif

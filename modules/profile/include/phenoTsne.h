#ifndef phenoTsne_h
#define phenoTsne_h

#include "phenoDistance.h"

namespace pheno
{
struct TsneOptions
{
  double      perplexity = 30;  ///< lowered to (N - 1) / 3 for fewer rows
  std::size_t iterations = 750; ///< the first 250 with early exaggeration 12
  Distance    distance = Distance::Cosine;
  unsigned    threads = 1; ///< changes the time, never the bytes
};

/** A two-dimensional map of the rows: exact t-SNE (van der Maaten, Hinton 2008), started from the first two principal
 * components (Kobak, Berens 2019) scaled to a standard deviation of 1e-4, learning rate max(N / 48, 50), momentum .5
 * then .8, per-coordinate gains.
 *
 * Affinities exp(-beta d^2), for cosine, abs_cosine and correlation with d^2 = 2 x the distance: for cosine the squared
 * chord between unit vectors. N x 2, centred. Time O(iterations N^2), memory 4 N^2 bytes: meant for up to about 5000
 * rows. No random numbers; the same bytes for any thread count and processor. Identical rows that start on one point
 * stay together. Fewer than four rows: their principal components. Throws ProfileError for a NaN or infinite value,
 * perplexity < 2, or more than 20,000 rows. */
Matrix
ComputeTsne(MatrixView profiles, const TsneOptions & options = {});
} // namespace pheno

#endif

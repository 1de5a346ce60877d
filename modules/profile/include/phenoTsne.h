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

/** A two-dimensional map of the rows: t-SNE (van der Maaten, Hinton 2008), started from the first two principal
 * components (Kobak, Berens 2019) scaled to a standard deviation of 1e-4, learning rate max(N / 48, 50), momentum .5
 * then .8, per-coordinate gains.
 *
 * Affinities exp(-beta d^2), for cosine, abs_cosine and correlation with d^2 = 2 x the distance: for cosine the squared
 * chord between unit vectors. N x 2, centred. Up to 5000 rows all pairs count: time O(iterations N^2), memory 4 N^2
 * bytes. Above, affinities are those of the 3 x perplexity nearest rows, and repulsion is that of the cells of a tree
 * (Barnes and Hut's, angle .5; van der Maaten 2014): time O(N^2 D) for the neighbours and O(iterations N log N), memory
 * O(N perplexity). No random numbers; the same bytes for any thread count and processor. Identical rows that start on
 * one point stay together. Fewer than four rows: their principal components. Throws ProfileError for a NaN or infinite
 * value or perplexity < 2. */
Matrix
ComputeTsne(MatrixView profiles, const TsneOptions & options = {});
} // namespace pheno

#endif

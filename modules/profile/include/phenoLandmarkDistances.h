#ifndef phenoLandmarkDistances_h
#define phenoLandmarkDistances_h

#include "phenoMatrix.h"

#include <array>

namespace pheno
{
/** One of the landmarks nearest to a treatment. */
struct NearestLandmark
{
  static constexpr std::ptrdiff_t kNone = -1;

  std::ptrdiff_t landmark = kNone; ///< position in the list of landmarks
  double         distance = 0;     ///< NaN: none
};

/** Cosine distances of T treatments to L landmarks. */
struct LandmarkDistances
{
  Matrix                                      distances; ///< T x L; NaN between a landmark and itself
  std::vector<std::array<NearestLandmark, 3>> nearest;   ///< T, ascending distance, ties in the order of the landmarks
};

/** \param centroids one row a treatment
 * \param landmarks rows of `centroids` that are landmarks; a treatment is never near itself
 * Distances as PairDistances gives them: a row with a NaN or infinite feature has none. With fewer than three others
 * the rest is kNone. \param threads changes the time, never the bytes. Throws ProfileError for a row outside. */
LandmarkDistances
DistancesToLandmarks(MatrixView centroids, std::span<const std::size_t> landmarks, unsigned threads = 1);
} // namespace pheno

#endif

#ifndef phenoLandmarkScores_h
#define phenoLandmarkScores_h

#include <span>
#include <vector>

namespace pheno
{
/** Scores of treatments between 0 and 1: strong, like a landmark, reproducible. One value a treatment; NaN where what
 * it needs is missing. */
struct LandmarkScores
{
  std::vector<double> strength;            ///< distance from the controls / the largest one (0 when that is 0)
  std::vector<double> similarity;          ///< 1 - distance to the closest landmark, clipped to [0, 1]
  std::vector<double> steadiness;          ///< 1 - dispersion / the largest one (1 when that is 0)
  std::vector<double> strength_similarity; ///< harmonic mean of the two
  std::vector<double> strength_steadiness; ///< harmonic mean of the two
  std::vector<double> all_three;           ///< harmonic mean of strength, similarity and steadiness
};

/** The harmonic mean n / sum 1 / (term + 1e-10); NaN when a term is NaN. */
double
HarmonicScore(std::span<const double> terms);

/** Only treatments with a distance from the controls and one to a landmark are scored, and only they count for the
 * largest values; the others are NaN throughout. An unknown dispersion (NaN) leaves the scores without it.
 * Throws ProfileError for different lengths. */
LandmarkScores
ScoreByLandmarks(std::span<const double> controlDistance,
                 std::span<const double> closestLandmark,
                 std::span<const double> dispersion);
} // namespace pheno

#endif

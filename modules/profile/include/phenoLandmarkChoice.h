#ifndef phenoLandmarkChoice_h
#define phenoLandmarkChoice_h

#include <cstddef>
#include <span>
#include <vector>

namespace pheno
{
/** What makes a treatment a landmark: replicates that lie close together, far from the controls. */
struct LandmarkCriteria
{
  double most_dispersion = 0.05; ///< passes: at or below
  double least_distance = 0;     ///< from the controls; passes: strictly above
};

/** The landmarks among some treatments, and what kept the others out. Every treatment is a landmark or counted once. */
struct LandmarkChoice
{
  std::vector<std::size_t> landmarks;              ///< by ascending dispersion, ties in the order given
  std::size_t              n_candidates = 0;       ///< all treatments
  std::size_t              n_undefined = 0;        ///< NaN dispersion (a single well) or distance
  std::size_t              n_dispersed = 0;        ///< only the dispersion is too large
  std::size_t              n_near_controls = 0;    ///< only the distance is too small
  std::size_t              n_failed_both = 0;      ///< both
  double                   passing_dispersion = 0; ///< smallest of the treatments that are far enough; NaN: none is
  double                   passing_distance = 0;   ///< largest of the treatments that are tight enough; NaN: none is
};

/** \param dispersion one value a treatment (MAD, variance or standard deviation), NaN: not known
 * \param controlDistance its distance from the controls, NaN: not known
 * Throws ProfileError for different lengths. */
LandmarkChoice
ChooseLandmarks(std::span<const double>  dispersion,
                std::span<const double>  controlDistance,
                const LandmarkCriteria & criteria);
} // namespace pheno

#endif

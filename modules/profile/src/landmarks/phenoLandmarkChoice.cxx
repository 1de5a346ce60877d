#include "phenoLandmarkChoice.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace pheno
{
LandmarkChoice
ChooseLandmarks(std::span<const double>  dispersion,
                std::span<const double>  controlDistance,
                const LandmarkCriteria & criteria)
{
  if (dispersion.size() != controlDistance.size())
  {
    throw ProfileError(std::to_string(dispersion.size()) + " dispersions and " +
                       std::to_string(controlDistance.size()) + " distances; expected one of each a treatment");
  }
  LandmarkChoice choice;
  choice.n_candidates = dispersion.size();
  choice.passing_dispersion = std::numeric_limits<double>::quiet_NaN();
  choice.passing_distance = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t i = 0; i < dispersion.size(); ++i)
  {
    if (std::isnan(dispersion[i]) || std::isnan(controlDistance[i]))
    {
      ++choice.n_undefined;
      continue;
    }
    const bool tight = dispersion[i] <= criteria.most_dispersion;
    const bool far = controlDistance[i] > criteria.least_distance;
    if (far)
    {
      choice.passing_dispersion = std::fmin(choice.passing_dispersion, dispersion[i]);
    }
    if (tight)
    {
      choice.passing_distance = std::fmax(choice.passing_distance, controlDistance[i]);
    }
    if (tight && far)
    {
      choice.landmarks.push_back(i);
    }
    else
    {
      ++(far ? choice.n_dispersed : tight ? choice.n_near_controls : choice.n_failed_both);
    }
  }
  std::stable_sort(choice.landmarks.begin(), choice.landmarks.end(), [dispersion](std::size_t a, std::size_t b) {
    return dispersion[a] < dispersion[b];
  });
  return choice;
}
} // namespace pheno

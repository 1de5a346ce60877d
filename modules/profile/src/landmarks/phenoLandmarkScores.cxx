#include "phenoLandmarkScores.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kFloor = 1e-10; // keeps a term of 0 from dividing by it

/** The largest of the scored values, NaN without one. */
double
Largest(std::span<const double> values, const std::vector<bool> & scored)
{
  double largest = kNaN;
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    largest = scored[i] ? std::fmax(largest, values[i]) : largest;
  }
  return largest;
}
} // namespace

double
HarmonicScore(std::span<const double> terms)
{
  double sum = 0;
  for (const double term : terms)
  {
    sum += 1 / (term + kFloor);
  }
  return static_cast<double>(terms.size()) / sum;
}

LandmarkScores
ScoreByLandmarks(std::span<const double> controlDistance,
                 std::span<const double> closestLandmark,
                 std::span<const double> dispersion)
{
  const std::size_t n = controlDistance.size();
  if (closestLandmark.size() != n || dispersion.size() != n)
  {
    throw ProfileError("scores of " + std::to_string(n) + " distances from controls, " +
                       std::to_string(closestLandmark.size()) + " to landmarks and " +
                       std::to_string(dispersion.size()) + " dispersions were asked for; expected equally many");
  }
  std::vector<bool> scored(n);
  for (std::size_t i = 0; i < n; ++i)
  {
    scored[i] = !std::isnan(controlDistance[i]) && !std::isnan(closestLandmark[i]);
  }
  const double              furthest = Largest(controlDistance, scored);
  const double              widest = Largest(dispersion, scored);
  const std::vector<double> none(n, kNaN);
  LandmarkScores            scores{ none, none, none, none, none, none };
  for (std::size_t i = 0; i < n; ++i)
  {
    if (!scored[i])
    {
      continue;
    }
    scores.strength[i] = furthest > 0 ? controlDistance[i] / furthest : 0;
    scores.similarity[i] = std::clamp(1 - closestLandmark[i], 0.0, 1.0);
    scores.steadiness[i] = std::isnan(dispersion[i]) ? kNaN : widest > 0 ? 1 - dispersion[i] / widest : 1;
    const std::array<double, 3> terms{ scores.strength[i], scores.similarity[i], scores.steadiness[i] };
    scores.strength_similarity[i] = HarmonicScore(std::span(terms).first(2));
    scores.strength_steadiness[i] = HarmonicScore(std::array{ terms[0], terms[2] });
    scores.all_three[i] = HarmonicScore(terms);
  }
  return scores;
}
} // namespace pheno

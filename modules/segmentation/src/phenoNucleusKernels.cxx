#include "phenoNucleusKernels.h"

#include "phenoMatOf.h"
#include "phenoThreshold.h"
#include "phenoWatershed.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kPi = 3.14159265358979323846;

// Chosen on the fluorescence images of the 2018 Data Science Bowl (BBBC038) that are not for testing; one setting for
// all images. Lengths are shares of the typical diameter, areas of its square.
constexpr double kReach = 0.84;
constexpr double kHole = 0.1;
constexpr double kTrimFraction = 0.43;
constexpr double kNoiseFactor = 6.0; // spreads of the background that a nucleus' upper quartile rises above it
constexpr double kContrast = 0.18;
constexpr double kFirstGain = 0.5;
constexpr double kFirstNeck = 0.97;
constexpr double kFirstPiece = 0.02;
constexpr double kRoughNeck = 0.92;    // of the division that only serves the typical diameter,
constexpr double kLeastDiameter = 5.0; // for which the plane is shrunk to what shows the smallest nuclei so wide

double
AreaOf(double diameter)
{
  return 0.25 * kPi * diameter * diameter;
}

/** Divides a mask and keeps of every piece what is bright enough beside its own height. */
std::vector<std::uint32_t>
TrimmedPieces(PlaneView<const float>        smoothed,
              PlaneView<const std::uint8_t> mask,
              const Background &            background,
              const DeclumpRules &          declump,
              double                        gain,
              const BasinRules &            basins)
{
  const auto                 heights = DivisionHeights(smoothed, mask, declump, gain);
  const auto                 levels = HeightLevels(Beside(heights, smoothed), mask);
  std::vector<std::uint32_t> pieces = FloodBasins(Beside(levels, smoothed), mask, basins);
  const auto                 floor = background.level + static_cast<float>(kNoiseFactor) * background.noise;
  TrimObjects(smoothed, kTrimFraction, floor, Beside(pieces, smoothed));
  return pieces;
}

/** Candidates at the scale of the nuclei, each trimmed by its own height. */
std::vector<std::uint8_t>
ScaledForeground(PlaneView<const float>    smoothed,
                 std::vector<std::uint8_t> mask,
                 const Background &        background,
                 const DeclumpRules &      declump)
{
  const double squared = declump.diameter * declump.diameter;
  KeepBrighterThanSurroundings(smoothed, std::max(1.0, kReach * declump.diameter), Beside(mask, smoothed));
  FillHoles(Beside(mask, smoothed), kHole * squared);
  const auto pieces = TrimmedPieces(smoothed,
                                    Beside(std::as_const(mask), smoothed),
                                    background,
                                    declump,
                                    kFirstGain,
                                    { kFirstNeck, kFirstPiece * squared });
  std::transform(pieces.begin(), pieces.end(), mask.begin(), [](std::uint32_t piece) { return piece != 0; });
  return mask;
}

/** EstimateDiameter in the pixels of the planes that it is given. */
double
DiameterAtScale(PlaneView<const float>  smoothed,
                PlaneView<std::uint8_t> candidates,
                const Background &      background,
                double                  smallest,
                double                  largest)
{
  const double middle = std::sqrt(smallest * largest);
  KeepBrighterThanSurroundings(smoothed, middle, candidates);
  FillHoles(candidates, AreaOf(smallest));
  const auto          pieces = TrimmedPieces(smoothed,
                                    { candidates.data, candidates.width, candidates.height },
                                    background,
                                    { DeclumpMethod::Shape, middle, background.level },
                                    0.0,
                                    { kRoughNeck, 0.0 });
  std::vector<double> area(pieces.empty() ? 1 : *std::max_element(pieces.begin(), pieces.end()) + std::size_t{ 1 },
                           0.0);
  for (const std::uint32_t piece : pieces)
  {
    area[piece] += piece != 0;
  }
  std::vector<double> diameters;
  for (const double size : area)
  {
    if (size >= AreaOf(smallest) && size <= AreaOf(largest))
    {
      diameters.push_back(std::sqrt(4.0 * size / kPi));
    }
  }
  std::sort(diameters.begin(), diameters.end());
  double left = 0.5 * std::accumulate(diameters.begin(), diameters.end(), 0.0);
  for (const double diameter : diameters)
  {
    left -= diameter;
    if (left <= 0.0)
    {
      return diameter;
    }
  }
  return middle;
}
} // namespace

double
EstimateDiameter(PlaneView<const float>    smoothed,
                 std::vector<std::uint8_t> candidates,
                 const Background &        background,
                 const NucleusRules &      rules)
{
  const int every = std::clamp(static_cast<int>(rules.minimum_diameter / kLeastDiameter), 1, 4);
  if (every == 1)
  {
    return DiameterAtScale(
      smoothed, Beside(candidates, smoothed), background, rules.minimum_diameter, rules.maximum_diameter);
  }
  const cv::Size size(std::max(1, static_cast<int>(smoothed.width) / every),
                      std::max(1, static_cast<int>(smoothed.height) / every));
  cv::Mat        plane, mask;
  cv::resize(MatOf(smoothed), plane, size, 0, 0, cv::INTER_AREA);
  cv::resize(MatOf(Beside(candidates, smoothed)), mask, size, 0, 0, cv::INTER_NEAREST);
  const auto width = static_cast<std::size_t>(size.width);
  const auto height = static_cast<std::size_t>(size.height);
  return every * DiameterAtScale({ plane.ptr<float>(), width, height },
                                 { mask.ptr<std::uint8_t>(), width, height },
                                 background,
                                 rules.minimum_diameter / every,
                                 rules.maximum_diameter / every);
}

std::uint32_t
SegmentNuclei(PlaneView<const float>             smoothed,
              const NucleusRules &               rules,
              PlaneView<std::uint32_t>           labels,
              const std::function<void(float)> & advance)
{
  if (smoothed.size() == 0)
  {
    return 0;
  }
  const double              otsu = OtsuThreshold(smoothed);
  const Background          background = BackgroundOf(smoothed, otsu);
  std::vector<std::uint8_t> mask = LowForeground(smoothed, otsu, rules.threshold_correction);
  const double              diameter = EstimateDiameter(smoothed, mask, background, rules);
  const DeclumpRules        declump{ rules.declump, diameter, background.level };
  advance(0.4f);
  mask = rules.threshold ? Foreground(smoothed, { *rules.threshold, rules.threshold_correction, kReach * diameter })
                         : ScaledForeground(smoothed, std::move(mask), background, declump);
  FillHoles(Beside(mask, smoothed), kHole * diameter * diameter);
  advance(0.7f);
  const auto numbers = Declump(smoothed, Beside(std::as_const(mask), smoothed), declump);
  std::copy(numbers.begin(), numbers.end(), labels.data);
  advance(0.9f);
  if (!rules.threshold)
  {
    RemoveFaint(smoothed, background.level, kContrast, labels);
  }
  return SelectObjects(labels, AreaOf(rules.minimum_diameter), AreaOf(rules.maximum_diameter), rules.exclude_border);
}
} // namespace pheno

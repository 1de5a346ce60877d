#include "phenoDeclump.h"

#include "phenoBlobSeeds.h"
#include "phenoMatOf.h"
#include "phenoPieces.h"
#include "phenoWatershed.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace pheno
{
namespace
{
constexpr double kPi = 3.14159265358979323846;
constexpr double kLeastPiece = 0.01; // of the squared diameter
constexpr double kDistanceBlur = 0.5;
constexpr double kDistanceBlurShare = 0.02; // of the diameter, added

/** Above 0 where two pieces are rather two objects: linear in what follows, fitted by logistic regression to pairs of
 * neighbouring pieces in the fluorescence images of the 2018 Data Science Bowl (BBBC038) that are not for testing. */
double
TwoObjects(const Piece & larger, const Piece & smaller, const Border & border, double background, double area)
{
  Piece both = larger;
  both.Add(smaller);
  const double bright = std::max(larger.Mean(), smaller.Mean());
  const double dim = std::min(larger.Mean(), smaller.Mean());
  const double peak = std::min(larger.peak, smaller.peak);
  const double noLess = 1e-6;
  const double difference = (bright - dim) / std::max(noLess, bright - background);
  const double dip = (peak - border.pass) / std::max(noLess, peak - background);
  return 23.8 * Ellipticity(larger) + 12.1 * Ellipticity(smaller) - 10.3 * Ellipticity(both) + 6.3 * difference +
         3.8 * dip - 1.94 * border.length / std::sqrt(both.area) + 1.8 * std::log(both.area / area) - 24.9;
}

/** The watershed from blobs that lie in the mask. */
std::vector<std::uint32_t>
DivideByBlobs(PlaneView<const float>         smoothed,
              PlaneView<const std::uint8_t>  mask,
              PlaneView<const std::uint16_t> levels,
              double                         diameter)
{
  std::vector<std::uint32_t> labels = BlobSeeds(smoothed, diameter, 0.0);
  std::transform(labels.begin(), labels.end(), mask.data, labels.begin(), [](std::uint32_t seed, std::uint8_t inside) {
    return inside != 0 ? seed : 0;
  });
  FloodFromSeeds(levels, mask, { labels.data(), mask.width, mask.height });
  return labels;
}

/** Numbers 1..n in place of any others, in raster order. */
void
Renumber(std::vector<std::uint32_t> & labels)
{
  std::vector<std::uint32_t> number(labels.empty() ? 1 : *std::max_element(labels.begin(), labels.end()) + 1u, 0);
  std::uint32_t              n = 0;
  for (std::uint32_t & label : labels)
  {
    if (label != 0)
    {
      number[label] = number[label] == 0 ? ++n : number[label];
      label = number[label];
    }
  }
}
} // namespace

DeclumpMethod
DeclumpMethodOf(const std::string & name)
{
  const std::pair<const char *, DeclumpMethod> names[] = { { "both", DeclumpMethod::Both },
                                                           { "shape", DeclumpMethod::Shape },
                                                           { "intensity", DeclumpMethod::Intensity },
                                                           { "blobs", DeclumpMethod::Blobs },
                                                           { "none", DeclumpMethod::None } };
  for (const auto & [known, method] : names)
  {
    if (name == known)
    {
      return method;
    }
  }
  throw std::invalid_argument("expected a way to divide objects (both, shape, intensity, blobs, none), found '" + name +
                              "'");
}

std::vector<float>
DivisionHeights(PlaneView<const float>        smoothed,
                PlaneView<const std::uint8_t> mask,
                const DeclumpRules &          rules,
                double                        gain)
{
  std::vector<float> heights(mask.size(), 0.0f);
  const auto         background = static_cast<float>(rules.background);
  const auto         above = [&](std::size_t i) { return std::max(1e-6f, smoothed.data[i] - background); };
  if (rules.method == DeclumpMethod::Intensity || rules.method == DeclumpMethod::Blobs)
  {
    for (std::size_t i = 0; i < mask.size(); ++i)
    {
      heights[i] = mask.data[i] != 0 ? above(i) : 0.0f;
    }
    return heights;
  }
  cv::Mat distance;
  cv::distanceTransform(MatOf(mask), distance, cv::DIST_L2, cv::DIST_MASK_5);
  cv::GaussianBlur(distance, distance, {}, kDistanceBlur + kDistanceBlurShare * rules.diameter);
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    if (mask.data[i] != 0)
    {
      const float height = gain == 0.0 ? 1.0f : gain == 1.0 ? above(i) : std::pow(above(i), static_cast<float>(gain));
      heights[i] = distance.ptr<float>()[i] * height;
    }
  }
  return heights;
}

std::vector<std::uint32_t>
Declump(PlaneView<const float> smoothed, PlaneView<const std::uint8_t> mask, const DeclumpRules & rules)
{
  if (mask.size() == 0)
  {
    return {};
  }
  const bool               one = rules.method == DeclumpMethod::None;
  const double             gain = rules.method == DeclumpMethod::Both ? 1.0 : 0.0;
  const std::vector<float> heights = DivisionHeights(smoothed, mask, rules, gain);
  const auto               levels = HeightLevels(Beside(heights, mask), mask);
  if (rules.method == DeclumpMethod::Blobs)
  {
    std::vector<std::uint32_t> labels = DivideByBlobs(smoothed, mask, Beside(levels, mask), rules.diameter);
    Renumber(labels);
    return labels;
  }
  const BasinRules           basins{ one ? 0.0 : 1.0, kLeastPiece * rules.diameter * rules.diameter };
  std::vector<std::uint32_t> labels = FloodBasins(Beside(levels, mask), mask, basins);
  Renumber(labels);
  if (one)
  {
    return labels;
  }
  const double area = 0.25 * kPi * rules.diameter * rules.diameter;
  const auto   into = Pieces(Beside(std::as_const(labels), mask), smoothed)
                      .Join([&](const Piece & larger, const Piece & smaller, const Border & border) {
                        return TwoObjects(larger, smaller, border, rules.background, area);
                      });
  for (std::uint32_t & label : labels)
  {
    label = into[label];
  }
  Renumber(labels);
  return labels;
}
} // namespace pheno

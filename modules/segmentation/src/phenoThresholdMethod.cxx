#include "phenoThresholdMethod.h"

#include "phenoMatOf.h"
#include "phenoThreshold.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pheno
{
namespace
{
using Histogram = std::vector<std::size_t>;

/** Sums of a histogram's first bins. */
struct Sums
{
  std::vector<double> count{ 0.0 };
  std::vector<double> weighted{ 0.0 }; ///< by bin number + .5

  explicit Sums(const Histogram & histogram)
  {
    for (std::size_t i = 0; i < histogram.size(); ++i)
    {
      const auto n = static_cast<double>(histogram[i]);
      count.push_back(count.back() + n);
      weighted.push_back(weighted.back() + n * (static_cast<double>(i) + 0.5));
    }
  }
  /** Squared sum over count of bins first to end - 1: what a class adds to the variance between classes. */
  double
  Share(std::size_t first, std::size_t end) const
  {
    const double n = count[end] - count[first];
    const double sum = weighted[end] - weighted[first];
    return n > 0.0 ? sum * sum / n : 0.0;
  }
  double
  Mean(std::size_t first, std::size_t end) const
  {
    return (weighted[end] - weighted[first]) / (count[end] - count[first]);
  }
};

/** The number of bins below the lower of Otsu's two thresholds. */
std::size_t
LowerOfThreeClasses(const Histogram & histogram)
{
  const Sums  sums(histogram);
  std::size_t best = 1;
  double      bestVariance = -1.0;
  for (std::size_t low = 1; low + 1 < histogram.size(); ++low)
  {
    if (histogram[low - 1] == 0)
    {
      continue; // the same classes as one bin before
    }
    const double first = sums.Share(0, low);
    for (std::size_t high = low + 1; high < histogram.size(); ++high)
    {
      const double variance = first + sums.Share(low, high) + sums.Share(high, histogram.size());
      if (variance > bestVariance)
      {
        bestVariance = variance;
        best = low;
      }
    }
  }
  return best;
}

/** In bins, where bin i stands for i + .5. */
double
MinimumCrossEntropy(const Histogram & histogram)
{
  const Sums  sums(histogram);
  double      threshold = sums.Mean(0, histogram.size());
  std::size_t below = 0;
  for (int iteration = 0; iteration < 1000; ++iteration)
  {
    const auto now = std::clamp<std::size_t>(static_cast<std::size_t>(threshold + 0.5), 1, histogram.size() - 1);
    if (now == below || sums.count[now] == 0.0 || sums.count[now] == sums.count.back())
    {
      break;
    }
    below = now;
    const double dark = sums.Mean(0, now);
    const double bright = sums.Mean(now, histogram.size());
    threshold = (bright - dark) / (std::log(bright) - std::log(dark));
  }
  return threshold;
}

/** The number of bins up to where the histogram lies farthest below the line from its peak to its farther end. */
std::size_t
Triangle(const Histogram & histogram)
{
  const auto filled = [](std::size_t n) { return n > 0; };
  const auto first = std::find_if(histogram.begin(), histogram.end(), filled) - histogram.begin();
  const auto last = histogram.rend() - std::find_if(histogram.rbegin(), histogram.rend(), filled) - 1;
  const auto peak = std::max_element(histogram.begin(), histogram.end()) - histogram.begin();
  const bool upwards = last - peak >= peak - first;
  const auto end = upwards ? last : first;
  const auto height = static_cast<double>(histogram[static_cast<std::size_t>(peak)]);
  const auto length = static_cast<double>(std::abs(end - peak));
  double     bestDepth = 0.0;
  auto       best = peak;
  for (auto i = std::min(peak, end); i <= std::max(peak, end); ++i)
  {
    const double line = height * (length - static_cast<double>(std::abs(i - peak))) / std::max(1.0, length);
    const double depth = line - static_cast<double>(histogram[static_cast<std::size_t>(i)]);
    if (depth > bestDepth)
    {
      bestDepth = depth;
      best = i;
    }
  }
  return static_cast<std::size_t>(best) + 1;
}

std::vector<std::uint8_t>
Above(PlaneView<const float> plane, double threshold, double correction)
{
  double      sum = 0.0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    const bool background = plane.data[i] <= threshold;
    sum += background ? plane.data[i] : 0.0;
    count += background;
  }
  const double              level = count > 0 ? sum / static_cast<double>(count) : threshold;
  const auto                corrected = static_cast<float>(level + correction * (threshold - level));
  std::vector<std::uint8_t> mask(plane.size());
  std::transform(plane.data, plane.data + plane.size(), mask.begin(), [&](float value) { return value > corrected; });
  return mask;
}
} // namespace

ThresholdMethod
ThresholdMethodOf(const std::string & name)
{
  const std::pair<const char *, ThresholdMethod> names[] = { { "otsu", ThresholdMethod::Otsu },
                                                             { "otsu3", ThresholdMethod::Otsu3 },
                                                             { "li", ThresholdMethod::Li },
                                                             { "minimum_cross_entropy", ThresholdMethod::Li },
                                                             { "triangle", ThresholdMethod::Triangle },
                                                             { "local", ThresholdMethod::Local } };
  for (const auto & [known, method] : names)
  {
    if (name == known)
    {
      return method;
    }
  }
  throw std::invalid_argument("expected a threshold method (otsu, otsu3, li, minimum_cross_entropy, triangle, local), "
                              "found '" +
                              name + "'");
}

double
GlobalThreshold(PlaneView<const float> plane, ThresholdMethod method)
{
  if (method == ThresholdMethod::Otsu)
  {
    return OtsuThreshold(plane);
  }
  if (method == ThresholdMethod::Local)
  {
    throw std::invalid_argument("a local threshold is not one number");
  }
  const PlaneHistogram histogram(plane);
  if (histogram.counts.empty())
  {
    return histogram.low;
  }
  switch (method)
  {
    case ThresholdMethod::Otsu3:
      return histogram.Edge(static_cast<double>(LowerOfThreeClasses(histogram.counts)));
    case ThresholdMethod::Li:
      return histogram.Edge(MinimumCrossEntropy(histogram.counts));
    default:
      return histogram.Edge(static_cast<double>(Triangle(histogram.counts)));
  }
}

std::vector<std::uint8_t>
LowForeground(PlaneView<const float> smoothed, double otsu, double correction)
{
  constexpr double kLowThreshold = 0.4; // of the height of Otsu's threshold above background
  return Above(smoothed, otsu, kLowThreshold * correction);
}

void
KeepBrighterThanSurroundings(PlaneView<const float> smoothed, double reach, PlaneView<std::uint8_t> mask)
{
  cv::Mat   surroundings;
  const int side = 2 * static_cast<int>(reach) + 1;
  cv::blur(MatOf(smoothed), surroundings, { side, side }, { -1, -1 }, cv::BORDER_REFLECT);
  const float * const mean = surroundings.ptr<float>();
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    mask.data[i] &= smoothed.data[i] > mean[i];
  }
}

std::vector<std::uint8_t>
Foreground(PlaneView<const float> smoothed, const ThresholdRules & rules)
{
  if (smoothed.size() == 0)
  {
    return {};
  }
  if (rules.method != ThresholdMethod::Local)
  {
    return Above(smoothed, GlobalThreshold(smoothed, rules.method), rules.correction);
  }
  std::vector<std::uint8_t> mask = LowForeground(smoothed, OtsuThreshold(smoothed), rules.correction);
  KeepBrighterThanSurroundings(smoothed, rules.reach, Beside(mask, smoothed));
  return mask;
}
} // namespace pheno

#include "phenoNucleusKernels.h"

#include "phenoThreshold.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace pheno
{
namespace
{
constexpr double kLevels = 32.0; // flooding steps per pixel of distance
constexpr double kPi = 3.14159265358979323846;

// Chosen on the fluorescence images of the 2018 Data Science Bowl (BBBC038); one setting for all images.
constexpr double kNeckRatio = 0.92;
constexpr double kTrimFraction = 0.43;
constexpr double kLowThreshold = 0.5; // of the height of Otsu's threshold above background
constexpr double kNoiseFactor = 4.0;  // spreads of the background that a nucleus' upper quartile rises above it

template <typename T>
cv::Mat
MatOf(PlaneView<T> view, int type)
{
  return cv::Mat(static_cast<int>(view.height),
                 static_cast<int>(view.width),
                 type,
                 const_cast<void *>(static_cast<const void *>(view.data)));
}

/** Foreground pixels in order of falling height, equal ones in raster order. */
std::vector<std::uint32_t>
ByFallingHeight(PlaneView<const std::uint8_t> mask, const std::vector<std::uint16_t> & height)
{
  std::vector<std::size_t> start(1u << 16, 0);
  std::size_t              pixels = 0;
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    if (mask.data[i] != 0)
    {
      ++start[height[i]];
      ++pixels;
    }
  }
  std::size_t before = 0;
  for (std::size_t level = start.size(); level-- > 0;)
  {
    before += std::exchange(start[level], before);
  }
  std::vector<std::uint32_t> order(pixels);
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    if (mask.data[i] != 0)
    {
      order[start[height[i]]++] = static_cast<std::uint32_t>(i);
    }
  }
  return order;
}

/** Basins of the flooding; joined ones share a root. */
class Basins
{
public:
  std::uint32_t
  Add(std::uint16_t peak)
  {
    m_Parent.push_back(static_cast<std::uint32_t>(m_Parent.size()));
    m_Peak.push_back(peak);
    return m_Parent.back();
  }
  std::uint32_t
  Root(std::uint32_t basin)
  {
    while (m_Parent[basin] != basin)
    {
      m_Parent[basin] = m_Parent[m_Parent[basin]];
      basin = m_Parent[basin];
    }
    return basin;
  }
  /** Joins two basins that meet at this height unless the neck is narrow. Returns the root that a pixel there takes. */
  std::uint32_t
  Meet(std::uint32_t a, std::uint32_t b, std::uint16_t height, double neckRatio)
  {
    if (a == b)
    {
      return a;
    }
    const std::uint32_t tall = m_Peak[a] >= m_Peak[b] ? a : b;
    const std::uint32_t low = tall == a ? b : a;
    if (height >= neckRatio * m_Peak[low])
    {
      m_Parent[low] = tall;
      return tall;
    }
    return a;
  }

private:
  std::vector<std::uint32_t> m_Parent;
  std::vector<std::uint16_t> m_Peak;
};

/** Median plus kNoiseFactor times the distance to the 16th percentile, of every seventh pixel not above Otsu's
 * threshold: without nuclei Otsu's threshold lies amid the noise, and this above it. */
float
NoiseFloor(PlaneView<const float> smoothed)
{
  const auto         otsu = static_cast<float>(OtsuThreshold(smoothed));
  std::vector<float> background;
  for (std::size_t i = 0; i < smoothed.size(); i += 7)
  {
    if (smoothed.data[i] <= otsu)
    {
      background.push_back(smoothed.data[i]);
    }
  }
  if (background.empty())
  {
    return otsu;
  }
  const auto rank = [&](double share) {
    const auto place =
      background.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(background.size() - 1));
    std::nth_element(background.begin(), place, background.end());
    return *place;
  };
  const float median = rank(0.5);
  return median + static_cast<float>(kNoiseFactor) * (median - rank(0.16));
}

std::vector<std::uint16_t>
ThicknessLevels(PlaneView<const std::uint8_t> mask)
{
  cv::Mat distance;
  cv::distanceTransform(MatOf(mask, CV_8U), distance, cv::DIST_L2, cv::DIST_MASK_5);
  cv::GaussianBlur(distance, distance, { 5, 5 }, 1.0);
  std::vector<std::uint16_t> height(mask.size());
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    height[i] = static_cast<std::uint16_t>(std::min(65535.0f, distance.ptr<float>()[i] * static_cast<float>(kLevels)));
  }
  return height;
}
} // namespace

std::vector<std::uint8_t>
NucleusForeground(PlaneView<const float> smoothed, double diameter, double correction)
{
  std::vector<std::uint8_t> mask = GlobalForeground(smoothed, kLowThreshold * correction);
  if (mask.empty())
  {
    return mask;
  }
  cv::Mat   surroundings;
  const int side = 2 * static_cast<int>(diameter) + 1;
  cv::blur(MatOf(smoothed, CV_32F), surroundings, { side, side }, { -1, -1 }, cv::BORDER_REFLECT);
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    mask[i] &= smoothed.data[i] > surroundings.ptr<float>()[i];
  }
  return mask;
}

void
FillHoles(PlaneView<std::uint8_t> mask, double maximum_area)
{
  cv::Mat                   labels, statistics, centroids;
  cv::Mat                   background = MatOf(mask, CV_8U) == 0;
  const int                 n = cv::connectedComponentsWithStats(background, labels, statistics, centroids, 4, CV_32S);
  std::vector<std::uint8_t> hole(static_cast<std::size_t>(n), 0);
  for (int i = 1; i < n; ++i)
  {
    const int * s = statistics.ptr<int>(i);
    const bool  inside = s[cv::CC_STAT_LEFT] > 0 && s[cv::CC_STAT_TOP] > 0 &&
                        s[cv::CC_STAT_LEFT] + s[cv::CC_STAT_WIDTH] < labels.cols &&
                        s[cv::CC_STAT_TOP] + s[cv::CC_STAT_HEIGHT] < labels.rows;
    hole[static_cast<std::size_t>(i)] = inside && s[cv::CC_STAT_AREA] <= maximum_area;
  }
  for (std::size_t i = 0; i < mask.size(); ++i)
  {
    mask.data[i] |= hole[static_cast<std::size_t>(labels.ptr<int>()[i])];
  }
}

std::vector<std::uint32_t>
DivideTouching(PlaneView<const std::uint8_t> mask, double neck_ratio)
{
  std::vector<std::uint32_t> labels(mask.size(), 0);
  if (labels.empty())
  {
    return labels;
  }
  const std::vector<std::uint16_t> height = ThicknessLevels(mask);
  const auto                       width = static_cast<std::ptrdiff_t>(mask.width);
  const auto                       rows = static_cast<std::ptrdiff_t>(mask.height);
  Basins                           basins;
  basins.Add(0); // number 0 stays background
  for (const std::uint32_t pixel : ByFallingHeight(mask, height))
  {
    const std::ptrdiff_t x = pixel % width;
    const std::ptrdiff_t y = pixel / width;
    std::uint32_t        owner = 0;
    std::uint16_t        ownerHeight = 0;
    std::uint32_t        neighbours[8];
    int                  count = 0;
    for (std::ptrdiff_t v = std::max<std::ptrdiff_t>(y - 1, 0); v <= std::min(y + 1, rows - 1); ++v)
    {
      for (std::ptrdiff_t u = std::max<std::ptrdiff_t>(x - 1, 0); u <= std::min(x + 1, width - 1); ++u)
      {
        const auto neighbour = static_cast<std::size_t>(v * width + u);
        if (labels[neighbour] == 0)
        {
          continue;
        }
        const std::uint32_t root = basins.Root(labels[neighbour]);
        neighbours[count++] = root;
        if (owner == 0 || height[neighbour] > ownerHeight)
        {
          owner = root;
          ownerHeight = height[neighbour];
        }
      }
    }
    if (owner == 0)
    {
      owner = basins.Add(height[pixel]);
    }
    for (int i = 0; i < count; ++i)
    {
      owner = basins.Meet(owner, basins.Root(neighbours[i]), height[pixel], neck_ratio);
    }
    labels[pixel] = owner;
  }
  for (std::uint32_t & label : labels)
  {
    label = basins.Root(label);
  }
  return labels;
}

void
TrimObjects(PlaneView<const float> smoothed, double fraction, float floor, PlaneView<std::uint32_t> labels)
{
  const std::uint32_t largest = labels.size() > 0 ? *std::max_element(labels.data, labels.data + labels.size()) : 0;
  std::vector<std::size_t> start(largest + std::size_t{ 2 }, 0);
  double                   backgroundSum = 0.0;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    ++start[labels.data[i] + std::size_t{ 1 }];
    backgroundSum += labels.data[i] == 0 ? smoothed.data[i] : 0.0f;
  }
  if (start[1] == 0 || largest == 0)
  {
    return;
  }
  const double background = backgroundSum / static_cast<double>(start[1]);
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<float>       values(labels.size()); // grouped by object
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] != 0)
    {
      values[next[labels.data[i]]++] = smoothed.data[i];
    }
  }
  std::vector<float> threshold(largest + std::size_t{ 1 }, 0.0f);
  for (std::size_t label = 1; label <= largest; ++label)
  {
    if (start[label + 1] > start[label])
    {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(start[label]);
      const auto end = values.begin() + static_cast<std::ptrdiff_t>(start[label + 1]);
      const auto quartile = first + static_cast<std::ptrdiff_t>(0.75 * static_cast<double>(end - first - 1));
      std::nth_element(first, quartile, end);
      threshold[label] = *quartile < floor ? std::numeric_limits<float>::infinity()
                                           : static_cast<float>(background + fraction * (*quartile - background));
    }
  }
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    labels.data[i] = smoothed.data[i] < threshold[labels.data[i]] ? 0 : labels.data[i];
  }
}

std::uint32_t
SelectObjects(PlaneView<std::uint32_t> labels, double minimum_area, double maximum_area, bool exclude_border)
{
  const std::uint32_t largest = labels.size() > 0 ? *std::max_element(labels.data, labels.data + labels.size()) : 0;
  std::vector<std::size_t>  area(largest + std::size_t{ 1 }, 0);
  std::vector<std::uint8_t> border(area.size(), 0);
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    ++area[labels.data[i]];
    const std::size_t x = i % labels.width;
    const std::size_t y = i / labels.width;
    border[labels.data[i]] |= x == 0 || y == 0 || x + 1 == labels.width || y + 1 == labels.height;
  }
  std::vector<std::uint32_t> number(area.size(), 0);
  std::vector<std::uint8_t>  seen(area.size(), 0);
  seen[0] = 1;
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    std::uint32_t & label = labels.data[i];
    if (seen[label] == 0)
    {
      seen[label] = 1;
      const auto size = static_cast<double>(area[label]);
      const bool kept = size >= minimum_area && size <= maximum_area && !(exclude_border && border[label] != 0);
      number[label] = kept ? ++n : 0;
    }
    label = number[label];
  }
  return n;
}

std::uint32_t
SegmentNuclei(PlaneView<const float>             smoothed,
              const NucleusRules &               rules,
              PlaneView<std::uint32_t>           labels,
              const std::function<void(float)> & advance)
{
  const double                  smallest = 0.25 * kPi * rules.minimum_diameter * rules.minimum_diameter;
  const double                  largest = 0.25 * kPi * rules.maximum_diameter * rules.maximum_diameter;
  std::vector<std::uint8_t>     mask = NucleusForeground(smoothed, rules.maximum_diameter, rules.threshold_correction);
  const PlaneView<std::uint8_t> foreground{ mask.data(), smoothed.width, smoothed.height };
  advance(0.3f);
  FillHoles(foreground, smallest);
  std::vector<std::uint32_t> numbers = DivideTouching({ mask.data(), smoothed.width, smoothed.height }, kNeckRatio);
  advance(0.5f);
  TrimObjects(smoothed, kTrimFraction, NoiseFloor(smoothed), { numbers.data(), smoothed.width, smoothed.height });
  std::transform(numbers.begin(), numbers.end(), mask.begin(), [](std::uint32_t n) { return n != 0; });
  advance(0.6f);
  FillHoles(foreground, smallest);
  numbers = DivideTouching({ mask.data(), smoothed.width, smoothed.height }, kNeckRatio);
  advance(0.9f);
  std::copy(numbers.begin(), numbers.end(), labels.data);
  return SelectObjects(labels, smallest, largest, rules.exclude_border);
}
} // namespace pheno

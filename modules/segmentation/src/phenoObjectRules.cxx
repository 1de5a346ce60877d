#include "phenoObjectRules.h"

#include "phenoMatOf.h"
#include "phenoObjectValues.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace pheno
{
namespace
{
float
Median(std::vector<float> & values)
{
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

std::uint32_t
LargestNumber(PlaneView<const std::uint32_t> labels)
{
  return labels.size() > 0 ? *std::max_element(labels.data, labels.data + labels.size()) : 0;
}
} // namespace

Background
BackgroundOf(PlaneView<const float> smoothed, double otsu)
{
  constexpr std::size_t kEvery = 7;
  constexpr std::size_t kApart = 5;
  constexpr float       kDeviation = 1.05f; // of a normal distribution: 1 / (sqrt(2) * .6745)
  std::vector<float>    levels, differences;
  for (std::size_t i = 0; i < smoothed.size(); i += kEvery)
  {
    if (smoothed.data[i] <= otsu)
    {
      levels.push_back(smoothed.data[i]);
      if (i % smoothed.width + kApart < smoothed.width)
      {
        differences.push_back(std::abs(smoothed.data[i + kApart] - smoothed.data[i]));
      }
    }
  }
  return { levels.empty() ? static_cast<float>(otsu) : Median(levels),
           differences.empty() ? 0.0f : kDeviation * Median(differences) };
}

void
FillHoles(PlaneView<std::uint8_t> mask, double maximum_area)
{
  cv::Mat                   labels, statistics, centroids;
  cv::Mat                   background = MatOf(mask) == 0;
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

void
TrimObjects(PlaneView<const float> smoothed, double fraction, float floor, PlaneView<std::uint32_t> labels)
{
  const auto   background = static_cast<std::size_t>(std::count(labels.data, labels.data + labels.size(), 0u));
  ObjectValues values(labels.size() - background);
  double       outside = 0.0;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] != 0)
    {
      values.Add(labels.data[i], smoothed.data[i]);
    }
    else
    {
      outside += smoothed.data[i];
    }
  }
  if (background == 0)
  {
    return;
  }
  values.Group();
  const double       mean = outside / static_cast<double>(background);
  std::vector<float> threshold(LargestNumber({ labels.data, labels.width, labels.height }) + std::size_t{ 1 }, 0.0f);
  for (std::uint32_t label = 1; label < threshold.size(); ++label)
  {
    if (values.Has(label))
    {
      const float quartile = values.Quantile(label, 0.75);
      threshold[label] = quartile < floor ? std::numeric_limits<float>::infinity()
                                          : static_cast<float>(mean + fraction * (quartile - mean));
    }
  }
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    labels.data[i] = smoothed.data[i] < threshold[labels.data[i]] ? 0 : labels.data[i];
  }
}

void
RemoveFaint(PlaneView<const float> smoothed, float background, double fraction, PlaneView<std::uint32_t> labels)
{
  constexpr std::size_t kAway = 2;
  const auto            objects = static_cast<std::size_t>(
    std::count_if(labels.data, labels.data + labels.size(), [](std::uint32_t label) { return label != 0; }));
  ObjectValues      inside(objects), around(objects);
  const std::size_t row = kAway * labels.width;
  const auto        look = [&](std::size_t from, bool there, std::size_t at) {
    if (there && labels.data[at] != labels.data[from])
    {
      around.Add(labels.data[from], smoothed.data[at]);
    }
  };
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    if (labels.data[i] != 0)
    {
      const std::size_t x = i % labels.width;
      inside.Add(labels.data[i], smoothed.data[i]);
      look(i, x >= kAway, i - kAway);
      look(i, x + kAway < labels.width, i + kAway);
      look(i, i >= row, i - row);
      look(i, i + row < labels.size(), i + row);
    }
  }
  inside.Group();
  around.Group();
  std::vector<std::uint8_t> faint(LargestNumber({ labels.data, labels.width, labels.height }) + std::size_t{ 1 }, 0);
  for (std::uint32_t label = 1; label < faint.size(); ++label)
  {
    if (inside.Has(label) && around.Has(label))
    {
      const float median = inside.Quantile(label, 0.5);
      faint[label] = median - around.Quantile(label, 0.6) < fraction * (median - background);
    }
  }
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    labels.data[i] = faint[labels.data[i]] != 0 ? 0 : labels.data[i];
  }
}

std::uint32_t
SelectObjects(PlaneView<std::uint32_t> labels, double minimum_area, double maximum_area, bool exclude_border)
{
  const std::uint32_t       largest = LargestNumber({ labels.data, labels.width, labels.height });
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

} // namespace pheno

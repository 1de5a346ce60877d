#include "phenoThreshold.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pheno
{
std::vector<float>
SmoothPlane(PlaneView<const float> plane, double sigma)
{
  std::vector<float> clean(plane.data, plane.data + plane.size());
  const auto         finite = [](float v) { return std::isfinite(v); };
  if (!std::all_of(clean.begin(), clean.end(), finite))
  {
    float least = 0.0f;
    bool  found = false;
    for (const float value : clean)
    {
      if (finite(value) && (!found || value < least))
      {
        least = value;
        found = true;
      }
    }
    std::replace_if(
      clean.begin(), clean.end(), [&](float v) { return !finite(v); }, least);
  }
  if (sigma <= 0.0 || clean.empty())
  {
    return clean;
  }
  std::vector<float> smooth(clean.size());
  const auto         rows = static_cast<int>(plane.height);
  const auto         columns = static_cast<int>(plane.width);
  const int          side = 2 * static_cast<int>(std::ceil(4.0 * sigma)) + 1;
  const cv::Mat      kernel = cv::getGaussianKernel(side, sigma, CV_32F);
  cv::Mat            out(rows, columns, CV_32F, smooth.data());
  cv::sepFilter2D(
    cv::Mat(rows, columns, CV_32F, clean.data()), out, CV_32F, kernel, kernel, { -1, -1 }, 0.0, cv::BORDER_REFLECT);
  return smooth;
}

std::size_t
OtsuThreshold(const std::vector<std::size_t> & histogram)
{
  double total = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < histogram.size(); ++i)
  {
    total += static_cast<double>(histogram[i]);
    sum += static_cast<double>(i) * static_cast<double>(histogram[i]);
  }
  const auto  first = std::find_if(histogram.begin(), histogram.end(), [](std::size_t n) { return n > 0; });
  std::size_t best = first == histogram.end() ? 0 : static_cast<std::size_t>(first - histogram.begin());
  double      bestVariance = 0.0;
  double      below = 0.0;
  double      belowSum = 0.0;
  for (std::size_t i = 0; i < histogram.size(); ++i)
  {
    below += static_cast<double>(histogram[i]);
    belowSum += static_cast<double>(i) * static_cast<double>(histogram[i]);
    const double above = total - below;
    if (below > 0.0 && above > 0.0)
    {
      const double difference = belowSum / below - (sum - belowSum) / above;
      const double variance = below * above * difference * difference;
      if (variance > bestVariance)
      {
        bestVariance = variance;
        best = i;
      }
    }
  }
  return best;
}

PlaneHistogram::PlaneHistogram(PlaneView<const float> plane)
{
  const auto [least, greatest] = std::minmax_element(plane.data, plane.data + plane.size());
  low = *least;
  range = static_cast<double>(*greatest) - *least;
  if (!(range > 0.0))
  {
    return;
  }
  counts.assign(kBins, 0);
  const float offset = *least;
  const auto  scale = static_cast<float>(kBins / range);
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    ++counts[std::min(kBins - 1, static_cast<std::size_t>((plane.data[i] - offset) * scale))];
  }
}

double
OtsuThreshold(PlaneView<const float> plane)
{
  const PlaneHistogram histogram(plane);
  return histogram.counts.empty() ? histogram.low
                                  : histogram.Edge(static_cast<double>(OtsuThreshold(histogram.counts)) + 1.0);
}
} // namespace pheno

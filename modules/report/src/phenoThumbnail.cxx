#include "phenoThumbnail.h"

#include "phenoError.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr int kJpegQuality = 90;

double
Percentile(std::vector<float> & values, double percent)
{
  const double      position = percent / 100 * static_cast<double>(values.size() - 1);
  const std::size_t below = static_cast<std::size_t>(position);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(below), values.end());
  const double value = values[below];
  if (below + 1 == values.size())
  {
    return value;
  }
  const double next = *std::min_element(values.begin() + static_cast<std::ptrdiff_t>(below) + 1, values.end());
  return value + (position - static_cast<double>(below)) * (next - value);
}

double
Median(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/** The plane's pixels as an OpenCV matrix of its own, shrunk to the longest side; NaN becomes 0 first. */
cv::Mat
Shrunk(const Plane & plane, int longestSide)
{
  const auto size = plane.GetBufferedRegion().GetSize();
  cv::Mat    pixels(static_cast<int>(size[1]), static_cast<int>(size[0]), CV_32F);
  std::transform(plane.GetBufferPointer(),
                 plane.GetBufferPointer() + plane.GetBufferedRegion().GetNumberOfPixels(),
                 pixels.begin<float>(),
                 [](float v) { return std::isfinite(v) ? v : 0.F; });
  const int longest = std::max(pixels.cols, pixels.rows);
  if (longest > longestSide)
  {
    const double scale = static_cast<double>(longestSide) / longest;
    const auto   side = [scale](int pixelsOfSide) {
      return std::max(1, static_cast<int>(std::lround(pixelsOfSide * scale)));
    };
    cv::Mat small;
    cv::resize(pixels, small, cv::Size(side(pixels.cols), side(pixels.rows)), 0, 0, cv::INTER_AREA);
    return small;
  }
  return pixels;
}

void
AddLight(cv::Mat & sum, const cv::Mat & pixels, const ChannelDisplay & display)
{
  const double width = display.range.high - display.range.low;
  if (!(width > 0) || !std::isfinite(width))
  {
    return;
  }
  for (int y = 0; y < pixels.rows; ++y)
  {
    for (int x = 0; x < pixels.cols; ++x)
    {
      const double share = std::clamp((pixels.at<float>(y, x) - display.range.low) / width, 0., 1.);
      auto &       light = sum.at<cv::Vec3f>(y, x);
      for (int i = 0; i < 3; ++i)
      {
        light[2 - i] += static_cast<float>(share * display.colour[i]); // OpenCV's order is blue, green, red
      }
    }
  }
}
} // namespace

std::vector<std::array<std::uint8_t, 3>>
DefaultChannelColours(std::size_t n)
{
  if (n == 1)
  {
    return { { 255, 255, 255 } };
  }
  if (n == 2)
  {
    return { { 60, 230, 90 }, { 230, 60, 230 } };
  }
  constexpr std::array<std::array<std::uint8_t, 3>, 6> kColours{
    { { 60, 110, 255 }, { 50, 215, 90 }, { 255, 120, 40 }, { 215, 50, 190 }, { 40, 210, 230 }, { 240, 220, 60 } }
  };
  std::vector<std::array<std::uint8_t, 3>> colours(n);
  for (std::size_t i = 0; i < n; ++i)
  {
    colours[i] = kColours[i % kColours.size()];
  }
  return colours;
}

DisplayRange
AutomaticRange(const Plane & plane, double lowPercent, double highPercent)
{
  if (!(lowPercent >= 0 && lowPercent < highPercent && highPercent <= 100))
  {
    throw Error("display range: expected percentiles 0 <= low < high <= 100, got " + std::to_string(lowPercent) +
                " and " + std::to_string(highPercent));
  }
  std::vector<float> finite;
  const auto         n = plane.GetBufferedRegion().GetNumberOfPixels();
  std::copy_if(plane.GetBufferPointer(), plane.GetBufferPointer() + n, std::back_inserter(finite), [](float v) {
    return std::isfinite(v);
  });
  if (finite.empty())
  {
    return {};
  }
  const double low = Percentile(finite, lowPercent);
  return { low, Percentile(finite, highPercent) };
}

DisplayRange
CommonRange(const std::vector<DisplayRange> & ranges)
{
  if (ranges.empty())
  {
    return {};
  }
  std::vector<double> lows, highs;
  for (const DisplayRange & range : ranges)
  {
    lows.push_back(range.low);
    highs.push_back(range.high);
  }
  return { Median(lows), Median(highs) };
}

std::vector<std::uint8_t>
MakeThumbnail(const Image & image, const std::vector<ChannelDisplay> & channels, int longestSide)
{
  const auto size = image.Size();
  if (size[0] == 0 || size[1] == 0)
  {
    throw Error("thumbnail: the image has no pixels");
  }
  if (channels.empty() || longestSide < 1)
  {
    throw Error("thumbnail: expected at least one channel and a side of at least 1 pixel, got " +
                std::to_string(channels.size()) + " channels and a side of " + std::to_string(longestSide));
  }
  cv::Mat sum;
  for (const ChannelDisplay & display : channels)
  {
    const cv::Mat pixels = Shrunk(*image.Plane(display.channel), longestSide);
    if (sum.empty())
    {
      sum = cv::Mat::zeros(pixels.size(), CV_32FC3);
    }
    AddLight(sum, pixels, display);
  }
  cv::Mat picture;
  sum.convertTo(picture, CV_8UC3);
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", picture, bytes, { cv::IMWRITE_JPEG_QUALITY, kJpegQuality });
  return bytes;
}
} // namespace pheno

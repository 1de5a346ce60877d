#include "phenoImageQuality.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace pheno
{
namespace
{
constexpr std::size_t kLeastSide = 16;
constexpr std::size_t kLeastFrequency = 2;

/** Weight of a pixel of an axis in Hann's window. */
std::vector<double>
HannWindow(std::size_t length)
{
  std::vector<double> window(length);
  for (std::size_t i = 0; i < length; ++i)
  {
    window[i] =
      0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(length));
  }
  return window;
}

/** The slope of y against x by least squares. */
double
SlopeOf(const std::vector<double> & x, const std::vector<double> & y)
{
  const double n = static_cast<double>(x.size());
  double       meanX = 0;
  double       meanY = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    meanX += x[i] / n;
    meanY += y[i] / n;
  }
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    products += (x[i] - meanX) * (y[i] - meanY);
    squares += (x[i] - meanX) * (x[i] - meanX);
  }
  return products / squares;
}
} // namespace

double
PowerLogLogSlope(PlaneView<const float> plane)
{
  const std::size_t side = std::min(plane.width, plane.height);
  const auto [least, most] = std::minmax_element(plane.data, plane.data + plane.size());
  if (side < kLeastSide || *least == *most)
  {
    return std::nan("");
  }
  double mean = 0;
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    mean += plane.data[i];
  }
  mean /= static_cast<double>(plane.size());
  const std::vector<double> across = HannWindow(plane.width);
  const std::vector<double> down = HannWindow(plane.height);
  cv::Mat                   faded(static_cast<int>(plane.height), static_cast<int>(plane.width), CV_32F);
  for (std::size_t y = 0; y < plane.height; ++y)
  {
    float * const row = faded.ptr<float>(static_cast<int>(y));
    for (std::size_t x = 0; x < plane.width; ++x)
    {
      row[x] = static_cast<float>((plane.data[y * plane.width + x] - mean) * across[x] * down[y]);
    }
  }
  cv::Mat spectrum;
  cv::dft(faded, spectrum, cv::DFT_COMPLEX_OUTPUT);

  // Rings of whole frequencies; cycles along the shorter side, so that a frequency means one length along either axis.
  const std::size_t        rings = side / 4 + 1;
  std::vector<double>      power(rings, 0.0);
  std::vector<std::size_t> counts(rings, 0);
  const auto               cycles = [side](std::size_t place, std::size_t length) {
    const double frequency = static_cast<double>(std::min(place, length - place));
    return frequency * static_cast<double>(side) / static_cast<double>(length);
  };
  for (std::size_t y = 0; y < plane.height; ++y)
  {
    const auto * const row = spectrum.ptr<cv::Vec2f>(static_cast<int>(y));
    const double       v = cycles(y, plane.height);
    for (std::size_t x = 0; x < plane.width; ++x)
    {
      const double      u = cycles(x, plane.width);
      const std::size_t ring = static_cast<std::size_t>(std::lround(std::sqrt(u * u + v * v)));
      if (ring < rings)
      {
        const double real = row[x][0];
        const double imaginary = row[x][1];
        power[ring] += real * real + imaginary * imaginary;
        ++counts[ring];
      }
    }
  }
  std::vector<double> frequencies, logs;
  for (std::size_t ring = kLeastFrequency; ring < rings; ++ring)
  {
    if (power[ring] > 0)
    {
      frequencies.push_back(std::log(static_cast<double>(ring)));
      logs.push_back(std::log(power[ring] / static_cast<double>(counts[ring])));
    }
  }
  return logs.size() < 2 ? std::nan("") : SlopeOf(frequencies, logs);
}
} // namespace pheno

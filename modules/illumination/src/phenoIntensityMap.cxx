#include "phenoIntensityMap.h"

#include "phenoFieldPicture.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr double kBrightest = 255.0;
constexpr double kAndoCeiling = 5.0;

IntensityMap
ToBytes(double low, double high)
{
  IntensityMap map;
  map.low = low;
  map.high = high;
  map.gain = kBrightest;
  map.rounding = IntensityRounding::Truncate;
  return map;
}
} // namespace

double
IntensityMap::operator()(double value) const
{
  if (!(high > low))
  {
    return 0.0;
  }
  double t = logarithm ? std::log(std::max(1.0, 1.0 + value - origin)) : value;
  if (clip)
  {
    t = std::clamp(t, low, high);
  }
  const double y = (t - low) / (high - low) * gain;
  const double limited = clip ? std::min(y, ceiling) : y;
  switch (rounding)
  {
    case IntensityRounding::Truncate:
      return std::trunc(limited);
    case IntensityRounding::NearestEven:
      return std::nearbyint(limited);
    case IntensityRounding::Keep:
      break;
  }
  return limited;
}

IntensityMap
StretchMap(const IntensityDistribution & pixels, double low_percentile, double high_percentile)
{
  return ToBytes(pixels.Percentile(low_percentile), pixels.Percentile(high_percentile));
}

IntensityMap
AndoMap(const IntensityDistribution & pixels)
{
  IntensityMap map = ToBytes(0.0, kAndoCeiling);
  map.logarithm = true;
  map.origin = pixels.Minimum();
  return map;
}

IntensityMap
LogStretchMap(const IntensityDistribution & pixels, double low_percentile, double high_percentile)
{
  const double origin = pixels.Minimum();
  const auto   logarithm = [origin](double value) { return std::log(1.0 + value - origin); };
  IntensityMap map =
    ToBytes(pixels.Percentile(low_percentile, logarithm), pixels.Percentile(high_percentile, logarithm));
  map.logarithm = true;
  map.origin = origin;
  return map;
}

IntensityMap
SaturationMap(const IntensityDistribution & pixels, double percent)
{
  const auto count = static_cast<double>(pixels.GetCount());
  if (!(count > 0.0) || !(percent >= 0.0 && percent <= 100.0))
  {
    RefuseIllumination("found " + std::to_string(pixels.GetCount()) + " pixels and " + std::to_string(percent) +
                       " % to saturate, expected at least one pixel and 0 to 100 %");
  }
  const double brightest = std::clamp(std::nearbyint(count * percent / 100.0), 1.0, count);
  IntensityMap map = ToBytes(0.0, pixels.OrderStatistic(static_cast<std::size_t>(count - brightest)));
  map.gain = kBrightest + 1.0;
  return map;
}

IntensityMap
CappedStretchMap(const IntensityDistribution & pixels, double low_percentile, double high_percentile, double highest)
{
  IntensityMap map = ToBytes(pixels.Percentile(low_percentile), std::min(pixels.Percentile(high_percentile), highest));
  map.rounding = IntensityRounding::NearestEven;
  return map;
}

IntensityMap
StandardisingMap(double mean, double deviation)
{
  IntensityMap map;
  map.low = kBrightest * mean;
  map.high = kBrightest * (mean + deviation);
  map.clip = false;
  return map;
}
} // namespace pheno

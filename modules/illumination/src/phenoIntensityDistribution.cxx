#include "phenoIntensityDistribution.h"

#include "phenoFieldPicture.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace pheno
{
namespace
{
/** Bits of a float whose order as a whole number is that of the floats. */
std::uint32_t
OrderedBits(float value)
{
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return (bits & 0x80000000u) ? ~bits : bits | 0x80000000u;
}

float
FloatOf(std::uint32_t ordered)
{
  const std::uint32_t bits = (ordered & 0x80000000u) ? ordered & 0x7fffffffu : ~ordered;
  float               value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

/** Goes from the first bucket on to the one that holds a place, which becomes the place within it. */
template <typename TCounts>
std::size_t
BucketOf(const TCounts & counts, std::size_t & place)
{
  std::size_t bucket = 0;
  while (place >= counts[bucket])
  {
    place -= counts[bucket++];
  }
  return bucket;
}

/** Throws where take(pixel) is false. */
template <typename TTake>
void
TakePixels(std::span<const float> pixels, const char * expected, const TTake & take)
{
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    if (!take(pixels[i]))
    {
      RefuseIllumination("pixel " + std::to_string(i) + " is " + std::to_string(pixels[i]) + ", expected " + expected);
    }
  }
}
} // namespace

double
IntensityDistribution::Percentile(double percentile, const std::function<double(double)> & transform) const
{
  if (GetCount() == 0 || !(percentile >= 0.0 && percentile <= 100.0))
  {
    RefuseIllumination("found " + std::to_string(GetCount()) + " pixels and percentile " + std::to_string(percentile) +
                       ", expected at least one pixel and a percentile of 0 to 100");
  }
  const double rank = percentile / 100.0 * static_cast<double>(GetCount() - 1);
  const auto   below = static_cast<std::size_t>(rank);
  const auto   above = std::min(below + 1, GetCount() - 1);
  const auto   at = [&](std::size_t place) {
    const double value = OrderStatistic(place);
    return transform ? transform(value) : value;
  };
  const double low = at(below);
  return low + (rank - static_cast<double>(below)) * (at(above) - low);
}

void
PixelDistribution::Add(std::span<const float> pixels)
{
  TakePixels(pixels, "finite numbers", [this](float value) {
    const bool good = std::isfinite(value);
    if (good)
    {
      m_Values.push_back(value);
      ++m_Buckets[OrderedBits(value) >> 16];
    }
    return good;
  });
}

std::size_t
PixelDistribution::GetCount() const
{
  return m_Values.size();
}

double
PixelDistribution::OrderStatistic(std::size_t place) const
{
  const auto                 upper = static_cast<std::uint32_t>(BucketOf(m_Buckets, place));
  std::vector<std::uint32_t> lower(65536, 0);
  for (const float value : m_Values)
  {
    const std::uint32_t bits = OrderedBits(value);
    lower[bits & 0xffffu] += (bits >> 16) == upper;
  }
  return FloatOf((upper << 16) | static_cast<std::uint32_t>(BucketOf(lower, place)));
}

void
LevelDistribution::Add(std::span<const float> pixels)
{
  TakePixels(pixels, "whole numbers of 0 to 65535", [this](float value) {
    const bool good = value >= 0.0f && value <= 65535.0f && value == std::floor(value);
    if (good)
    {
      ++m_Counts[static_cast<std::size_t>(value)];
      ++m_Count;
    }
    return good;
  });
}

double
LevelDistribution::OrderStatistic(std::size_t place) const
{
  return static_cast<double>(BucketOf(m_Counts, place));
}

std::size_t
LevelDistribution::LevelAbove(double share) const
{
  if (m_Count == 0)
  {
    RefuseIllumination("found no pixels, expected at least one");
  }
  std::size_t level = 0;
  std::size_t passed = m_Counts[0];
  while (level + 1 < m_Counts.size() && !(static_cast<double>(passed) / static_cast<double>(m_Count) > share))
  {
    passed += m_Counts[++level];
  }
  return level;
}
} // namespace pheno

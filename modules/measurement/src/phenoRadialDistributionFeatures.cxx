#include "phenoRadialDistributionFeatures.h"

#include "phenoObjectDistances.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pheno
{
namespace
{
constexpr std::size_t kRings = 4;
constexpr std::size_t kBins = kRings + 1; ///< the last one is the overflow
constexpr std::size_t kSectors = 8;

struct RingPlace
{
  std::uint8_t bin;
  std::uint8_t sector;
};

/** Where each pixel of an object lies about the object's centre. */
std::vector<RingPlace>
PlacePixels(const ObjectMap & objects, const MeasuredObject & object)
{
  const std::vector<double> edge = DistancesToEdge(objects, object, ImageBorder::IsNoEdge);
  const auto                start = static_cast<std::size_t>(std::max_element(edge.begin(), edge.end()) - edge.begin());
  const auto                centre = DistancesWithin(objects, object, start);
  std::ptrdiff_t            centre_x = 0, centre_y = 0;
  std::size_t               n = 0;
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
    if (n++ == start)
    {
      centre_x = static_cast<std::ptrdiff_t>(x);
      centre_y = static_cast<std::ptrdiff_t>(y);
    }
  });
  std::vector<RingPlace> places;
  places.reserve(object.area);
  objects.ForEachPixel(object, [&](std::size_t x, std::size_t y, std::size_t) {
    const std::size_t    i = places.size();
    const std::ptrdiff_t dx = static_cast<std::ptrdiff_t>(x) - centre_x;
    const std::ptrdiff_t dy = static_cast<std::ptrdiff_t>(y) - centre_y;
    const double         radius = std::isinf(edge[i]) ? 0.0 : centre[i] / (centre[i] + edge[i] + 0.001);
    const std::size_t    bin = std::isinf(centre[i]) ? kRings : static_cast<std::size_t>(radius * kRings);
    const int            sector = (dy > 0) + 2 * (dx > 0) + 4 * (std::abs(dy) > std::abs(dx));
    places.push_back({ static_cast<std::uint8_t>(bin), static_cast<std::uint8_t>(sector) });
  });
  return places;
}

/** Intensity and pixels of one ring by sector. */
struct Ring
{
  std::array<double, kSectors>      intensity{};
  std::array<std::size_t, kSectors> pixels{};

  double
  Intensity() const
  {
    double sum = 0.0;
    for (const double value : intensity)
    {
      sum += value;
    }
    return sum;
  }
  std::size_t
  Pixels() const
  {
    std::size_t sum = 0;
    for (const std::size_t count : pixels)
    {
      sum += count;
    }
    return sum;
  }
  /** Of the mean intensities of the sectors that have pixels; NaN without pixels or about 0. */
  double
  CoefficientOfVariation() const
  {
    double sum = 0.0, squares = 0.0, sectors = 0.0;
    for (std::size_t s = 0; s < kSectors; ++s)
    {
      if (pixels[s] > 0)
      {
        sum += intensity[s] / static_cast<double>(pixels[s]);
        ++sectors;
      }
    }
    const double mean = sum / sectors;
    for (std::size_t s = 0; s < kSectors; ++s)
    {
      if (pixels[s] > 0)
      {
        const double deviation = intensity[s] / static_cast<double>(pixels[s]) - mean;
        squares += deviation * deviation;
      }
    }
    return mean != 0.0 ? std::sqrt(squares / sectors) / mean : std::nan("");
  }
};

struct RingColumns
{
  std::vector<double> & share;
  std::vector<double> & density;
  std::vector<double> & variation;

  RingColumns(FeatureColumns & columns, const std::string & ring)
    : share(columns.Add("RadialDistribution_FracAtD_" + ring))
    , density(columns.Add("RadialDistribution_MeanFrac_" + ring))
    , variation(columns.Add("RadialDistribution_RadialCV_" + ring))
  {}
};
} // namespace

void
RadialDistributionFeatures::Measure(const ObjectMap & objects, FeatureColumns & columns) const
{
  std::vector<RingColumns> cells; // by plane, then by bin
  for (const NamedPlane & plane : m_Planes)
  {
    for (std::size_t bin = 0; bin < kBins; ++bin)
    {
      const std::string ring = bin < kRings ? std::to_string(bin + 1) + "of" + std::to_string(kRings) : "Overflow";
      cells.emplace_back(columns, plane.name + "_" + ring);
    }
  }
  for (std::size_t row = 0; row < columns.Rows(); ++row)
  {
    const MeasuredObject &       object = objects.Objects()[row];
    const std::vector<RingPlace> places = PlacePixels(objects, object);
    for (std::size_t p = 0; p < m_Planes.size(); ++p)
    {
      std::array<Ring, kBins> rings;
      double                  total = 0.0;
      std::size_t             n = 0;
      objects.ForEachPixel(object, [&](std::size_t, std::size_t, std::size_t i) {
        const RingPlace place = places[n++];
        const double    value = m_Planes[p].pixels.data[i];
        rings[place.bin].intensity[place.sector] += value;
        ++rings[place.bin].pixels[place.sector];
        total += value;
      });
      for (std::size_t bin = 0; bin < kBins; ++bin)
      {
        RingColumns & cell = cells[p * kBins + bin];
        const double  share = total != 0.0 ? rings[bin].Intensity() / total : std::nan("");
        const double  pixels = static_cast<double>(rings[bin].Pixels()) / static_cast<double>(object.area);
        cell.share[row] = share;
        cell.density[row] = pixels > 0.0 ? share / pixels : std::nan("");
        cell.variation[row] = rings[bin].CoefficientOfVariation();
      }
    }
  }
}
} // namespace pheno

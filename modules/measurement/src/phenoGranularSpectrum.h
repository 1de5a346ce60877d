#ifndef phenoGranularSpectrum_h
#define phenoGranularSpectrum_h

#include "phenoGreyMorphology.h"
#include "phenoObjectMap.h"
#include "phenoPlaneView.h"

#include <array>
#include <cstddef>
#include <vector>

namespace pheno
{
constexpr std::size_t kGranularSteps = 16;

/** Puts every fourth row and column of a plane on a plane of ceil(size / 4), and interpolates back between them: full
 * coordinate i lies at i (size / 4 - 1) / (size - 1) of the coarse plane, size / 4 not rounded (CellProfiler's grids).
 */
class QuarterGrid
{
public:
  explicit QuarterGrid(std::size_t size)
    : m_Size(size)
    , m_Ratio(size > 1 && size > 4 ? (0.25 * static_cast<double>(size) - 1.0) / (static_cast<double>(size) - 1.0) : 0.0)
  {}
  std::size_t
  CoarseSize() const
  {
    return (m_Size + 3) / 4;
  }
  struct Between
  {
    std::size_t below;
    std::size_t above;
    double      weight; ///< of `above`
  };
  /** The coarse coordinates about a full one. */
  Between
  Find(std::size_t full) const
  {
    const double position = static_cast<double>(full) * m_Ratio;
    const auto   below = static_cast<std::size_t>(position);
    return { below, below + 1 < CoarseSize() ? below + 1 : below, position - static_cast<double>(below) };
  }

private:
  std::size_t m_Size;
  double      m_Ratio;
};

/** The granular spectrum of a plane: what is left of the plane, sampled at a quarter and without its background, when
 * structures of growing size are removed by erosion and reconstruction. */
class GranularSpectrum
{
public:
  explicit GranularSpectrum(PlaneView<const float> plane);

  /** Percent of the mean that each step removes; NaN where the mean is 0. */
  std::array<double, kGranularSteps>
  OfImage() const;

  /** The same for an object: percent of the mean of `plane` itself inside the object, of the reconstructions
   * interpolated to full size. */
  std::array<double, kGranularSteps>
  OfObject(const ObjectMap & objects, const MeasuredObject & object, PlaneView<const float> plane) const;

private:
  QuarterGrid            m_Columns;
  QuarterGrid            m_Rows;
  double                 m_StartMean = 0.0;
  std::vector<GreyPlane> m_Steps; ///< the reconstructions
};
} // namespace pheno

#endif

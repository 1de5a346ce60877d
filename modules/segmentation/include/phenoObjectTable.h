#ifndef phenoObjectTable_h
#define phenoObjectTable_h

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** What was measured of one channel; element i belongs to row i of the ObjectTable. In grey levels of the plane. */
struct ChannelMeasurements
{
  std::vector<double> mean;
  std::vector<double> standard_deviation; ///< of the pixels, n in the denominator
  std::vector<double> integrated;         ///< sum
  /** Mean in the nucleus over mean in the rest of the cell; empty without nuclei, NaN where either is missing or the
   * latter is not positive. */
  std::vector<double> nucleus_cytoplasm_ratio;
};

/** One row per object, columns of equal length. Coordinates are in pixels, the first pixel's centre at (0, 0). */
struct ObjectTable
{
  std::vector<std::uint32_t>       label;
  std::vector<double>              centre_x; ///< centroid of the mask
  std::vector<double>              centre_y;
  std::vector<std::uint32_t>       area; ///< pixels
  std::vector<std::uint32_t>       left; ///< bounding box, inclusive
  std::vector<std::uint32_t>       top;
  std::vector<std::uint32_t>       right;
  std::vector<std::uint32_t>       bottom;
  std::vector<std::uint8_t>        touches_border; ///< 0 or 1
  std::vector<std::uint32_t>       nucleus_area;   ///< pixels; empty without nuclei
  std::vector<ChannelMeasurements> channels;       ///< in the order of the planes

  std::size_t
  size() const
  {
    return label.size();
  }
};
} // namespace pheno

#endif

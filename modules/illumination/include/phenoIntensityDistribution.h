#ifndef phenoIntensityDistribution_h
#define phenoIntensityDistribution_h

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pheno
{
/** Which intensities there are, of one channel, one image or a plate: what the parameters of an IntensityMap are taken
 * from. */
class IntensityDistribution
{
public:
  virtual ~IntensityDistribution() = default;

  /** Number of pixels. */
  virtual std::size_t
  GetCount() const = 0;

  /** The value at a place (0 first) of the sorted pixels; place < GetCount(). */
  virtual double
  OrderStatistic(std::size_t place) const = 0;

  /** The percentile (0 to 100) with linear interpolation between order statistics, each sent through `transform`
   * (monotone) first. Throws itk::ExceptionObject without pixels or for another percentile. */
  double
  Percentile(double percentile, const std::function<double(double)> & transform = {}) const;

  double
  Minimum() const
  {
    return Percentile(0.0);
  }
  double
  Maximum() const
  {
    return Percentile(100.0);
  }
};

/** All pixels that were added, of any value: exact, 4 bytes a pixel. For one image or its channels together. */
class PixelDistribution : public IntensityDistribution
{
public:
  /** Throws itk::ExceptionObject for pixels that are not finite. */
  void
  Add(std::span<const float> pixels);

  std::size_t
  GetCount() const override;
  double
  OrderStatistic(std::size_t place) const override;

private:
  std::vector<float>         m_Values;
  std::vector<std::uint32_t> m_Buckets = std::vector<std::uint32_t>(65536, 0); ///< by their upper 16 bits, in order
};

/** How often each whole grey level 0 to 65535 occurs: exact for raw images, half a megabyte for a plate. */
class LevelDistribution : public IntensityDistribution
{
public:
  /** Throws itk::ExceptionObject for a pixel that is no whole number of 0 to 65535. */
  void
  Add(std::span<const float> pixels);

  std::size_t
  GetCount() const override
  {
    return m_Count;
  }
  double
  OrderStatistic(std::size_t place) const override;

  /** The least level at which the share of pixels up to it, it included, is above a share of 0 to 1. Throws
   * itk::ExceptionObject without pixels. */
  std::size_t
  LevelAbove(double share) const;

  /** Pixels of each level. */
  const std::vector<std::size_t> &
  GetCounts() const
  {
    return m_Counts;
  }

private:
  std::vector<std::size_t> m_Counts = std::vector<std::size_t>(65536, 0);
  std::size_t              m_Count = 0;
};
} // namespace pheno

#endif

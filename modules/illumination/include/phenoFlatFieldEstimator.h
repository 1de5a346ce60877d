#ifndef phenoFlatFieldEstimator_h
#define phenoFlatFieldEstimator_h

#include <itkImage.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>

namespace pheno
{
/** How many sites are summarised into one picture of the illumination. */
enum class FlatFieldStatistic
{
  Foreground, ///< light of cells above the background; Background where that is known to less than 5 %
  Mean,       ///< mean of all sites
  Median,     ///< median of the sampled sites
  Background  ///< mean of the sampled sites' values between the 2nd and the 20th percentile: hardly any of it is cells
};

/** How FlatFieldEstimator works. */
struct FlatFieldSettings
{
  FlatFieldStatistic statistic = FlatFieldStatistic::Foreground;
  /** Camera offset in grey levels; NaN asks to estimate it. */
  double dark = std::numeric_limits<double>::quiet_NaN();
  /** Standard deviation of the smoothing of statistics in pixels; 0 takes a quarter of the longer side. */
  double smoothing_px = 0.0;
  /** How many sites are kept for all but the mean; with more, a random sample of this size. */
  std::size_t sampled_sites = 512;
  /** Seed of that sample. */
  std::uint64_t seed = 0;
};

/** A field with mean 1 and the offset that goes with it, for FlatFieldCorrectionImageFilter. */
struct FlatField
{
  itk::Image<float, 2>::Pointer flat;
  double                        dark = 0.0;
};

/** Learns the illumination field of one channel from many sites, one plane at a time, in bounded memory.
 *
 * Model: I_s(x) = flat(x) u_s(x) + dark, where the stained sample u is distributed alike all over the field of view.
 * The light of cells above the background is free of the offset: its logarithm, fitted within each site by a polynomial
 * of degree 4, gives the field (Foreground). Any statistic over sites is linear in the field: where the background's
 * regression on the field meets 0 is the offset, and a statistic less the offset is the field too (the others). Where
 * nothing tells the offset (no cells, an even field, fewer than four sites with cells) it is taken as 0.
 *
 * Planes are reduced to a grid of 96 points along the longer side as they arrive. Statistics are smoothed by local
 * quadratic regression with Gaussian weights, which unlike a plain Gaussian does not flatten the field at the border.
 */
class FlatFieldEstimator
{
public:
  using ImageType = itk::Image<float, 2>;

  /** Throws itk::ExceptionObject for a negative smoothing or no sampled sites. */
  explicit FlatFieldEstimator(const FlatFieldSettings & settings = {});
  ~FlatFieldEstimator();
  FlatFieldEstimator(FlatFieldEstimator &&) noexcept;
  FlatFieldEstimator &
  operator=(FlatFieldEstimator &&) noexcept;

  /** Takes one site. Pixels that are not finite count as missing; a plane with none that is finite is passed over.
   * Throws itk::ExceptionObject when its size is not that of the planes before. */
  void
  Add(const ImageType & plane);

  /** Sites taken so far. */
  std::size_t
  GetNumberOfSites() const;

  /** The field at full size with the geometry of the first plane, mean 1, strictly positive; and the offset.
   * Throws itk::ExceptionObject when no site was added. */
  FlatField
  Estimate() const;

private:
  struct Sample;
  std::unique_ptr<Sample> m_Sample;
};
} // namespace pheno

#endif

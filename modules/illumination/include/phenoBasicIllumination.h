#ifndef phenoBasicIllumination_h
#define phenoBasicIllumination_h

#include "phenoFieldPicture.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace pheno
{
/** How BasicIllumination works. */
struct BasicSettings
{
  /** Whether a dark field is looked for; otherwise it is 0. */
  bool dark_field = true;
  /** Sites are reduced to at most so many pixels along each axis. */
  std::size_t working_px = 128;
  /** How many sites are kept; with more, a random sample of this size. */
  std::size_t   sampled_sites = 256;
  std::uint64_t seed = 0;
};

/** Flat and dark field by separating what all sites share from what is sparse in them: BaSiC (Peng et al. 2017,
 * Nature Communications 8:14836).
 *
 * Sites are averaged down to 128 x 128 pixels as they come and the model is solved on these; see SeparateSharedLight.
 * The solution is resized by linear interpolation. Deterministic; one thread. Sums run in the order of the sites, so
 * another order changes the last digits. The dark field is told from the flat field by baselines that differ between
 * sites: where they hardly do, or the flat field is even, it comes out too small.
 * Memory: 12 bytes for each working pixel of each kept site (50 MB for 256 sites), whatever their size. */
class BasicIllumination
{
public:
  /** Throws itk::ExceptionObject for no working pixel or no sampled sites. */
  explicit BasicIllumination(const BasicSettings & settings = {});
  ~BasicIllumination();
  BasicIllumination(BasicIllumination &&) noexcept;
  BasicIllumination &
  operator=(BasicIllumination &&) noexcept;

  /** Takes one site in grey levels, all finite. Throws itk::ExceptionObject when its size is another than before. */
  void
  Add(const FieldPicture & site);

  struct Fields
  {
    FieldPicture flat;         ///< mean 1
    FieldPicture dark;         ///< grey levels
    double       offset = 0.0; ///< mean of dark
  };

  /** Throws itk::ExceptionObject when no site was added. */
  Fields
  Estimate() const;

private:
  struct Sample;
  std::unique_ptr<Sample> m_Sample;
};
} // namespace pheno

#endif

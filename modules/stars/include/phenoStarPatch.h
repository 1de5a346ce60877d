#ifndef phenoStarPatch_h
#define phenoStarPatch_h

#include "phenoDraws.h"
#include "phenoPlaneView.h"
#include "phenoStarScaling.h"

#include <cstdint>
#include <vector>

namespace pheno
{
/** An annotated image as it is learned from. */
struct StarImage
{
  std::size_t                width = 0;
  std::size_t                height = 0;
  std::vector<float>         pixels; ///< scaled
  std::vector<std::uint32_t> labels; ///< 0 background, otherwise an object's number
};

/** \throws Error when the sizes differ or the image is empty */
StarImage
MakeStarImage(PlaneView<const float> plane, PlaneView<const std::uint32_t> labels, const StarScaling & scaling);

/** A square of an image, perhaps changed. */
struct StarPatch
{
  std::vector<float>         pixels; ///< side x side
  std::vector<std::uint32_t> labels;
  std::vector<std::uint8_t>
    is_known; ///< 0 where the image does not reach; the image is mirrored there, without objects
};

/** A square of an image at a drawn place, as it is. */
StarPatch
CutPatch(const StarImage & image, std::size_t side, Draws & draws);

/** A square of an image at a drawn place, changed as another microscope might have: every second one is scaled by .5 to
 * 2 (even in its logarithm; linear, behind the mean of what becomes one pixel); turned by a multiple of 90 degrees and
 * mirrored; a third blurred (Gaussian, up to 1.5 px); intensities x become gain x^gamma + offset with a gain and a
 * gamma of 2/3 to 3/2 and an offset of -.1 to .1; noise of a deviation up to .06 added. */
StarPatch
CutVariedPatch(const StarImage & image, std::size_t side, Draws & draws);
} // namespace pheno

#endif

#ifndef phenoWarp_h
#define phenoWarp_h

#include "phenoAugmentation.h"
#include "phenoDraws.h"

#include <vector>

namespace pheno::learn
{
/** Mirrors an index into 0 .. size - 1 without repeating the border pixel, however far outside. */
int
Mirror(int i, int size);

/** A drawn rotation and elastic deformation: for each pixel of the result, where it comes from.
 *
 * source(p) = c + A (p - c) + d(p), c the centre of the image. A is the rotation by an angle uniform in
 * [-rotation_deg, rotation_deg], times the affine map that moves three points (c + s (1, 1), c + s (1, -1), c - s (1,
 * 1), s a third of the shorter side) by offsets uniform in [-affine_px, affine_px]; d is uniform noise in [-1, 1],
 * smoothed by a Gaussian of elastic_sigma_px (four sigma wide, mirrored) and multiplied by elastic_alpha_px (Simard et
 * al. 2003; the affine part as in albumentations' ElasticTransform, here one resampling instead of two). */
class Warp
{
public:
  /** Nothing is drawn and nothing happens when the settings ask for neither. */
  Warp(const CropShape & shape, const AugmentationSettings & settings, Draws & draws);

  bool
  IsIdentity() const
  {
    return m_X.empty();
  }

  /** Bilinear, beyond the border mirrored. \param planes C x H x W, replaced \param scratch of the same size */
  void
  Apply(std::vector<float> & planes, std::vector<float> & scratch) const;

private:
  void
  MakeGrid(const double (&map)[2][2], const double (&shift)[2]);
  void
  AddElastic(const AugmentationSettings & settings, Draws & draws);

  CropShape          m_Shape;
  std::vector<float> m_X; ///< source column of each pixel
  std::vector<float> m_Y; ///< source row
};
} // namespace pheno::learn

#endif

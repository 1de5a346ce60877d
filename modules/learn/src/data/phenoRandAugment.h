#ifndef phenoRandAugment_h
#define phenoRandAugment_h

#include "phenoCropSource.h"
#include "phenoDraws.h"

#include <vector>

namespace pheno::learn
{
/** The operations of RandAugment (Cubuk et al. 2020), as torchvision's. */
enum class RandOperation
{
  Identity,
  ShearX,
  ShearY,
  TranslateX,
  TranslateY,
  Rotate,
  Brightness,
  Color,
  Contrast,
  Sharpness,
  Posterize,
  Solarize,
  AutoContrast,
  Equalize
};
constexpr int kRandOperations = 14;

/** Changes whole numbers from 0 to 255 into such. Geometric operations take the nearest pixel and zeros from outside.
 * Color and Contrast look at the luminance .2989 R + .587 G + .114 B of three channels; with any other number of
 * channels, which torchvision refuses, Color does nothing and Contrast uses each channel's own mean.
 * \param strength share of the largest magnitude, in [-1, 1]: shear .3, translation 150/331 of the side, 30 degrees,
 * enhancement by 1 + .9 strength; without its sign: posterize to 8 - 4 strength bits, solarize from 255 (1 - strength)
 * \param planes C x H x W */
void
Apply(RandOperation operation, double strength, const CropShape & shape, std::vector<float> & planes);

/** RandAugment: so many operations, each drawn uniformly with a sign, at one magnitude of 31 (0..30). */
class RandAugment
{
public:
  static constexpr int kMagnitudes = 31;

  /** Draws; nothing when `operations` is 0. */
  RandAugment(int operations, int magnitude, Draws & draws);

  bool
  IsIdentity() const
  {
    return m_Drawn.empty();
  }

  /** \param planes C x H x W of whole numbers from 0 to 255, replaced by such */
  void
  Apply(const CropShape & shape, std::vector<float> & planes) const;

private:
  struct Drawn
  {
    RandOperation operation;
    double        strength;
  };
  std::vector<Drawn> m_Drawn;
};
} // namespace pheno::learn

#endif

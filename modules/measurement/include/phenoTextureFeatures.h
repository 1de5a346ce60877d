#ifndef phenoTextureFeatures_h
#define phenoTextureFeatures_h

#include "phenoFeatureFamily.h"

#include <cstdint>

namespace pheno
{
/** Haralick's 13 texture features of each object in each channel, at pixel distances (scales) and in four directions
 * (phenoHaralick.h states the features). Texture_<feature>_<channel>_<scale>_<direction>_256.
 *
 * Intensities 0..1 become grey levels 0..255 by rounding, values beyond clamped. A pair is two pixels of the same
 * object `scale` apart: direction 00 right, 01 right and down, 02 down, 03 left and down (each counted both ways).
 * The K of DifferenceVariance is the object's greatest level + 1. NaN
 * in a direction in which the object has no pair; Correlation and InfoMeas1 NaN where all levels are equal.
 *
 * CellProfiler leaves out pairs with a pixel of grey level 0 even inside the object, gives NaN in all directions where
 * one has no pair, and 1 and 0 for Correlation and InfoMeas1 of equal levels; otherwise the values are its. */
class TextureFeatures : public FeatureFamily
{
public:
  /** scales: distances in pixels, each at least 1. */
  TextureFeatures(const std::vector<NamedPlane> & planes, std::vector<unsigned> scales);

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;

private:
  struct LevelPlane
  {
    std::string               name;
    std::vector<std::uint8_t> levels;
  };
  std::vector<LevelPlane> m_Planes;
  std::vector<unsigned>   m_Scales;
};
} // namespace pheno

#endif

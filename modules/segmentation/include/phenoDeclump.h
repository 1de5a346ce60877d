#ifndef phenoDeclump_h
#define phenoDeclump_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** What tells objects that touch from one another. */
enum class DeclumpMethod
{
  Both,      ///< thickness times height above background: a neck or a dip
  Shape,     ///< the distance to the background: a neck
  Intensity, ///< the stain: a dip between two maxima
  Blobs,     ///< a watershed of the stain from BlobSeeds of the typical diameter; what has no seed goes
  None       ///< what is connected is one object
};

/** both, shape, intensity, blobs, none. Throws std::invalid_argument naming them. */
DeclumpMethod
DeclumpMethodOf(const std::string & name);

/** What Declump goes by. */
struct DeclumpRules
{
  DeclumpMethod method = DeclumpMethod::Both;
  double        diameter = 20.0;  ///< of a typical object, in pixels
  double        background = 0.0; ///< grey level outside of the objects
};

/** How high a mask's pixels lie for a division: the smoothed distance to the background times the height above
 * background to the power of gain (0: distance alone); the height above background alone for Intensity and Blobs. */
std::vector<float>
DivisionHeights(PlaneView<const float>        smoothed,
                PlaneView<const std::uint8_t> mask,
                const DeclumpRules &          rules,
                double                        gain);

/** Numbers the objects of a mask after dividing those that touch: a watershed into many pieces (FloodBasins), of which
 * neighbours become one again, the surest first, while that makes a more likely object. It is judged by how elliptic
 * pieces and union are, by the length of their border, the dip of the stain along it, the difference of their grey
 * levels, and the area of the union beside a typical object's. Result: 0 background, otherwise 1..n. */
std::vector<std::uint32_t>
Declump(PlaneView<const float> smoothed, PlaneView<const std::uint8_t> mask, const DeclumpRules & rules);
} // namespace pheno

#endif

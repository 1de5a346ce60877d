#ifndef phenoGreyMorphology_h
#define phenoGreyMorphology_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** A small plane that is computed with: height rows of width values. */
struct GreyPlane
{
  std::size_t         width = 0;
  std::size_t         height = 0;
  std::vector<double> values;
};

/** Least value in the disc x^2 + y^2 <= radius^2 about each pixel; pixels outside the plane do not count. */
GreyPlane
Erode(const GreyPlane & plane, std::size_t radius);

/** The greatest value there. */
GreyPlane
Dilate(const GreyPlane & plane, std::size_t radius);

/** Grows marker (nowhere above mask) under mask until nothing changes: reconstruction by dilation with the four
 * neighbours (Vincent 1993, hybrid algorithm). */
void
Reconstruct(GreyPlane & marker, const GreyPlane & mask);
} // namespace pheno

#endif

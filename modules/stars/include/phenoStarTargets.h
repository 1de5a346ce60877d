#ifndef phenoStarTargets_h
#define phenoStarTargets_h

#include "phenoPlaneView.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** What a star network learns to say at the points of a grid, from the numbers of the objects (Schmidt et al. 2018,
 * section 2). The grid's point (i, j) is the centre of pixel (step i, step j). */
struct StarTargets
{
  std::size_t width = 0; ///< points
  std::size_t height = 0;
  /** Euclidean distance to the nearest pixel outside the point's object, divided by the greatest one in that object; 0
   * in the background. What is beyond the image is outside. height x width */
  std::vector<float> probability;
  /** Where a ray from the pixel's centre first leaves the object's pixels (squares of side 1), exactly; 0 in the
   * background. rays x height x width */
  std::vector<float> distances;
};

/** \param labels 0 background, otherwise an object's number */
StarTargets
MakeStarTargets(PlaneView<const std::uint32_t> labels, int rays, std::size_t step = 1);
} // namespace pheno

#endif

#ifndef phenoStarDetection_h
#define phenoStarDetection_h

#include "phenoPlaneView.h"
#include "phenoStarModel.h"
#include "phenoStarPolygon.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace pheno
{
/** What a network says of a whole plane. */
struct StarDetection
{
  std::vector<StarPolygon> candidates; ///< the points of enough probability, row by row of each tile
  std::vector<float>       foreground; ///< probability of each pixel that it is of any object
};

/** How to run, without effect on the result but for last bits of sums. */
struct StarDetectionRun
{
  int                        threads = 1;       ///< of the network's arithmetic, set here
  std::size_t                tile_px = 512;     ///< side of a tile, rounded up to what the network needs
  std::function<void(float)> advance = nullptr; ///< called with the share that is done; may throw to stop
};

/** Runs a network over a plane of any size, tile by tile where it is larger than a tile; each tile is seen with all
 * pixels that have a part in its outputs, so that the result is that of the whole plane at once. Beyond the plane is
 * background. Needs, beside 12 bytes a pixel and the candidates, the memory of one tile, which does not depend on the
 * plane: with the default and the shipped model about 330 MB.
 * \param probability of the least probable candidate */
StarDetection
DetectStars(const StarModel & model, PlaneView<const float> plane, double probability, const StarDetectionRun & run);

/** The objects of a plane: detected, without overlaps, rendered; numbered 1..n in raster order of their first pixel.
 * \return n */
std::uint32_t
SegmentStars(const StarModel &        model,
             PlaneView<const float>   plane,
             const StarDetectionRun & run,
             PlaneView<std::uint32_t> labels);
} // namespace pheno

#endif

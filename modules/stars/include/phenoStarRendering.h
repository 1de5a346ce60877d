#ifndef phenoStarRendering_h
#define phenoStarRendering_h

#include "phenoPlaneView.h"
#include "phenoStarPolygon.h"

#include <cstdint>

namespace pheno
{
/** Writes the objects of polygons, numbered 1..n in raster order of their first pixel, and 0 elsewhere.
 *
 * A pixel lies at the share q of the way from a polygon's point to its border. It belongs to the polygon where its q is
 * least (the first of equals), when that is at most 1. With a foreground, the probability of each pixel that it is of
 * any object, the pixel's own answer decides near the border: it belongs there when q is at most 1/2, or at most 5/4
 * and the probability at least 1/2; pixels that this cuts off from the largest 4-connected piece of their object are
 * left out. An object that others cover entirely has no number. \param foreground of the labels' size, or empty \return
 * n */
std::uint32_t
RenderStars(const std::vector<StarPolygon> & polygons,
            PlaneView<const float>           foreground,
            PlaneView<std::uint32_t>         labels);
} // namespace pheno

#endif

#ifndef phenoStarSuppression_h
#define phenoStarSuppression_h

#include "phenoStarPolygon.h"

namespace pheno
{
/** Non-maximum suppression (Schmidt et al. 2018, section 2): from the greatest score downwards a polygon is kept unless
 * it shares more than `bound` of its pixels, or of a kept one's where that is smaller, with a kept one. Of equal scores
 * the one further up, then further left comes first. A polygon without a pixel is dropped. A polygon is compared with
 * those kept ones alone that reach into the same cells of a grid, so that the cost grows with the number of candidates
 * and not with its square. \return the kept ones by falling score */
std::vector<StarPolygon>
SuppressOverlaps(std::vector<StarPolygon> candidates, double bound);
} // namespace pheno

#endif

#ifndef phenoRankFilter_h
#define phenoRankFilter_h

#include "phenoBorder.h"
#include "phenoFieldPicture.h"

#include <vector>

namespace pheno
{
/** The pixels around a pixel that a rank filter looks at: row dy reaches from -half_widths[dy + reach] to
 * +half_widths[dy + reach], reach = (number of rows) / 2. */
struct Footprint
{
  std::vector<std::size_t> half_widths;
};

/** window x window pixels; window odd. */
Footprint
SquareFootprint(std::size_t window);

/** x^2 + y^2 <= radius^2. */
Footprint
DiskFootprint(std::size_t radius);

/** The order statistic floor(n percentile / 100) (the last for 100) of the n values under the footprint, a pixel, as
 * scipy.ndimage's percentile_filter; percentile 50 is the (upper) median.
 *
 * Exact for any values: they are replaced by their ranks and counted in a sliding two-level histogram (Huang 1979), so
 * a pixel costs two updates a row of the footprint whatever the area. scipy 1.9 to 1.17 differ from this definition
 * where the window is many times larger than the picture; here Border::Reflect is repeated as often as needed.
 * Memory: 24 bytes a pixel besides the pictures. picture: at least one pixel; percentile 0 to 100. */
FieldPicture
RankFilter(const FieldPicture & picture, const Footprint & footprint, double percentile, Border border);
} // namespace pheno

#endif

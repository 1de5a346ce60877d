#ifndef phenoStretchToBytes_h
#define phenoStretchToBytes_h

#include "phenoPlaneView.h"

#include <cstdint>

namespace pheno
{
/** The percentile (0 to 100) of finite values, at least one, with linear interpolation between order statistics. */
double
Percentile(std::vector<float> values, double percentile);

/** Clips a plane to two of its percentiles and stretches it to 0..255, truncating as SPC's preparation does. A plane
 * without range between them gives 0. All values finite, at least one. */
std::vector<std::uint8_t>
StretchToBytes(PlaneView<const float> plane, double low_percentile, double high_percentile);
} // namespace pheno

#endif

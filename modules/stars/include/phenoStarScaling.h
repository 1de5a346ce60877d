#ifndef phenoStarScaling_h
#define phenoStarScaling_h

#include "phenoPlaneView.h"

#include <vector>

namespace pheno
{
/** How the pixels of an image become the input of a network, whatever their depth: the two percentiles of its own
 * finite pixels (linear between order statistics) become 0 and 1, values beyond -1 and 4 those, and what is not finite
 * 0. A plane without contrast becomes 0. */
struct StarScaling
{
  double low = 1.0; ///< percent
  double high = 99.8;

  std::vector<float>
  Apply(PlaneView<const float> plane) const;

  bool
  operator==(const StarScaling &) const = default;
};
} // namespace pheno

#endif

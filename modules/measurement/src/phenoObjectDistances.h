#ifndef phenoObjectDistances_h
#define phenoObjectDistances_h

#include "phenoObjectMap.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** Squared Euclidean distance, in pixels, from each pixel of a width x height window to the nearest marked one, exact;
 * infinite where nothing is marked. Lower envelopes of parabolas, columns first (Felzenszwalb and Huttenlocher 2012).
 */
std::vector<double>
SquaredDistances(const std::vector<std::uint8_t> & marked, std::size_t width, std::size_t height);

/** May what lies outside the image end an object? */
enum class ImageBorder
{
  IsBackground,
  IsNoEdge
};

/** Distance from each pixel of an object, row by row, to the nearest pixel that is not of the object. Infinite where
 * there is none. */
std::vector<double>
DistancesToEdge(const ObjectMap & objects, const MeasuredObject & object, ImageBorder border);

/** Length of the shortest path inside the object from a pixel of it (its place in the order row by row) to each of its
 * pixels: steps of 1 to the four neighbours, of sqrt(2) to the diagonal ones; infinite where no path leads. */
std::vector<double>
DistancesWithin(const ObjectMap & objects, const MeasuredObject & object, std::size_t start);
} // namespace pheno

#endif

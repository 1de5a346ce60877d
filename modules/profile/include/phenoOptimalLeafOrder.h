#ifndef phenoOptimalLeafOrder_h
#define phenoOptimalLeafOrder_h

#include "phenoDendrogram.h"

#include <span>

namespace pheno
{
/** The order of the rows that turns branches of the dendrogram so that the sum of the distances of neighbouring rows is
 * smallest (Bar-Joseph, Gifford, Jaakkola 2001). Of an order and its mirror image the one whose first row has the
 * smaller number; other ties as first found, rows in the order of LeafOrder.
 * \param distances of all pairs, in the order of PairDistances
 * Time O(n^3), memory 8 n^2 bytes: meant for up to about 2000 rows. Throws ProfileError for another number of
 * distances.
 */
std::vector<std::size_t>
OptimalLeafOrder(const Dendrogram & dendrogram, std::span<const double> distances);

/** The sum of the distances of neighbours in an order. */
double
OrderCost(std::span<const std::size_t> order, std::span<const double> distances);
} // namespace pheno

#endif

#ifndef phenoQuicksortOrder_h
#define phenoQuicksortOrder_h

#include <cstddef>
#include <span>
#include <vector>

namespace pheno
{
/** The place of every value in ascending order. Equal values stand as the introspective quicksort of NumPy's scalar
 * argsort leaves them: median of three as pivot, parts of at most 16 values by insertion (so that they keep their
 * order). pycytominer decides between equal features by that order. */
std::vector<std::size_t>
QuicksortPlaces(std::span<const double> values);
} // namespace pheno

#endif

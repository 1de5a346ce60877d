#ifndef phenoMeasureObjects_h
#define phenoMeasureObjects_h

#include "phenoObjectTable.h"
#include "phenoPlaneView.h"

namespace pheno
{
/** Measures every number but 0 of a label plane, in rising order. All views have one size. nuclei may be empty (no
 * data): then the columns about nuclei are empty; otherwise a nucleus has the number of its cell. Pixels that are not
 * finite count as missing; where none is left, mean and standard deviation are 0. */
ObjectTable
MeasureObjects(PlaneView<const std::uint32_t>              labels,
               const std::vector<PlaneView<const float>> & planes,
               PlaneView<const std::uint32_t>              nuclei);

/** The rows of a table, in the order given. */
ObjectTable
SelectRows(const ObjectTable & table, const std::vector<std::size_t> & rows);
} // namespace pheno

#endif

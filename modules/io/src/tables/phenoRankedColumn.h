#ifndef phenoRankedColumn_h
#define phenoRankedColumn_h

#include "phenoTable.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** A text column as positions in the sorted list of its distinct values, so that rows compare by numbers. */
struct RankedColumn
{
  std::vector<std::string>   names; ///< distinct, in natural order
  std::vector<std::uint32_t> ranks; ///< one a row
};

RankedColumn
RankColumn(const Table::Text & cells);
} // namespace pheno

#endif

#include "phenoRankedColumn.h"

#include "phenoShard.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace pheno
{
RankedColumn
RankColumn(const Table::Text & cells)
{
  RankedColumn                                        column;
  std::unordered_map<std::string_view, std::uint32_t> seen;
  for (const std::string & cell : cells)
  {
    const auto [at, fresh] = seen.emplace(cell, static_cast<std::uint32_t>(column.names.size()));
    if (fresh)
    {
      column.names.push_back(cell);
    }
    column.ranks.push_back(at->second);
  }
  std::vector<std::uint32_t> order(column.names.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return NaturalLess(column.names[a], column.names[b]);
  });
  std::vector<std::uint32_t> rankOf(order.size());
  std::vector<std::string>   names;
  for (std::size_t i = 0; i < order.size(); ++i)
  {
    rankOf[order[i]] = static_cast<std::uint32_t>(i);
    names.push_back(column.names[order[i]]);
  }
  column.names = std::move(names);
  for (std::uint32_t & rank : column.ranks)
  {
    rank = rankOf[rank];
  }
  return column;
}
} // namespace pheno

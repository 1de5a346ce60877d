#ifndef phenoWeightedGraph_h
#define phenoWeightedGraph_h

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** A weighted graph of rows: the edges of a row are first[row] .. first[row + 1] - 1, columns ascending. */
struct WeightedGraph
{
  std::vector<std::size_t>   first; ///< N + 1
  std::vector<std::uint32_t> column;
  std::vector<double>        weight;

  std::size_t
  Rows() const
  {
    return first.empty() ? 0 : first.size() - 1;
  }
};
} // namespace pheno

#endif

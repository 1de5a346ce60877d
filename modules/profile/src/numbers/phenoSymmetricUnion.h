#ifndef phenoSymmetricUnion_h
#define phenoSymmetricUnion_h

#include "phenoWeightedGraph.h"

#include <algorithm>

namespace pheno
{
struct GraphEdge
{
  std::uint32_t column;
  double        weight;
};

/** The symmetric graph of directed edges: the weight of a pair is combine(there, back), 0 for an edge that is not
 * there. \param out the edges of every row, no column twice; combine must be symmetric */
template <typename TCombine>
WeightedGraph
SymmetricUnion(std::vector<std::vector<GraphEdge>> out, const TCombine & combine)
{
  std::vector<std::vector<GraphEdge>> in(out.size());
  for (std::size_t row = 0; row < out.size(); ++row)
  {
    for (const GraphEdge & edge : out[row])
    {
      in[edge.column].push_back({ static_cast<std::uint32_t>(row), edge.weight });
    }
  }
  WeightedGraph graph;
  graph.first.push_back(0);
  for (std::size_t row = 0; row < out.size(); ++row)
  {
    std::vector<GraphEdge> & edges = out[row];
    edges.insert(edges.end(), in[row].begin(), in[row].end());
    std::sort(edges.begin(), edges.end(), [](const GraphEdge & a, const GraphEdge & b) { return a.column < b.column; });
    for (std::size_t i = 0; i < edges.size(); ++i)
    {
      const bool   isBoth = i + 1 < edges.size() && edges[i + 1].column == edges[i].column;
      const double there = edges[i].weight;
      graph.column.push_back(edges[i].column);
      i += isBoth ? 1 : 0;
      graph.weight.push_back(combine(there, isBoth ? edges[i].weight : 0));
    }
    graph.first.push_back(graph.column.size());
  }
  return graph;
}
} // namespace pheno

#endif

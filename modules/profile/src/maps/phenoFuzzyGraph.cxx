#include "phenoFuzzyGraph.h"
#include "phenoPortableMath.h"
#include "phenoSymmetricUnion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr int    kBisections = 64;
constexpr double kLeastSigmaShare = 1e-3;

double
Membership(double distance, double rho, double sigma)
{
  return distance <= rho ? 1 : PortableExp(-(distance - rho) / sigma);
}

/** The bandwidth at which the memberships of the neighbours sum to `target`. */
double
FindSigma(std::span<const double> distances, double rho, double target)
{
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double sigma = 1;
  for (int i = 0; i < kBisections; ++i)
  {
    double sum = 0;
    for (const double distance : distances.subspan(1))
    {
      sum += Membership(distance, rho, sigma);
    }
    (sum > target ? high : low) = sigma;
    sigma = std::isinf(high) ? sigma * 2 : (low + high) / 2;
  }
  return sigma;
}

/** A_ij: the edges of every row to its neighbours. */
std::vector<std::vector<GraphEdge>>
DirectedEdges(const NearestNeighbours & neighbours)
{
  const std::size_t k = neighbours.k;
  const auto        mean = [](std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  const double                        meanOfAll = mean(neighbours.distance);
  const double                        target = PortableLog(static_cast<double>(k)) / PortableLog(2);
  std::vector<std::vector<GraphEdge>> edges(neighbours.rows);
  for (std::size_t row = 0; row < neighbours.rows; ++row)
  {
    const auto   distances = std::span(neighbours.distance).subspan(row * k, k);
    const auto   positive = std::find_if(distances.begin(), distances.end(), [](double d) { return d > 0; });
    const double rho = positive == distances.end() ? 0 : *positive;
    const double sigma =
      std::max(FindSigma(distances, rho, target), kLeastSigmaShare * (rho > 0 ? mean(distances) : meanOfAll));
    for (std::size_t i = 1; i < k; ++i)
    {
      const double weight = Membership(distances[i], rho, sigma);
      if (weight > 0)
      {
        edges[row].push_back({ neighbours.index[row * k + i], weight });
      }
    }
  }
  return edges;
}
} // namespace

WeightedGraph
BuildFuzzyGraph(const NearestNeighbours & neighbours)
{
  return SymmetricUnion(DirectedEdges(neighbours),
                        [](double there, double back) { return there + back - there * back; });
}

WeightedGraph
PruneEdges(const WeightedGraph & graph, double share)
{
  const auto    largest = std::max_element(graph.weight.begin(), graph.weight.end());
  const double  least = largest == graph.weight.end() ? 0 : share * *largest;
  WeightedGraph pruned;
  for (std::size_t row = 0; row < graph.Rows(); ++row)
  {
    pruned.first.push_back(pruned.column.size());
    for (std::size_t i = graph.first[row]; i < graph.first[row + 1]; ++i)
    {
      if (graph.weight[i] >= least)
      {
        pruned.column.push_back(graph.column[i]);
        pruned.weight.push_back(graph.weight[i]);
      }
    }
  }
  pruned.first.push_back(pruned.column.size());
  return pruned;
}
} // namespace pheno

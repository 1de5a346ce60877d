#include "phenoGoldenMatrix.h"

#include "phenoFuzzyGraph.h"
#include "phenoPrincipalComponents.h"
#include "phenoTrustworthiness.h"
#include "phenoUmap.h"

#include <algorithm>
#include <numeric>

namespace pheno::golden
{
namespace
{
constexpr std::size_t kRowsShown = 30;
constexpr std::size_t kSeeds = 5;
constexpr std::size_t kTrustNeighbours = 15;
constexpr double      kMeanSlack = 0.02;
constexpr double      kSeedSlack = 0.03;
constexpr double      kPcaSlack = 0.02;
constexpr double      kEpochs = 500; // of the reference for these sizes: it drops weaker edges than one epoch's

Json
Rows(const WeightedGraph & graph, std::size_t count)
{
  Json rows = Json::array();
  for (std::size_t row = 0; row < count; ++row)
  {
    rows.push_back(Json::array());
    for (std::size_t edge = graph.first[row]; edge < graph.first[row + 1]; ++edge)
    {
      rows.back().push_back({ graph.column[edge], graph.weight[edge] });
    }
  }
  return rows;
}

double
Sum(const std::vector<double> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/** The bands of must_hold, told as the reference's values that would be too high for what we reach. */
Json
TrustBands(const Matrix & rows, const UmapOptions & asked, double ofComponents)
{
  std::vector<double> trust;
  UmapOptions         options = asked;
  for (options.seed = 0; options.seed < kSeeds; ++options.seed)
  {
    trust.push_back(Trustworthiness(rows, ComputeUmap(rows, options), kTrustNeighbours, options.distance));
  }
  const double mean = Sum(trust) / kSeeds;
  const double least = *std::min_element(trust.begin(), trust.end());
  const bool   belowComponents = mean < ofComponents - kPcaSlack; // allowed where the reference is below them too
  return { { "umap_mean", Within(0, std::min(mean + kMeanSlack, belowComponents ? ofComponents - kPcaSlack : 1)) },
           { "umap_min", Within(0, least + kSeedSlack) },
           { "umap_all_seeds", Unspecified() } };
}

Json
Map(const Case & golden)
{
  const Json   expected = ReadExpectation(golden.whole, {}).fields;
  const Matrix rows = ToMatrix(golden.inputs.at("X"));
  UmapOptions  options;
  options.neighbours = golden.inputs.at("n_neighbors");
  options.distance = DistanceFromName(golden.inputs.at("metric"));
  const NearestNeighbours neighbours = FindNearestNeighbours(rows, options.neighbours, options.distance);
  const WeightedGraph     graph = BuildFuzzyGraph(neighbours);
  const WeightedGraph     pruned = PruneEdges(graph, 1 / kEpochs);
  const double            ofComponents =
    Trustworthiness(rows, ComputePrincipalComponents(rows, 2).scores, kTrustNeighbours, options.distance);
  const std::size_t shown = std::min(kRowsShown, rows.rows);
  Json              got = { { "graph_rows",
                 expected.contains("own_graph_rows") ? Unspecified() : Rows(pruned, shown) }, // one of the two
                            { "own_graph_rows", Rows(graph, shown) },
                            { "knn_index", Json::array() },
                            { "knn_dist", Json::array() },
                            { "graph_nnz", static_cast<double>(pruned.column.size()) }, // has a tolerance
                            { "graph_sum", Sum(pruned.weight) },
                            { "graph_sum_own", Sum(graph.weight) },
                            { "pca2_trust", ofComponents },
                            { "trust", TrustBands(rows, options, ofComponents) } };
  for (std::size_t row = 0; row < shown; ++row)
  {
    const std::size_t first = row * neighbours.k;
    const auto        index = std::span(neighbours.index).subspan(first, neighbours.k);
    got["knn_index"].push_back(std::vector<std::uint32_t>(index.begin(), index.end()));
    got["knn_dist"].push_back(FromNumbers(std::span(neighbours.distance).subspan(first, neighbours.k)));
  }
  return got;
}
} // namespace

Json
RunUmapQuality(const Case & golden)
{
  return Refusing([&golden] { return Map(golden); });
}
} // namespace pheno::golden

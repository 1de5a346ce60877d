#include "phenoGoldenMatrix.h"

#include "phenoHierarchicalClustering.h"
#include "phenoOptimalLeafOrder.h"
#include "phenoPairDistances.h"
#include "phenoRankStatistics.h"

#include <limits>

namespace pheno::golden
{
namespace
{
constexpr double kRounding = 1e-9;

/** The keys of an object of cuts, as the numbers they are, each with the labels there. */
template <typename TCut>
Json
Cuts(const Json & expected, const std::string & field, const TCut & cut)
{
  Json       cuts = Json::object();
  const Json asked = expected.value(field, Json::object());
  for (const auto & [key, labels] : asked.items())
  {
    cuts[key] = cut(key);
  }
  return cuts;
}

/** Everything the notes of the golden file define, for the cuts that the case has. */
Json
Cluster(const Case & golden)
{
  const Json       expected = ReadExpectation(golden.whole, {}).fields;
  const Matrix     rows = ToMatrix(golden.inputs.at("X"));
  const auto       distances = PairDistances(rows, DistanceFromName(golden.inputs.at("metric")));
  const Dendrogram dendrogram =
    ClusterHierarchically(distances, rows.rows, LinkageFromName(golden.inputs.at("method")));
  const auto cophenetic = CopheneticDistances(dendrogram);
  return {
    { "condensed", FromNumbers(distances) },
    { "heights", FromNumbers(dendrogram.heights) },
    { "merges", dendrogram.merges },
    { "sizes", dendrogram.sizes },
    { "leaves", LeafOrder(dendrogram) },
    { "cut_k",
      Cuts(expected, "cut_k", [&](const std::string & key) { return CutIntoClusters(dendrogram, std::stoul(key)); }) },
    { "cut_h",
      Cuts(expected, "cut_h", [&](const std::string & key) { return CutAtHeight(dendrogram, std::stod(key)); }) },
    { "cophenetic", FromNumbers(cophenetic) },
    { "cophenetic_corr", FromNumber(PearsonCorrelation(distances, cophenetic)) },
    { "optimal_leaves", Unspecified() }, // may be mirrored: the cost is what counts
    // The reference's search stops early: trying all turns of the branches finds orders that cost less than its own.
    { "optimal_cost",
      Within(OrderCost(OptimalLeafOrder(dendrogram, distances), distances) - kRounding,
             std::numeric_limits<double>::max()) },
    { "heights_reference_tie_rule", Unspecified() },
    { "heights_tie_invariant", Unspecified() }
  };
}
} // namespace

Json
RunHierarchical(const Case & golden)
{
  return Refusing([&golden] { return Cluster(golden); });
}
} // namespace pheno::golden

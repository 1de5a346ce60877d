#include "phenoClusteredRows.h"

#include "phenoFuzzyGraph.h"
#include "phenoNearestMatch.h"
#include "phenoTrustworthiness.h"
#include "phenoUmap.h"

#include <algorithm>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("nearest neighbours are those of a full sort, whatever the threads")
{
  Matrix rows = RandomMatrix(300, 4, 6);
  std::copy(rows.Row(7).begin(), rows.Row(7).end(), rows.Row(200).begin()); // a duplicate in another tile
  for (std::size_t i = 1; i <= 4; ++i) // nearer to each other than single precision can tell
  {
    std::copy(rows.Row(7).begin(), rows.Row(7).end(), rows.Row(250 + i).begin());
    rows(250 + i, 0) += 1e-5 * static_cast<double>(5 - i);
  }
  for (const Distance distance : { Distance::Cosine, Distance::Euclidean, Distance::AbsCosine, Distance::Correlation })
  {
    const NearestNeighbours found = FindNearestNeighbours(rows, 6, distance);
    REQUIRE(found.k == 6);
    for (const std::size_t row : { std::size_t{ 0 }, std::size_t{ 7 }, std::size_t{ 200 }, std::size_t{ 299 } })
    {
      const std::vector<double>  distances = DistancesTo(rows, rows.Row(row), distance);
      std::vector<std::uint32_t> order(300);
      std::iota(order.begin(), order.end(), 0u);
      std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return (a == row ? -1 : distances[a]) < (b == row ? -1 : distances[b]);
      });
      for (std::size_t i = 0; i < 6; ++i)
      {
        CHECK(found.index[row * 6 + i] == order[i]);
        CHECK(found.distance[row * 6 + i] == doctest::Approx(distances[order[i]]).epsilon(1e-9));
      }
    }
    CHECK(found.index[200 * 6] == 200);
    CHECK(found.index[200 * 6 + 1] == 7);
    CHECK(found.index[200 * 6 + 2] == 254);
    CHECK(found.index[200 * 6 + 5] == 251);
    const NearestNeighbours threaded = FindNearestNeighbours(rows, 6, distance, 3);
    CHECK(threaded.index == found.index);
    CHECK(threaded.distance == found.distance);
  }
  CHECK(FindNearestNeighbours(rows, 1, Distance::Cosine).index[299] == 299);
  CHECK(FindNearestNeighbours(RandomMatrix(4, 2, 1), 15, Distance::Cosine).k == 4);
  CHECK(FindNearestNeighbours(Matrix(0, 2), 5, Distance::Cosine).rows == 0);
  CHECK_THROWS_AS(FindNearestNeighbours(rows, 0, Distance::Cosine), ProfileError);
  CHECK_THROWS_AS(FindNearestNeighbours(MakeMatrix({ { kNaN } }), 1, Distance::Cosine), ProfileError);
}

TEST_CASE("the fuzzy graph is symmetric, and a row's own memberships sum to log2 k")
{
  // Far pairs: nobody is another's neighbour but within its pair and triple, so that A can be read off.
  const Matrix        line = MakeMatrix({ { 0 }, { 1 }, { 3 }, { 100 }, { 101 }, { 103 } });
  const WeightedGraph graph = BuildFuzzyGraph(FindNearestNeighbours(line, 3, Distance::Euclidean));
  REQUIRE(graph.Rows() == 6);
  const auto weight = [&graph](std::size_t row, std::uint32_t column) {
    for (std::size_t i = graph.first[row]; i < graph.first[row + 1]; ++i)
    {
      if (graph.column[i] == column)
      {
        return graph.weight[i];
      }
    }
    return 0.0;
  };
  const double rest = std::log2(3) - 1; // what the second neighbour has when the first has 1
  CHECK(weight(0, 1) == 1);             // nearest of each other
  CHECK(weight(0, 2) == doctest::Approx(rest + rest - rest * rest));
  CHECK(weight(1, 2) == doctest::Approx(1)); // 1 is 2's nearest
  CHECK(weight(0, 3) == 0);
  for (std::size_t row = 0; row < 6; ++row)
  {
    for (std::uint32_t column = 0; column < 6; ++column)
    {
      CHECK(weight(row, column) == weight(column, static_cast<std::uint32_t>(row)));
    }
    CHECK(weight(row, static_cast<std::uint32_t>(row)) == 0);
  }
  const WeightedGraph pruned = PruneEdges(graph, .9);
  CHECK(pruned.Rows() == 6);
  CHECK(std::all_of(pruned.weight.begin(), pruned.weight.end(), [](double each) { return each >= .9; }));
  CHECK(pruned.weight.size() < graph.weight.size());
}

TEST_CASE("a map keeps clusters and neighbours together; its bytes depend on the seed, not on the threads")
{
  LabelColumn  labels;
  const Matrix profiles = Clusters(203, labels);
  for (const Distance distance : { Distance::Cosine, Distance::Euclidean })
  {
    UmapOptions options;
    options.distance = distance;
    const Matrix map = ComputeUmap(profiles, options);
    REQUIRE(map.rows == 203);
    REQUIRE(map.columns == 2);
    CHECK(std::all_of(map.values.begin(), map.values.end(), [](double value) { return std::isfinite(value); }));
    NearestMatchOptions nearest;
    nearest.distance = Distance::Euclidean;
    CHECK(MatchNearest(map, labels, {}, nearest).accuracy == 1);
    const Matrix random = RandomMatrix(203, 2, 9);
    CHECK(Trustworthiness(profiles, map, 15, distance) > .9);
    CHECK(Trustworthiness(profiles, random, 15, distance) < .6);
    CHECK(Trustworthiness(profiles, map, 15, distance, 3) == Trustworthiness(profiles, map, 15, distance));
    options.threads = 3;
    CHECK(ComputeUmap(profiles, options).values == map.values);
    options.seed = 1;
    CHECK(ComputeUmap(profiles, options).values != map.values);
  }
}

TEST_CASE("no row, few rows, equal rows and zero vectors have a map")
{
  CHECK(ComputeUmap(Matrix(0, 3)).rows == 0);
  CHECK(ComputeUmap(RandomMatrix(2, 3, 1)).rows == 2);
  for (const Matrix & equal : { Matrix(12, 3, 2.0), Matrix(12, 3), Matrix(12, 1, 1.0) })
  {
    const Matrix map = ComputeUmap(equal);
    REQUIRE(map.rows == 12);
    CHECK(std::all_of(map.values.begin(), map.values.end(), [](double value) { return std::isfinite(value); }));
  }
}

TEST_CASE("what has no map is refused")
{
  CHECK_THROWS_AS(ComputeUmap(MakeMatrix({ { kNaN } })), ProfileError);
  UmapOptions options;
  options.neighbours = 1;
  CHECK_THROWS_AS(ComputeUmap(Matrix(10, 1), options), ProfileError);
  options = {};
  options.min_dist = -1;
  CHECK_THROWS_AS(ComputeUmap(Matrix(10, 1), options), ProfileError);
  CHECK_THROWS_AS(Trustworthiness(Matrix(10, 2), Matrix(10, 2), 5), ProfileError);
  CHECK_THROWS_AS(Trustworthiness(Matrix(10, 2), Matrix(9, 2), 2), ProfileError);
}

TEST_CASE("trustworthiness counts how far false neighbours are")
{
  // On a line 0..5 the map swaps the ends: rows 0 and 5 change places.
  const Matrix line = MakeMatrix({ { 0 }, { 1.1 }, { 2.3 }, { 3.6 }, { 5.0 }, { 6.5 } });
  const Matrix map = MakeMatrix({ { 6.5 }, { 1.1 }, { 2.3 }, { 3.6 }, { 5.0 }, { 0 } });
  CHECK(Trustworthiness(line, line, 1, Distance::Euclidean) == 1);
  // One neighbour each in the map: 0-4, 1-5, 2-1, 3-2, 4-3, 5-1. Ranks there: 4, 5, 1, 1, 1, 4.
  const double excess = 3 + 4 + 0 + 0 + 0 + 3;
  CHECK(Trustworthiness(line, map, 1, Distance::Euclidean) == doctest::Approx(1 - 2.0 / (6 * 1 * 8) * excess));
}

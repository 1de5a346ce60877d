#include "phenoProfileTest.h"

#include "phenoHierarchicalClustering.h"
#include "phenoOptimalLeafOrder.h"
#include "phenoPairDistances.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr std::pair<std::size_t, std::size_t> kPairs[] = { { 0, 1 }, { 5, 149 }, { 127, 128 }, { 148, 149 } };
constexpr Linkage kLinkages[] = { Linkage::Single, Linkage::Average, Linkage::Complete, Linkage::Ward };

/** The distance of two sets of rows by the definition of the linkage. */
double
SetDistance(const std::vector<std::size_t> & a,
            const std::vector<std::size_t> & b,
            const Matrix &                   rows,
            Linkage                          linkage)
{
  if (linkage == Linkage::Ward)
  {
    const auto mean = [&rows](const std::vector<std::size_t> & set, std::size_t column) {
      double sum = 0;
      for (const std::size_t row : set)
      {
        sum += rows(row, column);
      }
      return sum / static_cast<double>(set.size());
    };
    double square = 0;
    for (std::size_t column = 0; column < rows.columns; ++column)
    {
      square += std::pow(mean(a, column) - mean(b, column), 2);
    }
    const double n = static_cast<double>(a.size());
    const double m = static_cast<double>(b.size());
    return std::sqrt(2 * n * m / (n + m) * square);
  }
  std::vector<double> distances;
  for (const std::size_t i : a)
  {
    for (const std::size_t j : b)
    {
      distances.push_back(PairDistance(rows.Row(i), rows.Row(j), Distance::Euclidean));
    }
  }
  return linkage == Linkage::Single ? *std::min_element(distances.begin(), distances.end())
         : linkage == Linkage::Complete
           ? *std::max_element(distances.begin(), distances.end())
           : std::accumulate(distances.begin(), distances.end(), 0.0) / static_cast<double>(distances.size());
}

/** Heights by always joining the two nearest sets. */
std::vector<double>
GreedyHeights(const Matrix & rows, Linkage linkage)
{
  std::vector<std::vector<std::size_t>> sets;
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    sets.push_back({ row });
  }
  std::vector<double> heights;
  while (sets.size() > 1)
  {
    std::size_t a = 0;
    std::size_t b = 1;
    double      least = kInfinity;
    for (std::size_t i = 0; i < sets.size(); ++i)
    {
      for (std::size_t j = i + 1; j < sets.size(); ++j)
      {
        const double distance = SetDistance(sets[i], sets[j], rows, linkage);
        if (distance < least)
        {
          least = distance;
          a = i;
          b = j;
        }
      }
    }
    heights.push_back(least);
    sets[a].insert(sets[a].end(), sets[b].begin(), sets[b].end());
    sets.erase(sets.begin() + static_cast<std::ptrdiff_t>(b));
  }
  return heights;
}

Dendrogram
Cluster(const Matrix & rows, Linkage linkage, Distance distance = Distance::Euclidean)
{
  return ClusterHierarchically(PairDistances(rows, distance), rows.rows, linkage);
}
} // namespace

TEST_CASE("pair distances are those of each pair, whatever the tiles and threads")
{
  Matrix rows = RandomMatrix(150, 6, 2);
  rows(3, 2) = kNaN;
  for (const Distance distance : { Distance::Cosine, Distance::Correlation, Distance::Euclidean, Distance::Chebyshev })
  {
    const std::vector<double> pairs = PairDistances(rows, distance);
    REQUIRE(pairs.size() == 150 * 149 / 2);
    for (const auto & [i, j] : kPairs)
    {
      CHECK(pairs[PairPlace(i, j, 150)] ==
            doctest::Approx(PairDistance(rows.Row(i), rows.Row(j), distance)).epsilon(1e-9));
    }
    CHECK(std::isnan(pairs[PairPlace(3, 7, 150)]));
    const std::vector<double> threaded = PairDistances(rows, distance, 3);
    CHECK(std::equal(pairs.begin(), pairs.end(), threaded.begin(), [](double a, double b) {
      return a == b || (std::isnan(a) && std::isnan(b));
    }));
  }
  CHECK(PairDistances(RandomMatrix(1, 2, 1), Distance::Cosine).empty());
}

TEST_CASE("every linkage joins what its definition says is nearest")
{
  const Matrix rows = RandomMatrix(40, 3, 11);
  for (const Linkage linkage : kLinkages)
  {
    CheckSame(Cluster(rows, linkage).heights, GreedyHeights(rows, linkage), 1e-12);
  }
}

TEST_CASE("a dendrogram by hand: merges, sizes, order, cuts, cophenetic distances")
{
  const Matrix     rows = MakeMatrix({ { 0 }, { 10 }, { 1 }, { 12 }, { 4 } });
  const Dendrogram dendrogram = Cluster(rows, Linkage::Complete);
  CHECK(dendrogram.merges == std::vector<std::array<std::size_t, 2>>{ { 0, 2 }, { 1, 3 }, { 4, 5 }, { 6, 7 } });
  CHECK(dendrogram.heights == std::vector<double>{ 1, 2, 4, 12 });
  CHECK(dendrogram.sizes == std::vector<std::size_t>{ 2, 2, 3, 5 });
  CHECK(LeafOrder(dendrogram) == std::vector<std::size_t>{ 1, 3, 4, 0, 2 });
  CHECK(CutAtHeight(dendrogram, 2) == std::vector<std::size_t>{ 0, 1, 0, 1, 2 });
  CHECK(CutAtHeight(dendrogram, .5) == std::vector<std::size_t>{ 0, 1, 2, 3, 4 });
  CHECK(CutIntoClusters(dendrogram, 2) == std::vector<std::size_t>{ 0, 1, 0, 1, 0 });
  CHECK(CutIntoClusters(dendrogram, 9) == std::vector<std::size_t>{ 0, 1, 2, 3, 4 });
  CHECK(CutIntoClusters(dendrogram, 1) == std::vector<std::size_t>(5, 0));
  CHECK(CopheneticDistances(dendrogram) == std::vector<double>{ 12, 1, 12, 4, 12, 2, 12, 12, 4, 12 });
  CHECK_THROWS_AS(CutIntoClusters(dendrogram, 0), ProfileError);
}

TEST_CASE("ties: equal heights are never split, equal rows come together at 0")
{
  const Matrix     square = MakeMatrix({ { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 }, { 0, 0 } });
  const Dendrogram dendrogram = Cluster(square, Linkage::Single);
  CHECK(dendrogram.heights == std::vector<double>{ 0, 1, 1, 1 });
  CHECK(CutIntoClusters(dendrogram, 2) == std::vector<std::size_t>(5, 0));
  CHECK(CutIntoClusters(dendrogram, 4) == std::vector<std::size_t>{ 0, 1, 2, 3, 0 });
  const Dendrogram equal = Cluster(Matrix(6, 2, 1.0), Linkage::Ward, Distance::Cosine);
  CHECK(std::all_of(equal.heights.begin(), equal.heights.end(), [](double height) { return height == 0; }));
}

TEST_CASE("few rows, and what cannot be clustered")
{
  CHECK(ClusterHierarchically({}, 0, Linkage::Average).merges.empty());
  CHECK(LeafOrder(ClusterHierarchically({}, 0, Linkage::Average)).empty());
  const Dendrogram single = ClusterHierarchically({}, 1, Linkage::Average);
  CHECK(LeafOrder(single) == std::vector<std::size_t>{ 0 });
  CHECK(CutAtHeight(single, 1) == std::vector<std::size_t>{ 0 });
  CHECK(OptimalLeafOrder(single, {}) == std::vector<std::size_t>{ 0 });
  CHECK_THROWS_AS(ClusterHierarchically({ 1, 2 }, 3, Linkage::Average), ProfileError);
  CHECK_THROWS_AS(ClusterHierarchically({ kNaN }, 2, Linkage::Average), ProfileError);
  CHECK_THROWS_AS(ClusterHierarchically({ -1 }, 2, Linkage::Average), ProfileError);
  CHECK_THROWS_AS(LinkageFromName("median"), ProfileError);
  CHECK(LinkageFromName("ward") == Linkage::Ward);
}

TEST_CASE("the optimal leaf order is the best of all turns of the branches")
{
  const Matrix              rows = RandomMatrix(8, 3, 5);
  const std::vector<double> distances = PairDistances(rows, Distance::Euclidean);
  const Dendrogram          dendrogram = ClusterHierarchically(distances, 8, Linkage::Average);
  double                    best = kInfinity;
  for (unsigned turns = 0; turns < 1u << 7; ++turns)
  {
    Dendrogram turned = dendrogram;
    for (unsigned t = 0; t < 7; ++t)
    {
      if (turns >> t & 1)
      {
        std::swap(turned.merges[t][0], turned.merges[t][1]);
      }
    }
    best = std::min(best, OrderCost(LeafOrder(turned), distances));
  }
  const std::vector<std::size_t> order = OptimalLeafOrder(dendrogram, distances);
  CHECK(std::set<std::size_t>(order.begin(), order.end()).size() == 8);
  CHECK(order.front() < order.back());
  CHECK(OrderCost(order, distances) == doctest::Approx(best).epsilon(1e-12));
  CHECK(best < OrderCost(LeafOrder(dendrogram), distances));
  CHECK_THROWS_AS(OptimalLeafOrder(dendrogram, {}), ProfileError);
}

#include "phenoDendrogram.h"
#include "phenoDisjointSets.h"
#include "phenoPairDistances.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
constexpr double kSameHeight = 1e-12;

/** Numbers the clusters that the first `count` merges make. */
std::vector<std::size_t>
CutAfter(const Dendrogram & dendrogram, std::size_t count)
{
  const std::size_t n = dendrogram.rows;
  DisjointSets      clusters(n + dendrogram.merges.size());
  for (std::size_t t = 0; t < count; ++t)
  {
    for (const std::size_t part : dendrogram.merges[t])
    {
      clusters.Join(part, n + t);
    }
  }
  constexpr std::size_t    kUnseen = static_cast<std::size_t>(-1);
  std::vector<std::size_t> numberOf(n + dendrogram.merges.size(), kUnseen);
  std::vector<std::size_t> labels(n);
  std::size_t              next = 0;
  for (std::size_t row = 0; row < n; ++row)
  {
    std::size_t & number = numberOf[clusters.Find(row)];
    number = number == kUnseen ? next++ : number;
    labels[row] = number;
  }
  return labels;
}
} // namespace

std::vector<std::size_t>
LeafOrder(const Dendrogram & dendrogram)
{
  std::vector<std::size_t> order;
  std::vector<std::size_t> open;
  if (dendrogram.rows > 0)
  {
    open.push_back(dendrogram.rows + dendrogram.merges.size() - 1);
  }
  while (!open.empty())
  {
    const std::size_t cluster = open.back();
    open.pop_back();
    if (cluster < dendrogram.rows)
    {
      order.push_back(cluster);
      continue;
    }
    const auto [first, second] = dendrogram.merges[cluster - dendrogram.rows];
    open.push_back(second);
    open.push_back(first);
  }
  return order;
}

std::vector<std::size_t>
CutAtHeight(const Dendrogram & dendrogram, double height)
{
  const auto above = std::upper_bound(dendrogram.heights.begin(), dendrogram.heights.end(), height);
  return CutAfter(dendrogram, static_cast<std::size_t>(above - dendrogram.heights.begin()));
}

std::vector<std::size_t>
CutIntoClusters(const Dendrogram & dendrogram, std::size_t count)
{
  if (count == 0)
  {
    throw ProfileError("a cut into 0 clusters was asked for; expected at least 1");
  }
  const std::vector<double> & heights = dendrogram.heights;
  std::size_t                 merged = dendrogram.rows > count ? dendrogram.rows - count : 0;
  while (merged > 0 && merged < heights.size() &&
         heights[merged] - heights[merged - 1] <= kSameHeight * std::abs(heights[merged]))
  {
    ++merged;
  }
  return CutAfter(dendrogram, merged);
}

std::vector<double>
CopheneticDistances(const Dendrogram & dendrogram)
{
  const std::size_t   n = dendrogram.rows;
  std::vector<double> distances(n < 2 ? 0 : n * (n - 1) / 2);
  const auto          members = ClusterMembers(dendrogram);
  for (std::size_t t = 0; t < dendrogram.merges.size(); ++t)
  {
    for (const std::size_t a : members[dendrogram.merges[t][0]])
    {
      for (const std::size_t b : members[dendrogram.merges[t][1]])
      {
        distances[PairPlace(std::min(a, b), std::max(a, b), n)] = dendrogram.heights[t];
      }
    }
  }
  return distances;
}

std::vector<std::vector<std::size_t>>
ClusterMembers(const Dendrogram & dendrogram)
{
  std::vector<std::vector<std::size_t>> members(dendrogram.rows);
  for (std::size_t row = 0; row < dendrogram.rows; ++row)
  {
    members[row] = { row };
  }
  for (const auto & [first, second] : dendrogram.merges)
  {
    std::vector<std::size_t> both = members[first];
    both.insert(both.end(), members[second].begin(), members[second].end());
    members.push_back(std::move(both));
  }
  return members;
}
} // namespace pheno

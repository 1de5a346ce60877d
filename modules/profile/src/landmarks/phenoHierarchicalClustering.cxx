#include "phenoHierarchicalClustering.h"
#include "phenoDisjointSets.h"
#include "phenoPairDistances.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
/** Two clusters, each told by one of its rows, and the height at which they become one. */
struct Joining
{
  std::size_t a;
  std::size_t b;
  double      height;
};

/** What is left to be clustered: cluster distances, told by rows that stand for their clusters. */
class Clusters
{
public:
  Clusters(std::vector<double> & distances, std::size_t rows, Linkage linkage)
    : m_Distances(distances)
    , m_Linkage(linkage)
    , m_Sizes(rows, 1)
  {
    for (std::size_t row = 0; row < rows; ++row)
    {
      m_Alive.push_back(row);
      m_Start.push_back(static_cast<std::ptrdiff_t>(PairPlace(row, row + 1, rows)) - static_cast<std::ptrdiff_t>(row) -
                        1);
    }
  }

  std::size_t
  Count() const
  {
    return m_Alive.size();
  }
  std::size_t
  First() const
  {
    return m_Alive.front();
  }

  /** The cluster nearest to `a`; `preferred` wins ties. */
  std::size_t
  Nearest(std::size_t a, std::size_t preferred, double & distance) const
  {
    std::size_t nearest = preferred;
    distance = preferred == a ? std::numeric_limits<double>::infinity() : this->At(a, preferred);
    for (const std::size_t b : m_Alive)
    {
      if (b != a && this->At(a, b) < distance)
      {
        distance = this->At(a, b);
        nearest = b;
      }
    }
    return nearest;
  }

  /** Joins two clusters; the larger row stands for them. */
  void
  Join(std::size_t a, std::size_t b)
  {
    const std::size_t gone = std::min(a, b);
    const std::size_t kept = std::max(a, b);
    const double      between = this->At(gone, kept);
    m_Alive.erase(std::lower_bound(m_Alive.begin(), m_Alive.end(), gone));
    for (const std::size_t other : m_Alive)
    {
      if (other != kept)
      {
        double & distance = this->At(other, kept);
        distance = this->Update(this->At(other, gone), distance, between, gone, kept, other);
      }
    }
    m_Sizes[kept] += m_Sizes[gone];
  }

private:
  double &
  At(std::size_t a, std::size_t b) const
  {
    return m_Distances[static_cast<std::size_t>(m_Start[std::min(a, b)] + static_cast<std::ptrdiff_t>(std::max(a, b)))];
  }

  /** The distance of `other` to the union of two clusters (Lance, Williams). */
  double
  Update(double toGone, double toKept, double between, std::size_t gone, std::size_t kept, std::size_t other) const
  {
    const double goneSize = static_cast<double>(m_Sizes[gone]);
    const double keptSize = static_cast<double>(m_Sizes[kept]);
    const double otherSize = static_cast<double>(m_Sizes[other]);
    switch (m_Linkage)
    {
      case Linkage::Single:
        return std::min(toGone, toKept);
      case Linkage::Complete:
        return std::max(toGone, toKept);
      case Linkage::Average:
        return (goneSize * toGone + keptSize * toKept) / (goneSize + keptSize);
      case Linkage::Ward:
        break;
    }
    const double sum = (goneSize + otherSize) * toGone * toGone + (keptSize + otherSize) * toKept * toKept -
                       otherSize * between * between;
    return std::sqrt(std::max(sum, 0.0) / (goneSize + keptSize + otherSize));
  }

  std::vector<double> &       m_Distances;
  std::vector<std::ptrdiff_t> m_Start; ///< the pair (i, j) is at m_Start[i] + j
  Linkage                     m_Linkage;
  std::vector<std::size_t>    m_Sizes;
  std::vector<std::size_t>    m_Alive; ///< ascending
};

/** All joinings, in the order the chains find them. */
std::vector<Joining>
FollowChains(Clusters & clusters)
{
  std::vector<Joining>     joinings;
  std::vector<std::size_t> chain;
  while (clusters.Count() > 1)
  {
    if (chain.empty())
    {
      chain.push_back(clusters.First());
    }
    const std::size_t last = chain.back();
    const std::size_t before = chain.size() > 1 ? chain[chain.size() - 2] : last;
    double            distance;
    const std::size_t nearest = clusters.Nearest(last, before, distance);
    if (chain.size() > 1 && nearest == before)
    {
      joinings.push_back({ last, before, distance });
      clusters.Join(last, before);
      chain.resize(chain.size() - 2);
    }
    else
    {
      chain.push_back(nearest);
    }
  }
  return joinings;
}

void
CheckDistances(const std::vector<double> & distances, std::size_t rows)
{
  const std::size_t expected = rows < 2 ? 0 : rows * (rows - 1) / 2;
  if (distances.size() != expected)
  {
    throw ProfileError("a clustering of " + std::to_string(rows) + " rows got " + std::to_string(distances.size()) +
                       " distances; expected " + std::to_string(expected));
  }
  const auto bad =
    std::find_if(distances.begin(), distances.end(), [](double d) { return !(d >= 0 && std::isfinite(d)); });
  if (bad != distances.end())
  {
    throw ProfileError("a clustering needs finite distances of 0 or more; pair " +
                       std::to_string(bad - distances.begin()) + " has " + std::to_string(*bad));
  }
}
} // namespace

Linkage
LinkageFromName(const std::string & name)
{
  static const std::pair<const char *, Linkage> known[] = { { "single", Linkage::Single },
                                                            { "average", Linkage::Average },
                                                            { "complete", Linkage::Complete },
                                                            { "ward", Linkage::Ward } };
  for (const auto & [knownName, linkage] : known)
  {
    if (name == knownName)
    {
      return linkage;
    }
  }
  throw ProfileError("unknown linkage '" + name + "'; expected single, average, complete or ward");
}

Dendrogram
ClusterHierarchically(std::vector<double> distances, std::size_t rows, Linkage linkage)
{
  CheckDistances(distances, rows);
  Clusters             clusters(distances, rows, linkage);
  std::vector<Joining> joinings = FollowChains(clusters);
  std::stable_sort(
    joinings.begin(), joinings.end(), [](const Joining & a, const Joining & b) { return a.height < b.height; });
  Dendrogram   dendrogram;
  DisjointSets parts(rows + joinings.size());
  dendrogram.rows = rows;
  for (const Joining & joining : joinings)
  {
    const std::size_t a = parts.Find(joining.a);
    const std::size_t b = parts.Find(joining.b);
    const auto sizeOf = [&](std::size_t cluster) { return cluster < rows ? 1 : dendrogram.sizes[cluster - rows]; };
    dendrogram.sizes.push_back(sizeOf(a) + sizeOf(b));
    dendrogram.merges.push_back({ std::min(a, b), std::max(a, b) });
    dendrogram.heights.push_back(joining.height);
    parts.Join(a, rows + dendrogram.merges.size() - 1);
    parts.Join(b, rows + dendrogram.merges.size() - 1);
  }
  return dendrogram;
}
} // namespace pheno

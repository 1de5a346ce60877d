#include "phenoOptimalLeafOrder.h"
#include "phenoMatrix.h"
#include "phenoPairDistances.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <limits>
#include <string>

namespace pheno
{
namespace
{
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double
Between(std::size_t a, std::size_t b, std::span<const double> distances, std::size_t n)
{
  return distances[PairPlace(std::min(a, b), std::max(a, b), n)];
}

/** Smallest costs of the clusters' orders, by their outermost rows: every pair of rows is outermost in one cluster
 * alone, the one in which it comes together. */
class OuterCosts
{
public:
  OuterCosts(const Dendrogram & dendrogram, std::span<const double> distances)
    : m_Dendrogram(dendrogram)
    , m_Distances(distances)
    , m_Members(ClusterMembers(dendrogram))
    , m_Costs(dendrogram.rows, dendrogram.rows)
  {
    for (std::size_t t = 0; t < dendrogram.merges.size(); ++t)
    {
      this->Fill(dendrogram.merges[t][0], dendrogram.merges[t][1]);
    }
  }

  /** The best order of the whole. */
  std::vector<std::size_t>
  Order() const
  {
    if (m_Dendrogram.merges.empty())
    {
      return LeafOrder(m_Dendrogram);
    }
    const auto [a, b] = m_Dendrogram.merges.back();
    double      best = kInfinity;
    std::size_t left = 0;
    std::size_t right = 0;
    for (const std::size_t u : m_Members[a])
    {
      for (const std::size_t w : m_Members[b])
      {
        if (m_Costs(u, w) < best)
        {
          best = m_Costs(u, w);
          left = u;
          right = w;
        }
      }
    }
    std::vector<std::size_t> order;
    this->Append(
      m_Dendrogram.rows + m_Dendrogram.merges.size() - 1, std::min(left, right), std::max(left, right), order);
    return order;
  }

private:
  bool
  Holds(std::size_t cluster, std::size_t row) const
  {
    const auto & members = m_Members[cluster];
    return std::find(members.begin(), members.end(), row) != members.end();
  }

  /** Where an order of the cluster can end that begins with this row: in the other branch. */
  const std::vector<std::size_t> &
  OtherEnds(std::size_t cluster, std::size_t row) const
  {
    if (cluster < m_Dendrogram.rows)
    {
      return m_Members[cluster];
    }
    const auto [a, b] = m_Dendrogram.merges[cluster - m_Dendrogram.rows];
    return m_Members[this->Holds(a, row) ? b : a];
  }

  void
  Fill(std::size_t a, std::size_t b)
  {
    std::vector<double> toInner(m_Members[b].size());
    for (const std::size_t u : m_Members[a])
    {
      for (std::size_t i = 0; i < toInner.size(); ++i)
      {
        toInner[i] = this->CheapestStep(a, u, m_Members[b][i]);
      }
      for (const std::size_t w : m_Members[b])
      {
        double       best = kInfinity;
        const auto & inner = this->OtherEnds(b, w);
        // The other ends are a run of the members, so that their costs are found by position.
        const std::size_t first = static_cast<std::size_t>(
          std::find(m_Members[b].begin(), m_Members[b].end(), inner.front()) - m_Members[b].begin());
        for (std::size_t i = 0; i < inner.size(); ++i)
        {
          best = std::min(best, toInner[first + i] + m_Costs(inner[i], w));
        }
        m_Costs(u, w) = m_Costs(w, u) = best;
      }
    }
  }

  /** From an order of the cluster that begins with `row` to the row `next` beside its end. */
  double
  CheapestStep(std::size_t cluster, std::size_t row, std::size_t next) const
  {
    double best = kInfinity;
    for (const std::size_t end : this->OtherEnds(cluster, row))
    {
      best = std::min(best, m_Costs(row, end) + Between(end, next, m_Distances, m_Dendrogram.rows));
    }
    return best;
  }

  /** Appends the best order of a cluster from row `left` to row `right`. */
  void
  Append(std::size_t cluster, std::size_t left, std::size_t right, std::vector<std::size_t> & order) const
  {
    if (cluster < m_Dendrogram.rows)
    {
      order.push_back(cluster);
      return;
    }
    auto [a, b] = m_Dendrogram.merges[cluster - m_Dendrogram.rows];
    if (!this->Holds(a, left))
    {
      std::swap(a, b);
    }
    double      best = kInfinity;
    std::size_t leftEnd = left;
    std::size_t rightEnd = right;
    for (const std::size_t m : this->OtherEnds(a, left))
    {
      for (const std::size_t k : this->OtherEnds(b, right))
      {
        const double cost = m_Costs(left, m) + Between(m, k, m_Distances, m_Dendrogram.rows) + m_Costs(k, right);
        if (cost < best)
        {
          best = cost;
          leftEnd = m;
          rightEnd = k;
        }
      }
    }
    this->Append(a, left, leftEnd, order);
    this->Append(b, rightEnd, right, order);
  }

  const Dendrogram &                    m_Dendrogram;
  std::span<const double>               m_Distances;
  std::vector<std::vector<std::size_t>> m_Members;
  Matrix                                m_Costs;
};
} // namespace

std::vector<std::size_t>
OptimalLeafOrder(const Dendrogram & dendrogram, std::span<const double> distances)
{
  const std::size_t n = dendrogram.rows;
  const std::size_t expected = n < 2 ? 0 : n * (n - 1) / 2;
  if (distances.size() != expected)
  {
    throw ProfileError("an order of " + std::to_string(n) + " rows got " + std::to_string(distances.size()) +
                       " distances; expected " + std::to_string(expected));
  }
  return OuterCosts(dendrogram, distances).Order();
}

double
OrderCost(std::span<const std::size_t> order, std::span<const double> distances)
{
  double cost = 0;
  for (std::size_t i = 0; i + 1 < order.size(); ++i)
  {
    cost += Between(order[i], order[i + 1], distances, order.size());
  }
  return cost;
}
} // namespace pheno

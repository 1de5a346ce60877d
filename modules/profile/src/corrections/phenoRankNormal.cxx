#include "phenoRankNormal.h"
#include "phenoColumnBlocks.h"
#include "phenoProfileError.h"
#include "phenoRankStatistics.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"

#include <boost/math/distributions/normal.hpp>

#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
void
CheckOffset(double c)
{
  if (!(c >= 0 && c < 1))
  {
    throw ProfileError("ranks were to be made normal with an offset of " + std::to_string(c) +
                       "; expected 0 <= c < 1, such as 0.375");
  }
}

/** Ranks become normal scores, in place. */
void
ToNormal(std::span<double> ranks, double c)
{
  const boost::math::normal normal;
  const auto count = std::count_if(ranks.begin(), ranks.end(), [](double rank) { return !std::isnan(rank); });
  for (double & rank : ranks)
  {
    const double share = (rank - c) / (static_cast<double>(count) - 2 * c + 1);
    rank = std::isnan(rank) ? rank : boost::math::quantile(normal, share);
  }
}

void
CheckOrder(std::span<const std::size_t> order, std::size_t count)
{
  std::vector<char> seen(count, 0);
  for (const std::size_t position : order)
  {
    if (position >= count || seen[position])
    {
      throw ProfileError("the order that breaks ties names position " + std::to_string(position) + " of " +
                         std::to_string(count) + " values twice or beyond the end; expected each once");
    }
    seen[position] = 1;
  }
  if (order.size() != count)
  {
    throw ProfileError("the order that breaks ties has " + std::to_string(order.size()) + " positions, there are " +
                       std::to_string(count) + " values");
  }
}
} // namespace

std::vector<double>
RankNormal(std::span<const double> values, double c)
{
  CheckOffset(c);
  std::vector<double> ranks = AverageRanks(values);
  ToNormal(ranks, c);
  return ranks;
}

std::vector<double>
RankNormal(std::span<const double> values, std::span<const std::size_t> order, double c)
{
  CheckOffset(c);
  CheckOrder(order, values.size());
  std::vector<std::size_t> sorted;
  std::copy_if(order.begin(), order.end(), std::back_inserter(sorted), [values](std::size_t position) {
    return !std::isnan(values[position]);
  });
  std::stable_sort(
    sorted.begin(), sorted.end(), [values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < sorted.size(); ++i)
  {
    ranks[sorted[i]] = static_cast<double>(i + 1);
  }
  ToNormal(ranks, c);
  return ranks;
}

void
RankNormalPerGroup(Matrix & matrix, const LabelColumn & groups, double c, unsigned threads)
{
  RequireLength(groups.size(), matrix.rows, "column of groups");
  const std::vector<std::size_t> features = Everything(matrix.columns);
  const std::vector<RowGroup>    grouped = GroupRows(groups);
  ParallelFor(grouped.size(), threads, [&](std::size_t group) {
    const std::vector<std::size_t> & rows = grouped[group].rows;
    ForEachColumn(matrix, rows, features, 1, [&](std::size_t feature, std::span<const double> values) {
      const std::vector<double> scores = RankNormal(values, c);
      for (std::size_t i = 0; i < rows.size(); ++i)
      {
        matrix(rows[i], feature) = scores[i];
      }
    });
  });
}
} // namespace pheno

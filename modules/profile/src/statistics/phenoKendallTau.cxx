#include "phenoKendallTau.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace pheno
{
namespace
{
using Point = std::pair<double, double>;

/** Sorts values[first, last) and counts how many pairs stood in falling order. */
std::uint64_t
SortCountingInversions(std::vector<double> & values, std::vector<double> & room, std::size_t first, std::size_t last)
{
  if (last - first < 2)
  {
    return 0;
  }
  const std::size_t middle = first + (last - first) / 2;
  std::uint64_t     inversions =
    SortCountingInversions(values, room, first, middle) + SortCountingInversions(values, room, middle, last);
  std::size_t left = first;
  std::size_t right = middle;
  for (std::size_t to = first; to < last; ++to)
  {
    const bool fromRight = left == middle || (right < last && values[right] < values[left]);
    inversions += fromRight ? middle - left : 0;
    room[to] = values[fromRight ? right++ : left++];
  }
  std::copy(room.begin() + first, room.begin() + last, values.begin() + first);
  return inversions;
}

/** Pairs of neighbours in a sorted range that are tied. */
template <typename TItem>
std::uint64_t
TiedPairs(const std::vector<TItem> & sorted)
{
  std::uint64_t pairs = 0;
  std::uint64_t run = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i)
  {
    run = sorted[i] == sorted[i - 1] ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}
} // namespace

double
KendallTau(std::span<const double> x, std::span<const double> y)
{
  if (x.size() != y.size())
  {
    throw ProfileError("Kendall's tau of " + std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                       " values was asked for; expected equally many");
  }
  std::vector<Point> points;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    if (!std::isnan(x[i]) && !std::isnan(y[i]))
    {
      points.emplace_back(x[i], y[i]);
    }
  }
  if (points.size() < 2)
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  std::sort(points.begin(), points.end());
  std::vector<double> xs;
  std::vector<double> ys;
  for (const auto & [px, py] : points)
  {
    xs.push_back(px);
    ys.push_back(py);
  }
  const std::uint64_t tiedX = TiedPairs(xs);
  const std::uint64_t tiedBoth = TiedPairs(points);
  std::vector<double> room(ys.size());
  const std::uint64_t discordant = SortCountingInversions(ys, room, 0, ys.size());
  const std::uint64_t tiedY = TiedPairs(ys);
  const std::uint64_t all = static_cast<std::uint64_t>(points.size()) * (points.size() - 1) / 2;
  if (tiedX == all || tiedY == all)
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double excess =
    static_cast<double>(all + tiedBoth) - static_cast<double>(tiedX + tiedY) - 2 * static_cast<double>(discordant);
  const double tau = excess / std::sqrt(static_cast<double>(all - tiedX)) / std::sqrt(static_cast<double>(all - tiedY));
  return std::clamp(tau, -1.0, 1.0);
}
} // namespace pheno

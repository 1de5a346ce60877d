#include "phenoPlanIndex.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace pheno
{
namespace
{
std::uint64_t
Pair(std::uint32_t first, std::uint32_t second)
{
  return (static_cast<std::uint64_t>(first) << 32) | second;
}

template <typename T>
void
SortUnique(std::vector<T> & values)
{
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}
} // namespace

void
SortAxes(std::vector<std::string> & axes)
{
  static const std::array<std::string, 6> kOrder = { "source", "batch", "plate", "well", "site", "channel" };
  const auto                              rank = [&](const std::string & axis) {
    return std::find(kOrder.begin(), kOrder.end(), axis) - kOrder.begin();
  };
  std::sort(axes.begin(), axes.end(), [&](const std::string & a, const std::string & b) {
    return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
  });
}

const AxisIndex::Ranks &
AxisIndex::RanksOf(const std::string & axis)
{
  const auto [found, isNew] = m_Ranks.try_emplace(axis);
  Ranks & ranks = found->second;
  if (!isNew)
  {
    return ranks;
  }
  const Table::Text                           cells = m_Table.Texts(axis);
  std::unordered_map<std::string_view, Group> seen;
  std::vector<Group>                          order; // of first appearance, by row
  for (const std::string & cell : cells)
  {
    const auto [known, isFirst] = seen.try_emplace(cell, static_cast<Group>(ranks.values.size()));
    if (isFirst)
    {
      ranks.values.push_back(cell);
    }
    order.push_back(known->second);
  }
  const std::vector<std::string> appeared = ranks.values;
  std::sort(ranks.values.begin(), ranks.values.end(), NaturalLess);
  for (std::size_t i = 0; i < ranks.values.size(); ++i)
  {
    ranks.rankOf[ranks.values[i]] = static_cast<Group>(i);
  }
  std::vector<Group> rankOfAppeared;
  for (const std::string & value : appeared)
  {
    rankOfAppeared.push_back(ranks.rankOf.at(value));
  }
  for (const Group appearance : order)
  {
    ranks.ofRow.push_back(rankOfAppeared[appearance]);
  }
  return ranks;
}

const AxisIndex::Grouping &
AxisIndex::GroupBy(const Axes & axes)
{
  const auto [found, isNew] = m_Groupings.try_emplace(axes);
  Grouping & grouping = found->second;
  if (!isNew)
  {
    return grouping;
  }
  const std::size_t rows = m_Table.Rows();
  if (axes.empty())
  {
    grouping.ofRow.assign(rows, 0);
    grouping.firstRow.assign(1, 0);
    return grouping;
  }
  // One axis more than a grouping that is made already: its groups sort first, the last axis after them.
  const Grouping &           outer = GroupBy(Axes(axes.begin(), axes.end() - 1));
  const std::vector<Group> & last = RanksOf(axes.back()).ofRow;
  std::vector<std::uint64_t> pairs(rows);
  for (std::size_t row = 0; row < rows; ++row)
  {
    pairs[row] = Pair(outer.ofRow[row], last[row]);
  }
  std::vector<std::uint64_t> sorted = pairs;
  SortUnique(sorted);
  grouping.ofRow.resize(rows);
  grouping.firstRow.assign(sorted.size(), rows);
  for (std::size_t row = 0; row < rows; ++row)
  {
    const auto group = static_cast<Group>(std::lower_bound(sorted.begin(), sorted.end(), pairs[row]) - sorted.begin());
    grouping.ofRow[row] = group;
    grouping.firstRow[group] = std::min(grouping.firstRow[group], row);
  }
  return grouping;
}

Shard
AxisIndex::ShardOf(const Axes & axes, Group group)
{
  const std::size_t        row = axes.empty() ? 0 : GroupBy(axes).firstRow[group];
  std::vector<Shard::Axis> values;
  for (const std::string & axis : axes)
  {
    const Ranks & ranks = RanksOf(axis);
    values.emplace_back(axis, ranks.values[ranks.ofRow[row]]);
  }
  return Shard(std::move(values));
}

const AxisIndex::Lists &
AxisIndex::Join(const Axes & to, const Axes & from)
{
  const auto [found, isNew] = m_Joins.try_emplace({ to, from });
  Lists & lists = found->second;
  if (!isNew)
  {
    return lists;
  }
  const Grouping &           consumers = GroupBy(to);
  const Grouping &           producers = GroupBy(from);
  std::vector<std::uint64_t> pairs(m_Table.Rows());
  for (std::size_t row = 0; row < pairs.size(); ++row)
  {
    pairs[row] = Pair(consumers.ofRow[row], producers.ofRow[row]);
  }
  SortUnique(pairs);
  lists.begin.assign(consumers.firstRow.size() + 1, 0);
  for (const std::uint64_t pair : pairs)
  {
    ++lists.begin[(pair >> 32) + 1];
    lists.items.push_back(static_cast<Group>(pair & 0xFFFFFFFFu));
  }
  for (std::size_t i = 1; i < lists.begin.size(); ++i)
  {
    lists.begin[i] += lists.begin[i - 1];
  }
  return lists;
}

std::vector<AxisIndex::Group>
AxisIndex::Locate(const Table & other, const Axes & axes)
{
  std::vector<Group> located(other.Rows(), 0);
  Axes               outer;
  for (const std::string & axis : axes)
  {
    const std::vector<Group> & outerOfRow = GroupBy(outer).ofRow;
    outer.push_back(axis);
    const Grouping &                         grouping = GroupBy(outer);
    const Ranks &                            ranks = RanksOf(axis);
    std::unordered_map<std::uint64_t, Group> groupOf;
    for (std::size_t group = 0; group < grouping.firstRow.size(); ++group)
    {
      const std::size_t row = grouping.firstRow[group];
      groupOf[Pair(outerOfRow[row], ranks.ofRow[row])] = static_cast<Group>(group);
    }
    const Table::Text cells = other.Texts(axis);
    for (std::size_t row = 0; row < located.size(); ++row)
    {
      const auto rank = ranks.rankOf.find(cells[row]);
      const auto group = located[row] == kNone || rank == ranks.rankOf.end()
                           ? groupOf.end()
                           : groupOf.find(Pair(located[row], rank->second));
      located[row] = group == groupOf.end() ? kNone : group->second;
    }
  }
  return located;
}
} // namespace pheno

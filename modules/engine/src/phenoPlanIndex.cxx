#include "phenoPlanIndex.h"

#include "phenoWorkflow.h"

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

/** Axes that rows have: all but that of the seeds. */
AxisIndex::Axes
RowAxes(AxisIndex::Axes axes)
{
  if (!axes.empty() && axes.back() == kSeedAxis)
  {
    axes.pop_back();
  }
  return axes;
}
} // namespace

void
SortAxes(std::vector<std::string> & axes)
{
  static const std::array<std::string, 6> kOrder = { "source", "batch", "plate", "well", "site", "channel" };
  const auto                              rank = [&](const std::string & axis) {
    return std::find(kOrder.begin(), kOrder.end(), axis) - kOrder.begin() + (axis == kSeedAxis ? 1 : 0);
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

AxisIndex::Group
AxisIndex::SeedsOf(const Axes & axes) const
{
  return axes.empty() || axes.back() != kSeedAxis ? 1 : m_Seeds;
}

std::size_t
AxisIndex::Count(const Axes & axes)
{
  return GroupBy(RowAxes(axes)).firstRow.size() * SeedsOf(axes);
}

Shard
AxisIndex::ShardOf(const Axes & axes, Group group)
{
  const Axes               ofRows = RowAxes(axes);
  const Group              seeds = SeedsOf(axes);
  const std::size_t        row = ofRows.empty() ? 0 : GroupBy(ofRows).firstRow[group / seeds];
  std::vector<Shard::Axis> values;
  for (const std::string & axis : ofRows)
  {
    const Ranks & ranks = RanksOf(axis);
    values.emplace_back(axis, ranks.values[ranks.ofRow[row]]);
  }
  if (ofRows.size() < axes.size())
  {
    values.emplace_back(kSeedAxis, std::to_string(group % seeds + 1));
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
  const Lists rows = JoinRows(RowAxes(to), RowAxes(from));
  const Group consumers = SeedsOf(to);
  const Group producers = SeedsOf(from);
  const bool  sameSeed = producers > 1 && RowAxes(to).size() < to.size();
  lists.begin.push_back(0);
  for (std::size_t group = 0; group + 1 < rows.begin.size(); ++group)
  {
    for (Group seed = 0; seed < consumers; ++seed)
    {
      for (std::size_t i = rows.begin[group]; i < rows.begin[group + 1]; ++i)
      {
        for (Group of = sameSeed ? seed : 0; of < (sameSeed ? seed + 1 : producers); ++of)
        {
          lists.items.push_back(rows.items[i] * producers + of);
        }
      }
      lists.begin.push_back(lists.items.size());
    }
  }
  return lists;
}

AxisIndex::Lists
AxisIndex::JoinRows(const Axes & to, const Axes & from)
{
  Lists                      lists;
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

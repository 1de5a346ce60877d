#ifndef phenoPlanIndex_h
#define phenoPlanIndex_h

#include "phenoShard.h"
#include "phenoTable.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** Axes in the one order that shards use: source, batch, plate, well, site, channel, then others by name, seed last. */
void
SortAxes(std::vector<std::string> & axes);

/** The screen index seen through its axes: which shards there are and which of them share rows; private to this room.
 *
 * Every axis is replaced by the rank of its values in natural order, so that shards are small integers which sort as
 * their values do. Groupings and joins are made once per set of axes. The axis of seeds, always the last, is in no row:
 * each shard of the other axes stands there once per seed. */
class AxisIndex
{
public:
  using Axes = std::vector<std::string>;
  using Group = std::uint32_t;

  /** Lists of numbers, one after the other. */
  struct Lists
  {
    std::vector<std::size_t> begin; ///< one more than there are lists
    std::vector<Group>       items;
  };

  static constexpr Group kNone = 0xFFFFFFFFu;

  /** `table` must outlive this object. */
  explicit AxisIndex(const Table & table, unsigned seeds = 1)
    : m_Table(table)
    , m_Seeds(seeds)
  {}

  const Table &
  Rows() const
  {
    return m_Table;
  }
  /** Shards of these axes. */
  std::size_t
  Count(const Axes & axes);
  Shard
  ShardOf(const Axes & axes, Group group);
  /** For each group by `to` the groups by `from` that share an index row (and the seed, where both have one) with it,
   * in shard order. */
  const Lists &
  Join(const Axes & to, const Axes & from);
  /** For each row of another table its group by `axes`, no seed among them, or kNone where the index has no such
   * combination. */
  std::vector<Group>
  Locate(const Table & other, const Axes & axes);

private:
  /** The rows of one table by the values of some axes. */
  struct Grouping
  {
    std::vector<Group>       ofRow;
    std::vector<std::size_t> firstRow; ///< of each group; groups are in shard order
  };
  struct Ranks
  {
    std::vector<std::string>     values; ///< in natural order
    std::vector<Group>           ofRow;
    std::map<std::string, Group> rankOf;
  };

  const Ranks &
  RanksOf(const std::string & axis);
  const Grouping &
  GroupBy(const Axes & axes);
  Lists
  JoinRows(const Axes & to, const Axes & from);
  /** Seeds that a set of axes tells apart. */
  Group
  SeedsOf(const Axes & axes) const;

  const Table &                          m_Table;
  Group                                  m_Seeds;
  std::map<std::string, Ranks>           m_Ranks;
  std::map<Axes, Grouping>               m_Groupings;
  std::map<std::pair<Axes, Axes>, Lists> m_Joins;
};
} // namespace pheno

#endif

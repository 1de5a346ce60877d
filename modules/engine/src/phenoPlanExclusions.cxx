#include "phenoAxes.h"
#include "phenoCsv.h"
#include "phenoPlanInputs.h"
#include "phenoWellName.h"

#include <map>

namespace pheno
{
namespace
{
/** The axes of an exclusions table under their own names, wells normalised where there are any; `reason` is left out.
 */
Table
ReadExclusions(const fs::path & path)
{
  const Table read = ReadCsv(path);
  Table       rules;
  for (const std::string & name : read.Names())
  {
    if (name == "reason")
    {
      continue;
    }
    const std::string axis = AxisOfColumn(name).empty() ? name : AxisOfColumn(name);
    Table::Text       cells = read.Texts(name);
    for (std::string & cell : cells)
    {
      const auto well = NormalizeWell(cell);
      if (axis == "well" && !cell.empty() && !well)
      {
        throw Error(path.string() + ": expected a well such as B02, got '" + cell + "'");
      }
      cell = axis == "well" && well ? *well : cell;
    }
    rules.Add(axis, std::move(cells));
  }
  return rules;
}

/** What rows of a table are left out for. */
class Exclusions
{
public:
  Exclusions(const fs::path & path, const Table & index);

  /** Does a rule fit the row of the index? Counts what fits. */
  bool
  Covers(std::size_t row);
  /** Shards of rules that fitted no row. */
  std::vector<Shard>
  Idle() const;

private:
  struct Rule
  {
    Shard       shard;
    std::size_t hits = 0;
  };
  std::vector<std::string> m_Axes;
  std::vector<Table::Text> m_Index; ///< of the index, by axis
  /** Rules by the axes that they fill in, so that a row of the index is looked up and not compared with every rule. */
  std::map<std::vector<std::size_t>, std::map<std::vector<std::string>, Rule>> m_Rules;
};

Exclusions::Exclusions(const fs::path & path, const Table & index)
{
  const Table rules = ReadExclusions(path);
  m_Axes = rules.Names();
  for (const std::string & name : m_Axes)
  {
    if (!index.Has(name))
    {
      throw Error(path.string() + ": the screen index has " + Lacks(index, name));
    }
  }
  m_Index = AxisTexts(index, m_Axes);
  const std::vector<Table::Text> wanted = AxisTexts(rules, m_Axes);
  for (std::size_t rule = 0; rule < rules.Rows(); ++rule)
  {
    std::vector<std::size_t> filled;
    std::vector<std::string> values;
    std::vector<Shard::Axis> named;
    for (std::size_t axis = 0; axis < m_Axes.size(); ++axis)
    {
      if (!wanted[axis][rule].empty())
      {
        filled.push_back(axis);
        values.push_back(wanted[axis][rule]);
        named.emplace_back(m_Axes[axis], values.back());
      }
    }
    if (filled.empty())
    {
      throw Error(path.string() + ": row " + std::to_string(rule + 1) + " names nothing to leave out");
    }
    m_Rules[filled].emplace(values, Rule{ Shard(std::move(named)), 0 });
  }
}

bool
Exclusions::Covers(std::size_t row)
{
  bool covered = false;
  for (auto & [filled, byValues] : m_Rules)
  {
    std::vector<std::string> values;
    for (const std::size_t axis : filled)
    {
      values.push_back(m_Index[axis][row]);
    }
    const auto rule = byValues.find(values);
    if (rule != byValues.end())
    {
      covered = true;
      ++rule->second.hits;
    }
  }
  return covered;
}

std::vector<Shard>
Exclusions::Idle() const
{
  std::vector<Shard> idle;
  for (const auto & [filled, byValues] : m_Rules)
  {
    for (const auto & [values, rule] : byValues)
    {
      if (rule.hits == 0)
      {
        idle.push_back(rule.shard);
      }
    }
  }
  return idle;
}
} // namespace

void
Exclude(Table & index, const fs::path & path, std::vector<Diagnostic> & notes)
{
  Exclusions               exclusions(path, index);
  std::vector<std::size_t> kept;
  for (std::size_t row = 0; row < index.Rows(); ++row)
  {
    if (!exclusions.Covers(row))
    {
      kept.push_back(row);
    }
  }
  const auto note = [&](const std::string & text) {
    notes.push_back({ "/inputs/screen", text, Diagnostic::Severity::Warning });
  };
  note("exclusions leave out " + std::to_string(index.Rows() - kept.size()) + " of " + std::to_string(index.Rows()) +
       " rows of the screen index");
  for (const Shard & shard : exclusions.Idle())
  {
    note("the exclusion of " + shard.ToString() + " fits no row of the screen index");
  }
  index = index.Select(kept);
}
} // namespace pheno

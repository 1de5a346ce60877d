#ifndef phenoMetrics_h
#define phenoMetrics_h

#include "phenoTable.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace pheno::scoring
{
/** No value. */
inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/** The tidy metrics table. */
class Metrics
{
public:
  explicit Metrics(std::string scope)
    : m_Scope(std::move(scope))
  {}

  struct Row
  {
    std::string metric;
    std::string group;
    double      value = kNone;
    double      n = kNone;
    double      p = kNone;
    double      q = kNone;
    double      low = kNone;
    double      high = kNone;
    std::string note;
  };
  void
  Add(Row row)
  {
    m_Rows.push_back(std::move(row));
  }
  /** Adds a sentence to the note of every row, those to come too; an empty one changes nothing. */
  void
  AddToNotes(const std::string & sentence)
  {
    m_Sentence += sentence.empty() ? "" : "; " + sentence;
  }
  Table
  ToTable() const
  {
    Table::Text metric, scope, group, note;
    Table::Real value, n, p, q, low, high;
    for (const Row & row : m_Rows)
    {
      metric.push_back(row.metric);
      scope.push_back(m_Scope);
      group.push_back(row.group);
      value.push_back(row.value);
      n.push_back(row.n);
      p.push_back(row.p);
      q.push_back(row.q);
      low.push_back(row.low);
      high.push_back(row.high);
      note.push_back(row.note.empty() && !m_Sentence.empty() ? m_Sentence.substr(2) : row.note + m_Sentence);
    }
    Table table;
    table.Add("metric", std::move(metric));
    table.Add("scope", std::move(scope));
    table.Add("group", std::move(group));
    table.Add("value", std::move(value));
    table.Add("n", std::move(n));
    table.Add("p", std::move(p));
    table.Add("q", std::move(q));
    table.Add("low", std::move(low));
    table.Add("high", std::move(high));
    table.Add("note", std::move(note));
    return table;
  }

private:
  std::string      m_Scope;
  std::string      m_Sentence; ///< at the end of every note
  std::vector<Row> m_Rows;
};
} // namespace pheno::scoring

#endif

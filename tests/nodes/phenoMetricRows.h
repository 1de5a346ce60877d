#ifndef phenoMetricRows_h
#define phenoMetricRows_h

#include "phenoTest.h"

#include "phenoTable.h"

#include <string>

namespace pheno::test
{
/** The first row of a metric, of a group unless that is empty. */
inline std::size_t
MetricRow(const Table & metrics, const std::string & name, const std::string & group = "")
{
  const Table::Text names = metrics.Texts("metric");
  const Table::Text groups = metrics.Texts("group");
  std::size_t       row = 0;
  while (row < names.size() && (names[row] != name || (!group.empty() && groups[row] != group)))
  {
    ++row;
  }
  REQUIRE_MESSAGE(row < names.size(), name << " " << group);
  return row;
}

inline double
Metric(const Table & metrics, const std::string & name, const std::string & group = "")
{
  return metrics.Numbers("value")[MetricRow(metrics, name, group)];
}

inline std::string
Note(const Table & metrics, const std::string & name, const std::string & group = "")
{
  return metrics.Cell(MetricRow(metrics, name, group), "note");
}
} // namespace pheno::test

#endif

#include "phenoFeatureColumns.h"

#include "phenoError.h"

#include <algorithm>
#include <limits>

namespace pheno
{
std::vector<double> &
FeatureColumns::Add(const std::string & name)
{
  if (std::any_of(m_Columns.begin(), m_Columns.end(), [&](const Column & column) { return column.name == name; }))
  {
    throw Error("feature '" + name + "' was measured twice");
  }
  m_Columns.push_back({ name, std::vector<double>(m_Rows, std::numeric_limits<double>::quiet_NaN()) });
  return m_Columns.back().values;
}

const std::vector<double> &
FeatureColumns::At(const std::string & name) const
{
  for (const Column & column : m_Columns)
  {
    if (column.name == name)
    {
      return column.values;
    }
  }
  throw Error("no feature '" + name + "' was measured");
}
} // namespace pheno

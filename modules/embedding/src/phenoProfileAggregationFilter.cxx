#include "phenoProfileAggregationFilter.h"

#include "phenoError.h"
#include "phenoL2Normalise.h"

namespace pheno
{
namespace
{
/** One row a group: its key and how many rows it has. */
Table
MetadataOf(const std::vector<RowGroup> & groups, const std::vector<std::string> & columns)
{
  Table          table;
  Table::Integer counts;
  for (std::size_t i = 0; i < columns.size(); ++i)
  {
    Table::Text cells;
    for (const RowGroup & group : groups)
    {
      cells.push_back(group.key[i]);
    }
    table.Add(columns[i], std::move(cells));
  }
  for (const RowGroup & group : groups)
  {
    counts.push_back(static_cast<std::int64_t>(group.rows.size()));
  }
  table.Add("Metadata_Object_Count", std::move(counts));
  return table;
}
} // namespace

ProfileAggregationFilter::ProfileAggregationFilter()
{
  this->SetPrimaryInputName("Profiles");
  this->SetNumberOfRequiredInputs(1);
}

void
ProfileAggregationFilter::SetGroupBy(std::vector<std::string> columns)
{
  if (m_GroupBy != columns)
  {
    m_GroupBy = std::move(columns);
    this->Modified();
  }
}

void
ProfileAggregationFilter::Execute()
{
  const Profiles &         cells = this->GetProfiles()->GetProfiles();
  std::vector<LabelColumn> labels;
  for (const std::string & column : m_GroupBy)
  {
    labels.push_back(cells.metadata.Texts(column));
  }
  this->Advance(0.0);
  const std::vector<RowGroup> groups = GroupRows(labels);
  Matrix values = AggregateRows({ cells.values.data(), cells.Rows(), cells.Columns() }, groups, m_Center);
  if (m_UnitNorm)
  {
    L2NormaliseRows(values);
  }
  Profiles result;
  result.metadata = MetadataOf(groups, m_GroupBy);
  result.features = cells.features;
  result.values = std::move(values.values);
  result.precision = cells.precision;
  this->GetOutput()->SetProfiles(std::move(result));
  this->Advance(1.0);
}

void
ProfileAggregationFilter::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "GroupBy: " << Join(m_GroupBy) << std::endl;
  os << indent << "Center: " << (m_Center == Center::Mean ? "mean" : "median") << std::endl;
  os << indent << "UnitNorm: " << m_UnitNorm << std::endl;
}
} // namespace pheno

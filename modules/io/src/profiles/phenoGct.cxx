#include "phenoGct.h"

#include "phenoError.h"
#include "phenoNumber.h"
#include "phenoProfilesFile.h"

#include <cmath>
#include <string_view>

namespace pheno
{
namespace
{
constexpr std::string_view kPrefix = "Metadata_";

void
AppendCell(std::string & text, const std::string & cell)
{
  if (cell.find_first_of("\t\r\n") != std::string::npos)
  {
    throw Error("GCT cannot hold the text '" + cell + "', which has a tab or a line break");
  }
  text += cell;
}
} // namespace

std::string
FormatGct(const Profiles & profiles)
{
  profiles.Check();
  const std::size_t rows = profiles.Rows();
  std::string       text = "#1.3\n" + std::to_string(profiles.Columns()) + "\t" + std::to_string(rows) + "\t1\t" +
                     std::to_string(profiles.metadata.columns.size()) + "\nid\tcp_feature_name";
  for (std::size_t i = 0; i < rows; ++i)
  {
    text += "\tSAMPLE_" + std::to_string(i);
  }
  text += '\n';
  for (const Table::Column & column : profiles.metadata.columns)
  {
    AppendCell(text, Table::IsMetadata(column.name) ? column.name.substr(kPrefix.size()) : column.name);
    text += "\tNA";
    for (const std::string & cell : profiles.metadata.Texts(column.name))
    {
      text += '\t';
      AppendCell(text, cell);
    }
    text += '\n';
  }
  for (std::size_t j = 0; j < profiles.Columns(); ++j)
  {
    AppendCell(text, profiles.features[j]);
    text += '\t' + profiles.features[j];
    for (std::size_t i = 0; i < rows; ++i)
    {
      const double value = profiles.values[i * profiles.Columns() + j];
      text += '\t';
      text += std::isnan(value) ? "NaN" : FormatValue(value, profiles.precision);
    }
    text += '\n';
  }
  return text;
}
} // namespace pheno

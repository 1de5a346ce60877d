#include "phenoGoldenTable.h"

#include "phenoCsv.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pheno::golden
{
namespace
{
constexpr auto kMetadata = "Metadata_";

fs::path
FindByName(const std::string & folder, const std::string & name)
{
  std::vector<fs::path> found;
  if (!folder.empty() && fs::is_directory(folder))
  {
    for (const auto & entry : fs::recursive_directory_iterator(folder))
    {
      if (entry.path().filename() == fs::path(name).filename())
      {
        found.push_back(entry.path());
      }
    }
  }
  if (found.empty())
  {
    throw std::runtime_error("no file '" + name + "' below '" + folder + "' (--data)");
  }
  return *std::min_element(found.begin(), found.end());
}
} // namespace

Table
ReadDataTable(const std::string & folder, const std::string & name)
{
  return ReadCsv(FindByName(folder, name));
}

ProfileTable
ReadProfileTable(const std::string & folder, const std::string & name)
{
  const Table                      table = ReadDataTable(folder, name);
  ProfileTable                     result;
  std::vector<std::vector<double>> features;
  for (const std::string & column : table.Names())
  {
    if (column.rfind(kMetadata, 0) == 0)
    {
      result.metadata[column.substr(std::string(kMetadata).size())] = table.Texts(column);
      continue;
    }
    std::vector<double> numbers = table.Numbers(column);
    if (std::none_of(numbers.begin(), numbers.end(), [](double number) { return std::isnan(number); }))
    {
      features.push_back(std::move(numbers));
    }
  }
  result.features = Matrix(table.Rows(), features.size());
  for (std::size_t feature = 0; feature < features.size(); ++feature)
  {
    for (std::size_t row = 0; row < table.Rows(); ++row)
    {
      result.features(row, feature) = features[feature][row];
    }
  }
  return result;
}
} // namespace pheno::golden

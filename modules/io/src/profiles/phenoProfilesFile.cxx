#include "phenoProfilesFile.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoJson.h"
#include "phenoJsonFile.h"
#include "phenoNpy.h"
#include "phenoNumber.h"
#include "phenoParquet.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace pheno
{
namespace
{
void
WriteValues(const fs::path & path, const Profiles & profiles)
{
  const std::vector<std::size_t> shape{ profiles.Rows(), profiles.Columns() };
  if (profiles.precision == Profiles::Precision::Float64)
  {
    WriteNpy(path, NpyArray::Type::Float64, shape, profiles.values.data());
    return;
  }
  const std::vector<float> narrow(profiles.values.begin(), profiles.values.end());
  WriteNpy(path, NpyArray::Type::Float32, shape, narrow.data());
}

std::vector<std::string>
GuessFeatures(const fs::path & path, const Table & table)
{
  std::vector<std::string> features;
  for (const std::string & name : table.Names())
  {
    if (!Table::IsMetadata(name))
    {
      features.push_back(name);
    }
  }
  if (features.size() == table.columns.size())
  {
    throw Error(path.string() + ": has no Metadata_ columns and no list of its features beside it (" +
                path.stem().string() + ".features.json), so that metadata and features cannot be told apart");
  }
  return features;
}

/** The features' columns as rows, several columns at a time: a row's piece is then written as a whole. */
void
FillValues(const Table & table, Profiles & profiles)
{
  constexpr std::size_t kColumnsAtOnce = 16;
  const std::size_t     features = profiles.features.size();
  for (std::size_t first = 0; first < features; first += kColumnsAtOnce)
  {
    std::vector<Table::Real> columns;
    for (std::size_t j = first; j < std::min(first + kColumnsAtOnce, features); ++j)
    {
      columns.push_back(table.Numbers(profiles.features[j]));
    }
    for (std::size_t i = 0; i < table.Rows(); ++i)
    {
      for (std::size_t j = 0; j < columns.size(); ++j)
      {
        profiles.values[i * features + first + j] = columns[j][i];
      }
    }
  }
}

Profiles
SplitTable(const fs::path & path, const Table & table, const std::vector<std::string> & features)
{
  const std::set<std::string> isFeature(features.begin(), features.end());
  Profiles                    profiles;
  profiles.features = features;
  for (const Table::Column & column : table.columns)
  {
    if (!isFeature.contains(column.name))
    {
      profiles.metadata.columns.push_back(column);
    }
  }
  if (profiles.metadata.columns.empty())
  {
    throw Error(path.string() + ": has no column beside its features, expected Metadata_ columns");
  }
  profiles.values.resize(table.Rows() * features.size());
  try
  {
    FillValues(table, profiles);
  }
  catch (const Error & error)
  {
    throw Error(path.string() + ": " + error.what());
  }
  return profiles;
}

Profiles
ImportCsv(const fs::path & path)
{
  const Table table = ReadCsv(path);
  const auto  list = FeatureListOf(path);
  return SplitTable(path, table, list ? ReadNames(*list, "features") : GuessFeatures(path, table));
}

Profiles
ImportParquet(const fs::path & path)
{
  const ParquetContent content = ReadParquet(path);
  Profiles             profiles =
    SplitTable(path,
               content.table,
               content.features.empty() ? GuessFeatures(path, content.table) : ParseNames(content.features, path));
  const bool wide = std::any_of(profiles.features.begin(), profiles.features.end(), [&](const std::string & feature) {
    return content.wide.contains(feature);
  });
  profiles.precision = wide ? Profiles::Precision::Float64 : Profiles::Precision::Float32;
  return profiles;
}
} // namespace

std::string
FormatValue(double value, Profiles::Precision precision)
{
  if (precision == Profiles::Precision::Float64 || std::isnan(value))
  {
    return FormatNumber(value);
  }
  std::array<char, 32> buffer{};
  const auto           result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<float>(value));
  return { buffer.data(), result.ptr };
}

Table
WholeTable(const Profiles & profiles)
{
  Table             table = profiles.metadata;
  const std::size_t rows = profiles.Rows();
  for (std::size_t j = 0; j < profiles.Columns(); ++j)
  {
    if (profiles.precision == Profiles::Precision::Float64)
    {
      Table::Real column(rows);
      for (std::size_t i = 0; i < rows; ++i)
      {
        column[i] = profiles.Row(i)[j];
      }
      table.Add(profiles.features[j], std::move(column));
      continue;
    }
    Table::Text column(rows);
    for (std::size_t i = 0; i < rows; ++i)
    {
      column[i] = FormatValue(profiles.Row(i)[j], profiles.precision);
    }
    table.Add(profiles.features[j], std::move(column));
  }
  return table;
}

std::optional<fs::path>
FeatureListOf(const fs::path & path)
{
  const fs::path folder = path.parent_path();
  for (const fs::path & list : { folder / (path.stem().string() + ".features.json"), folder / "features.json" })
  {
    if (fs::exists(list))
    {
      return list;
    }
  }
  return std::nullopt;
}

void
SaveProfiles(const fs::path & folder, const Profiles & profiles)
{
  profiles.Check();
  MakeFolder(folder);
  WriteValues(folder / "values.npy", profiles);
  WriteCsv(folder / "metadata.csv", profiles.metadata);
  WriteNames(folder / "features.json", "features", profiles.features);
}

Profiles
LoadProfiles(const fs::path & folder)
{
  Profiles       profiles;
  const NpyArray array = ReadNpy(folder / "values.npy");
  profiles.metadata = ReadStoredCsv(folder / "metadata.csv");
  profiles.features = ReadNames(folder / "features.json", "features");
  if (array.shape != std::vector<std::size_t>{ profiles.Rows(), profiles.Columns() })
  {
    throw Error((folder / "values.npy").string() + ": its shape does not fit the " + std::to_string(profiles.Rows()) +
                " rows of metadata.csv and the " + std::to_string(profiles.Columns()) + " names of features.json");
  }
  profiles.values = array.Doubles();
  profiles.precision =
    array.type == NpyArray::Type::Float64 ? Profiles::Precision::Float64 : Profiles::Precision::Float32;
  return profiles;
}

Profiles
ImportProfiles(const fs::path & path)
{
  if (fs::is_directory(path))
  {
    return LoadProfiles(path);
  }
  return path.extension() == ".parquet" ? ImportParquet(path) : ImportCsv(path);
}

std::vector<fs::path>
ExportProfiles(const fs::path & folder, const std::string & stem, const Profiles & profiles)
{
  profiles.Check();
  std::vector<fs::path> paths{ folder / (stem + ".csv"), folder / (stem + ".npy"), folder / (stem + ".features.json") };
  WriteCsv(paths[0], WholeTable(profiles));
  WriteValues(paths[1], profiles);
  WriteNames(paths[2], "features", profiles.features);
  if (HasParquet())
  {
    paths.push_back(folder / (stem + ".parquet"));
    WriteParquet(paths.back(), profiles);
  }
  return paths;
}
} // namespace pheno

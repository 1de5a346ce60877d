#include "phenoReadProfiles.h"

#include "phenoError.h"
#include "phenoFirstNames.h"
#include "phenoMetadataNames.h"
#include "phenoProfileColumns.h"
#include "phenoWellName.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
Table::Column &
ColumnOf(Table & table, const std::string & name)
{
  return *std::find_if(
    table.columns.begin(), table.columns.end(), [&name](const Table::Column & column) { return column.name == name; });
}

/** Moves the chosen columns into the matrix; what they held in the table is let go one by one. */
void
TakeFeatures(ProfileColumns & file, const std::vector<std::string> & features, Profiles & profiles)
{
  const std::size_t rows = file.table.Rows();
  profiles.features = features;
  profiles.values.resize(rows * features.size());
  bool narrow = true;
  for (std::size_t j = 0; j < features.size(); ++j)
  {
    const Table::Real cells = file.table.Numbers(features[j]);
    for (std::size_t i = 0; i < rows; ++i)
    {
      profiles.values[i * features.size() + j] = cells[i];
    }
    narrow = narrow && file.narrow.contains(features[j]);
    ColumnOf(file.table, features[j]).cells = Table::Real();
  }
  profiles.precision = narrow ? Profiles::Precision::Float32 : Profiles::Precision::Float64;
}

/** What is left, with Metadata_ before every name. */
void
TakeMetadata(Table & table, const std::vector<std::string> & features, ProfilesRead & read)
{
  const std::set<std::string> isFeature(features.begin(), features.end());
  std::vector<std::string>    left;
  for (Table::Column & column : table.columns)
  {
    if (isFeature.contains(column.name))
    {
      continue;
    }
    const std::string name = Table::IsMetadata(column.name) ? column.name : "Metadata_" + column.name;
    left.push_back(column.name);
    read.profiles.metadata.Add(name, std::move(column.cells));
  }
  if (left.empty())
  {
    throw Error("has no column beside its features, expected at least one that says what a row is");
  }
  read.notes.push_back(std::to_string(left.size()) + " columns are metadata: " + Join(left));
}

/** Wells as B02; what cannot be spelt so stays. */
void
SpellWells(ProfilesRead & read)
{
  if (!read.profiles.metadata.Has("Metadata_Well"))
  {
    return;
  }
  const Table::Text        original = read.profiles.metadata.Texts("Metadata_Well");
  Table::Text              wells = original;
  std::vector<std::string> unknown;
  for (std::string & well : wells)
  {
    const auto spelt = NormalizeWell(well);
    if (!spelt && std::find(unknown.begin(), unknown.end(), well) == unknown.end())
    {
      unknown.push_back(well);
    }
    well = spelt.value_or(well);
  }
  if (!unknown.empty())
  {
    read.warnings.push_back(std::to_string(unknown.size()) +
                            " wells have no name such as B02 and keep theirs: " + FirstNames(unknown));
  }
  if (wells != original)
  {
    const auto first = std::mismatch(wells.begin(), wells.end(), original.begin());
    read.notes.push_back("wells are spelt as in " + *first.first + " for " + *first.second +
                         "; Metadata_Well_Original keeps the file's names");
    read.profiles.metadata.Set("Metadata_Well", std::move(wells));
    read.profiles.metadata.Set("Metadata_Well_Original", original);
  }
}

void
RequireSingleRows(const Table & metadata)
{
  if (!metadata.Has("Metadata_Well"))
  {
    return;
  }
  const Table::Text wells = metadata.Texts("Metadata_Well");
  const Table::Text plates =
    metadata.Has("Metadata_Plate") ? metadata.Texts("Metadata_Plate") : Table::Text(wells.size());
  std::map<std::pair<std::string, std::string>, std::size_t> rowOf;
  std::size_t                                                repeated = 0;
  std::string                                                first;
  for (std::size_t i = 0; i < wells.size(); ++i)
  {
    const auto [at, isNew] = rowOf.emplace(std::pair{ plates[i], wells[i] }, i + 1);
    if (!isNew && repeated++ == 0)
    {
      first = "well " + wells[i] + " of plate " + plates[i] + " in rows " + std::to_string(at->second) + " and " +
              std::to_string(i + 1);
    }
  }
  if (repeated > 0)
  {
    throw Error(std::to_string(repeated) + " of " + std::to_string(wells.size()) +
                " rows repeat a plate and well that stands above them (" + first +
                "); expected one row a well, or the parameter cells for tables of cells or sites");
  }
}

/** Infinite values become missing; says so, and which features have no value at all. */
void
CheckValues(ProfilesRead & read)
{
  Profiles &               profiles = read.profiles;
  const std::size_t        columns = profiles.Columns();
  std::vector<std::size_t> infinite(columns), present(columns);
  for (std::size_t i = 0; i < profiles.values.size(); ++i)
  {
    double & value = profiles.values[i];
    if (std::isinf(value))
    {
      value = std::numeric_limits<double>::quiet_NaN();
      ++infinite[i % columns];
    }
    present[i % columns] += std::isnan(value) ? 0 : 1;
  }
  std::vector<std::string> infiniteIn, empty;
  for (std::size_t j = 0; j < columns; ++j)
  {
    if (infinite[j] > 0)
    {
      infiniteIn.push_back(profiles.features[j]);
    }
    if (present[j] == 0)
    {
      empty.push_back(profiles.features[j]);
    }
  }
  if (!infiniteIn.empty())
  {
    const std::size_t count = std::accumulate(infinite.begin(), infinite.end(), std::size_t{ 0 });
    read.warnings.push_back(std::to_string(count) + " infinite values of " + std::to_string(infiniteIn.size()) +
                            " features are taken as missing: " + FirstNames(infiniteIn));
  }
  if (!empty.empty())
  {
    read.warnings.push_back(std::to_string(empty.size()) + " of " + std::to_string(columns) +
                            " features have no value in any row: " + FirstNames(empty));
  }
}

ProfilesRead
Read(const fs::path & path, const Ptr<Table> & rows, const ReadProfilesOptions & options)
{
  ProfileColumns file = ReadProfileColumns(path, rows);
  if (file.table.Rows() == 0)
  {
    throw Error("has no rows, expected at least one profile");
  }
  ProfilesRead                   read;
  const std::vector<std::string> renamed = RenameMetadata(file.table, options.renames);
  const ChosenFeatures           chosen = ChooseFeatures(file, options.features);
  read.notes.push_back(std::to_string(file.table.Rows()) + " rows; " + std::to_string(chosen.names.size()) +
                       " features " + chosen.how + ": " + chosen.names.front() + " to " + chosen.names.back());
  if (!renamed.empty())
  {
    read.notes.push_back("renamed: " + Join(renamed));
  }
  TakeFeatures(file, chosen.names, read.profiles);
  TakeMetadata(file.table, chosen.names, read);
  SpellWells(read);
  if (!options.cells)
  {
    RequireSingleRows(read.profiles.metadata);
  }
  CheckValues(read);
  return read;
}
} // namespace

ProfilesRead
ReadProfiles(const fs::path & path, const Ptr<Table> & rows, const ReadProfilesOptions & options)
{
  const std::string file = path.string();
  try
  {
    return Read(path, rows, options);
  }
  catch (const Error & error)
  {
    const std::string message = error.what();
    throw Error(message.starts_with(file) ? message : file + ": " + message);
  }
}
} // namespace pheno

#include "phenoProfileColumns.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoH5ad.h"
#include "phenoJsonFile.h"
#include "phenoNpy.h"
#include "phenoParquet.h"
#include "phenoProfilesFile.h"

#include <algorithm>
#include <iterator>

namespace pheno
{
namespace
{
enum class Format
{
  Csv,
  Parquet,
  Npy,
  H5ad,
  Unknown
};

Format
FormatOf(const fs::path & path)
{
  const std::string name = path.filename().string();
  const auto        ends = [&name](const char * ending) { return name.ends_with(ending); };
  if (ends(".csv") || ends(".csv.gz") || ends(".tsv") || ends(".tsv.gz") || ends(".txt") || ends(".txt.gz"))
  {
    return Format::Csv;
  }
  return ends(".parquet") ? Format::Parquet
         : ends(".npy")   ? Format::Npy
         : ends(".h5ad")  ? Format::H5ad
                          : Format::Unknown;
}

/** Metadata columns and a matrix as one table. */
ProfileColumns
Declared(const Profiles & profiles)
{
  ProfileColumns    file{ profiles.metadata, profiles.features, {} };
  const std::size_t columns = profiles.Columns();
  for (std::size_t j = 0; j < columns; ++j)
  {
    Table::Real cells(profiles.Rows());
    for (std::size_t i = 0; i < cells.size(); ++i)
    {
      cells[i] = profiles.values[i * columns + j];
    }
    file.table.Add(profiles.features[j], std::move(cells));
  }
  if (profiles.precision == Profiles::Precision::Float32)
  {
    file.narrow.insert(profiles.features.begin(), profiles.features.end());
  }
  return file;
}

ProfileColumns
FromCsv(const fs::path & path)
{
  ProfileColumns file{ ReadCsv(path), std::nullopt, {} };
  const auto     list = FeatureListOf(path);
  if (list)
  {
    file.declared = ReadNames(*list, "features");
  }
  return file;
}

ProfileColumns
FromParquet(const fs::path & path)
{
  ParquetContent content = ReadParquet(path);
  ProfileColumns file{ std::move(content.table), std::nullopt, {} };
  if (!content.features.empty())
  {
    file.declared = ParseNames(content.features, path);
  }
  for (const Table::Column & column : file.table.columns)
  {
    if (!content.wide.contains(column.name))
    {
      file.narrow.insert(column.name);
    }
  }
  return file;
}

ProfileColumns
FromArray(const fs::path & path, const Ptr<Table> & rows)
{
  const NpyArray array = ReadNpy(path);
  if (array.shape.size() != 2)
  {
    throw Error("has " + std::to_string(array.shape.size()) + " dimensions, expected 2: rows x features");
  }
  if (!rows)
  {
    throw Error("is an array, which needs a table on the port 'wells' that describes its rows");
  }
  if (rows->Rows() != array.shape[0])
  {
    throw Error("has " + std::to_string(array.shape[0]) + " rows, the table of wells has " +
                std::to_string(rows->Rows()) + "; expected row i of one to describe row i of the other");
  }
  Profiles profiles;
  profiles.metadata = *rows;
  profiles.values = array.Doubles();
  profiles.precision =
    array.type == NpyArray::Type::Float64 ? Profiles::Precision::Float64 : Profiles::Precision::Float32;
  for (std::size_t feature = 1; feature <= array.shape[1]; ++feature)
  {
    profiles.features.emplace_back("Z").append(std::to_string(feature));
  }
  return Declared(profiles);
}

ProfileColumns
FromFile(const fs::path & path, const Ptr<Table> & rows)
{
  switch (FormatOf(path))
  {
    case Format::Csv:
      return FromCsv(path);
    case Format::Parquet:
      return FromParquet(path);
    case Format::Npy:
      return FromArray(path, rows);
    case Format::H5ad:
      return Declared(ReadH5ad(path));
    case Format::Unknown:
      break;
  }
  throw Error(
    "is of no known format, expected .csv, .tsv or .txt (also .gz), .parquet, .npy, .h5ad or a folder of them");
}

/** The tables of profiles below a folder, sorted by path. */
std::vector<fs::path>
FilesBelow(const fs::path & folder)
{
  std::vector<fs::path> files;
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder))
  {
    const Format format = FormatOf(entry.path());
    if (fs::is_regular_file(entry.path()) && format != Format::Unknown && format != Format::Npy)
    {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
  {
    throw Error("holds no .csv, .tsv, .txt (also .gz), .parquet or .h5ad");
  }
  return files;
}

void
Append(ProfileColumns & all, const fs::path & path)
{
  const ProfileColumns more = FromFile(path, nullptr);
  if (all.table.columns.empty())
  {
    all = more;
    return;
  }
  try
  {
    all.table.Append(more.table);
  }
  catch (const Error & error)
  {
    throw Error(path.filename().string() + " beside the files before it: " + error.what());
  }
  if (all.declared != more.declared)
  {
    throw Error(path.filename().string() + " declares other features than the files before it");
  }
  std::set<std::string> both;
  std::set_intersection(
    all.narrow.begin(), all.narrow.end(), more.narrow.begin(), more.narrow.end(), std::inserter(both, both.end()));
  all.narrow = std::move(both);
}
} // namespace

ProfileColumns
ReadProfileColumns(const fs::path & path, const Ptr<Table> & rows)
{
  if (!fs::is_directory(path))
  {
    return FromFile(path, rows);
  }
  if (fs::exists(path / "values.npy"))
  {
    return Declared(LoadProfiles(path));
  }
  ProfileColumns all;
  for (const fs::path & file : FilesBelow(path))
  {
    Append(all, file);
  }
  return all;
}
} // namespace pheno

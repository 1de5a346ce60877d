#include "phenoH5adFile.h"

#include "phenoError.h"
#include "phenoHdf5.h"

#include <algorithm>
#include <limits>

namespace pheno::hdf5
{
namespace
{
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/** Numbers with the masked ones missing; text with them empty. */
Table::Cells
Masked(Table::Cells cells, const std::vector<std::int64_t> & mask, const std::string & name)
{
  if (std::none_of(mask.begin(), mask.end(), [](std::int64_t flag) { return flag != 0; }))
  {
    return cells;
  }
  return std::visit(
    [&](auto values) -> Table::Cells {
      if (values.size() != mask.size())
      {
        throw Error("column '" + name + "' has " + std::to_string(values.size()) + " values and a mask of " +
                    std::to_string(mask.size()));
      }
      if constexpr (std::is_same_v<decltype(values), Table::Text>)
      {
        for (std::size_t i = 0; i < mask.size(); ++i)
        {
          values[i] = mask[i] != 0 ? "" : values[i];
        }
        return values;
      }
      else
      {
        Table::Real reals(values.begin(), values.end());
        for (std::size_t i = 0; i < mask.size(); ++i)
        {
          reals[i] = mask[i] != 0 ? kMissing : reals[i];
        }
        return reals;
      }
    },
    std::move(cells));
}

/** The category of every code; code -1 is missing. */
Table::Cells
Decoded(const Table::Cells & categories, const std::vector<std::int64_t> & codes, const std::string & name)
{
  return std::visit(
    [&](const auto & values) -> Table::Cells {
      constexpr bool isText = std::is_same_v<std::decay_t<decltype(values)>, Table::Text>;
      using Column = std::conditional_t<isText, Table::Text, Table::Real>;
      Column cells;
      cells.reserve(codes.size());
      for (const std::int64_t code : codes)
      {
        if (code >= static_cast<std::int64_t>(values.size()) || code < -1)
        {
          throw Error("column '" + name + "' has the code " + std::to_string(code) + " and " +
                      std::to_string(values.size()) + " categories");
        }
        if constexpr (isText)
        {
          cells.push_back(code < 0 ? std::string() : values[static_cast<std::size_t>(code)]);
        }
        else
        {
          cells.push_back(code < 0 ? kMissing : static_cast<double>(values[static_cast<std::size_t>(code)]));
        }
      }
      return cells;
    },
    categories);
}

Table::Cells
ReadColumn(hid_t frame, const std::string & name)
{
  if (!IsGroup(frame, name))
  {
    return ReadCells(OpenDataset(frame, name), name);
  }
  const Handle      group = OpenGroup(frame, name);
  const std::string encoding = TextAttribute(group, "encoding-type");
  if (encoding == "categorical")
  {
    return Decoded(
      ReadCells(OpenDataset(group, "categories"), name), ReadIntegers(OpenDataset(group, "codes"), name), name);
  }
  if (encoding.starts_with("nullable-"))
  {
    return Masked(ReadCells(OpenDataset(group, "values"), name), ReadIntegers(OpenDataset(group, "mask"), name), name);
  }
  throw Error("column '" + name + "' of obs is encoded as '" + encoding +
              "', expected numbers, strings, categories or their nullable forms");
}

/** The names of a frame's rows. */
Table::Text
ReadIndex(hid_t file, const std::string & frame)
{
  if (!HasLink(file, frame) || !IsGroup(file, frame))
  {
    throw Error("has no group '" + frame + "', expected an AnnData file as anndata 0.8 or later writes it");
  }
  const Handle      group = OpenGroup(file, frame);
  const std::string index = TextAttribute(group, "_index");
  if (index.empty())
  {
    throw Error("'" + frame + "' does not say which column names its rows (_index)");
  }
  const Table::Cells cells = ReadColumn(group, index);
  Table              named;
  named.Add("names", cells);
  return named.Texts("names");
}

bool
IsCounted(const Table::Text & names)
{
  for (std::size_t i = 0; i < names.size(); ++i)
  {
    if (names[i] != std::to_string(i))
    {
      return false;
    }
  }
  return true;
}

Table
ReadObservations(hid_t file)
{
  Table             table;
  const Table::Text names = ReadIndex(file, "obs");
  const Handle      obs = OpenGroup(file, "obs");
  if (!IsCounted(names))
  {
    table.Add("obs_name", names);
  }
  for (const std::string & column : TextsAttribute(obs, "column-order"))
  {
    table.Add(column, ReadColumn(obs, column));
  }
  if (table.columns.empty())
  {
    table.Add("obs_name", names);
  }
  if (table.Rows() != names.size())
  {
    throw Error("obs has " + std::to_string(names.size()) + " names and " + std::to_string(table.Rows()) + " rows");
  }
  return table;
}

void
RequireShape(const std::vector<hsize_t> & shape, std::size_t rows, std::size_t columns)
{
  if (shape != std::vector<hsize_t>{ rows, columns })
  {
    std::vector<std::string> extents;
    for (const hsize_t extent : shape)
    {
      extents.push_back(std::to_string(extent));
    }
    throw Error("X has the shape " + Join(extents, " x ") + ", expected " + std::to_string(rows) + " rows of obs x " +
                std::to_string(columns) + " names of var");
  }
}

Profiles::Precision
PrecisionOf(hid_t dataset)
{
  const Handle type(H5Dget_type(dataset), &H5Tclose, "X has no type");
  return H5Tget_class(type) == H5T_FLOAT && H5Tget_size(type) <= sizeof(float) ? Profiles::Precision::Float32
                                                                               : Profiles::Precision::Float64;
}

/** CSR and CSC alike: `major` pointers walk rows or columns, `indices` give the other. */
void
ReadSparse(hid_t group, bool byRows, Profiles & profiles)
{
  const Handle data = OpenDataset(group, "data");
  profiles.precision = PrecisionOf(data);
  const std::vector<double>       values = ReadDoubles(data, "X/data");
  const std::vector<std::int64_t> indices = ReadIntegers(OpenDataset(group, "indices"), "X/indices");
  const std::vector<std::int64_t> starts = ReadIntegers(OpenDataset(group, "indptr"), "X/indptr");
  const std::size_t               majors = byRows ? profiles.Rows() : profiles.Columns();
  const auto                      minors = static_cast<std::int64_t>(byRows ? profiles.Columns() : profiles.Rows());
  if (indices.size() != values.size() || starts.size() != majors + 1 || starts.front() != 0 ||
      starts.back() != static_cast<std::int64_t>(values.size()) || !std::is_sorted(starts.begin(), starts.end()))
  {
    throw Error("the sparse X is damaged: " + std::to_string(values.size()) + " values, " +
                std::to_string(indices.size()) + " indices, " + std::to_string(starts.size()) + " starts");
  }
  profiles.values.assign(profiles.Rows() * profiles.Columns(), 0.0);
  for (std::size_t major = 0; major < majors; ++major)
  {
    for (std::int64_t at = starts[major]; at < starts[major + 1]; ++at)
    {
      const std::int64_t minor = indices[static_cast<std::size_t>(at)];
      if (minor < 0 || minor >= minors)
      {
        throw Error("the sparse X is damaged: index " + std::to_string(minor) + " of " + std::to_string(minors));
      }
      const std::size_t row = byRows ? major : static_cast<std::size_t>(minor);
      const std::size_t column = byRows ? static_cast<std::size_t>(minor) : major;
      profiles.values[row * profiles.Columns() + column] += values[static_cast<std::size_t>(at)];
    }
  }
}

void
ReadMatrix(hid_t file, Profiles & profiles)
{
  if (!HasLink(file, "X"))
  {
    throw Error("has no X");
  }
  if (!IsGroup(file, "X"))
  {
    const Handle dataset = OpenDataset(file, "X");
    const Handle space(H5Dget_space(dataset), &H5Sclose, "X has no shape");
    RequireShape(ShapeOf(space), profiles.Rows(), profiles.Columns());
    profiles.precision = PrecisionOf(dataset);
    profiles.values = ReadDoubles(dataset, "X");
    return;
  }
  const Handle      group = OpenGroup(file, "X");
  const std::string encoding = TextAttribute(group, "encoding-type");
  if (encoding != "csr_matrix" && encoding != "csc_matrix")
  {
    throw Error("X is encoded as '" + encoding + "', expected array, csr_matrix or csc_matrix");
  }
  const std::vector<std::int64_t> shape = IntegersAttribute(group, "shape");
  RequireShape({ shape.begin(), shape.end() }, profiles.Rows(), profiles.Columns());
  ReadSparse(group, encoding == "csr_matrix", profiles);
}
} // namespace

Profiles
ReadAnnData(const fs::path & path)
{
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), &H5Fclose, "cannot be read as an HDF5 file");
  Profiles     profiles;
  profiles.metadata = ReadObservations(file);
  profiles.features = ReadIndex(file, "var");
  ReadMatrix(file, profiles);
  return profiles;
}
} // namespace pheno::hdf5

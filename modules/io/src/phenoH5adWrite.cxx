#include "phenoH5adFile.h"

#include "phenoHdf5.h"

namespace pheno::hdf5
{
namespace
{
void
Encode(hid_t object, const char * type, const char * version)
{
  WriteText(object, "encoding-type", type);
  WriteText(object, "encoding-version", version);
}

void
WriteColumn(hid_t frame, const Table::Column & column)
{
  const std::vector<hsize_t> shape = { std::visit([](const auto & cells) { return cells.size(); }, column.cells) };
  if (const auto * text = std::get_if<Table::Text>(&column.cells))
  {
    Encode(WriteDataset(frame, column.name, *text), "string-array", "0.2.0");
  }
  else if (const auto * reals = std::get_if<Table::Real>(&column.cells))
  {
    Encode(WriteDataset(frame, column.name, H5T_NATIVE_DOUBLE, shape, reals->data()), "array", "0.2.0");
  }
  else
  {
    const auto & integers = std::get<Table::Integer>(column.cells);
    Encode(WriteDataset(frame, column.name, H5T_NATIVE_INT64, shape, integers.data()), "array", "0.2.0");
  }
}

/** A frame whose rows have names. */
void
WriteFrame(hid_t file, const std::string & name, const Table::Text & names, const Table & columns)
{
  const Handle frame = MakeGroup(file, name);
  Encode(frame, "dataframe", "0.2.0");
  WriteText(frame, "_index", "_index");
  WriteTexts(frame, "column-order", columns.Names());
  WriteColumn(frame, { "_index", names });
  for (const Table::Column & column : columns.columns)
  {
    WriteColumn(frame, column);
  }
}

void
WriteMatrix(hid_t file, const Profiles & profiles)
{
  const std::vector<hsize_t> shape = { profiles.Rows(), profiles.Columns() };
  if (profiles.precision == Profiles::Precision::Float64)
  {
    Encode(WriteDataset(file, "X", H5T_NATIVE_DOUBLE, shape, profiles.values.data()), "array", "0.2.0");
    return;
  }
  const std::vector<float> narrow(profiles.values.begin(), profiles.values.end());
  Encode(WriteDataset(file, "X", H5T_NATIVE_FLOAT, shape, narrow.data()), "array", "0.2.0");
}
} // namespace

void
WriteAnnData(const fs::path & path, const Profiles & profiles)
{
  const Handle file(
    H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), &H5Fclose, "cannot be written as an HDF5 file");
  Encode(file, "anndata", "0.1.0");
  WriteMatrix(file, profiles);
  Table::Text numbers;
  for (std::size_t i = 0; i < profiles.Rows(); ++i)
  {
    numbers.push_back(std::to_string(i));
  }
  WriteFrame(file, "obs", numbers, profiles.metadata);
  WriteFrame(file, "var", profiles.features, Table());
  for (const char * group : { "layers", "obsm", "obsp", "uns", "varm", "varp" })
  {
    Encode(MakeGroup(file, group), "dict", "0.1.0");
  }
  Check(H5Fflush(file, H5F_SCOPE_LOCAL), "cannot be written");
}
} // namespace pheno::hdf5

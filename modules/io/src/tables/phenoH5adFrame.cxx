#include "phenoH5adFrame.h"

namespace pheno::hdf5
{
namespace
{
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
} // namespace

void
Encode(hid_t object, const char * type, const char * version)
{
  WriteText(object, "encoding-type", type);
  WriteText(object, "encoding-version", version);
}

Handle
MakeDictionary(hid_t place, const std::string & name)
{
  Handle group = MakeGroup(place, name);
  Encode(group, "dict", "0.1.0");
  return group;
}

Table::Text
CountedNames(std::size_t count)
{
  Table::Text names;
  for (std::size_t i = 0; i < count; ++i)
  {
    names.push_back(std::to_string(i));
  }
  return names;
}

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
} // namespace pheno::hdf5

#include "phenoError.h"
#include "phenoJsonFile.h"
#include "phenoParquet.h"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/util/key_value_metadata.h>
#include <arrow/util/utf8.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <limits>
#include <type_traits>

namespace pheno
{
namespace
{
constexpr std::int64_t kRowsPerGroup = 1 << 16;

void
Check(const fs::path & path, const arrow::Status & status)
{
  if (!status.ok())
  {
    throw Error(path.string() + ": " + status.message());
  }
}

template <typename T>
T
Value(const fs::path & path, arrow::Result<T> result)
{
  Check(path, result.status());
  return std::move(result).ValueUnsafe();
}

// ---- reading -------------------------------------------------------------------------------------------------------

template <typename TArray>
void
AppendStrings(const arrow::Array & array, Table::Text & text)
{
  const auto & strings = static_cast<const TArray &>(array);
  for (std::int64_t i = 0; i < strings.length(); ++i)
  {
    text.emplace_back(strings.IsNull(i) ? std::string_view() : strings.GetView(i));
  }
}

/** Any array as text; nulls are "". */
void
AppendText(const fs::path & path, const arrow::Array & array, Table::Text & text)
{
  switch (array.type_id())
  {
    case arrow::Type::STRING:
      return AppendStrings<arrow::StringArray>(array, text);
    case arrow::Type::LARGE_STRING:
      return AppendStrings<arrow::LargeStringArray>(array, text);
    case arrow::Type::DICTIONARY:
    {
      const auto & coded = static_cast<const arrow::DictionaryArray &>(array);
      Table::Text  words;
      AppendText(path, *coded.dictionary(), words);
      for (std::int64_t i = 0; i < coded.length(); ++i)
      {
        text.push_back(coded.IsNull(i) ? std::string() : words[static_cast<std::size_t>(coded.GetValueIndex(i))]);
      }
      return;
    }
    default:
      for (std::int64_t i = 0; i < array.length(); ++i)
      {
        text.push_back(array.IsNull(i) ? std::string() : Value(path, array.GetScalar(i))->ToString());
      }
  }
}

template <typename TArray, typename TCell>
void
AppendValues(const arrow::Array & array, TCell null, std::vector<TCell> & cells)
{
  const auto & values = static_cast<const TArray &>(array);
  if constexpr (!std::is_same_v<TArray, arrow::BooleanArray>)
  {
    if (values.null_count() == 0)
    {
      const auto * first = values.raw_values();
      cells.insert(cells.end(), first, first + values.length());
      return;
    }
  }
  for (std::int64_t i = 0; i < values.length(); ++i)
  {
    cells.push_back(values.IsNull(i) ? null : static_cast<TCell>(values.Value(i)));
  }
}

/** Numbers of any width; false for another type. */
template <typename TCell>
bool
AppendNumbers(const arrow::Array & array, TCell null, std::vector<TCell> & cells)
{
  switch (array.type_id())
  {
    case arrow::Type::BOOL:
      AppendValues<arrow::BooleanArray>(array, null, cells);
      return true;
    case arrow::Type::INT8:
      AppendValues<arrow::Int8Array>(array, null, cells);
      return true;
    case arrow::Type::INT16:
      AppendValues<arrow::Int16Array>(array, null, cells);
      return true;
    case arrow::Type::INT32:
      AppendValues<arrow::Int32Array>(array, null, cells);
      return true;
    case arrow::Type::INT64:
      AppendValues<arrow::Int64Array>(array, null, cells);
      return true;
    case arrow::Type::UINT8:
      AppendValues<arrow::UInt8Array>(array, null, cells);
      return true;
    case arrow::Type::UINT16:
      AppendValues<arrow::UInt16Array>(array, null, cells);
      return true;
    case arrow::Type::UINT32:
      AppendValues<arrow::UInt32Array>(array, null, cells);
      return true;
    case arrow::Type::UINT64:
      AppendValues<arrow::UInt64Array>(array, null, cells);
      return true;
    case arrow::Type::FLOAT:
      AppendValues<arrow::FloatArray>(array, null, cells);
      return true;
    case arrow::Type::DOUBLE:
      AppendValues<arrow::DoubleArray>(array, null, cells);
      return true;
    default:
      return false;
  }
}

bool
IsReal(const arrow::DataType & type)
{
  return type.id() == arrow::Type::FLOAT || type.id() == arrow::Type::DOUBLE;
}

/** Has it numbers of more than the 24 bits of a float's mantissa? */
bool
IsWide(const arrow::DataType & type)
{
  return type.id() != arrow::Type::FLOAT && (IsReal(type) || arrow::is_integer(type.id())) && type.bit_width() > 16;
}

/** Integers without nulls stay integers; unsigned 64-bit ones may not fit and become reals, like integers with nulls.
 */
bool
StaysInteger(const arrow::ChunkedArray & column)
{
  const arrow::Type::type id = column.type()->id();
  return (arrow::is_integer(id) || id == arrow::Type::BOOL) && id != arrow::Type::UINT64 && column.null_count() == 0;
}

void
RequireFlat(const fs::path & path, const arrow::Field & field)
{
  if (arrow::is_nested(field.type()->id()))
  {
    throw Error(path.string() + ": column '" + field.name() + "' is of type " + field.type()->ToString() +
                ", expected numbers or text");
  }
}

Table::Cells
ToCells(const fs::path & path, const arrow::ChunkedArray & column)
{
  const arrow::DataType & type = *column.type();
  if (StaysInteger(column))
  {
    Table::Integer cells;
    cells.reserve(static_cast<std::size_t>(column.length()));
    for (const auto & chunk : column.chunks())
    {
      AppendNumbers<std::int64_t>(*chunk, 0, cells);
    }
    return cells;
  }
  if (IsReal(type) || arrow::is_integer(type.id()) || type.id() == arrow::Type::BOOL)
  {
    Table::Real cells;
    cells.reserve(static_cast<std::size_t>(column.length()));
    for (const auto & chunk : column.chunks())
    {
      AppendNumbers<double>(*chunk, std::numeric_limits<double>::quiet_NaN(), cells);
    }
    return cells;
  }
  Table::Text cells;
  for (const auto & chunk : column.chunks())
  {
    AppendText(path, *chunk, cells);
  }
  return cells;
}

std::unique_ptr<parquet::arrow::FileReader>
OpenParquet(const fs::path & path)
{
  parquet::arrow::FileReaderBuilder builder;
  Check(path, builder.OpenFile(path.string()));
  parquet::ArrowReaderProperties properties(false);
  properties.set_pre_buffer(false);
  builder.properties(properties);
  return Value(path, builder.Build());
}

/** Column after column, so that Arrow never holds more than one of them. */
ParquetContent
Read(const fs::path & path)
{
  const auto                     reader = OpenParquet(path);
  std::shared_ptr<arrow::Schema> schema;
  Check(path, reader->GetSchema(&schema));
  ParquetContent content;
  for (int j = 0; j < schema->num_fields(); ++j)
  {
    const std::string & name = schema->field(j)->name();
    if (name.starts_with("__index_level_"))
    {
      continue; // the row labels of pandas
    }
    RequireFlat(path, *schema->field(j));
    std::shared_ptr<arrow::ChunkedArray> column;
    Check(path, reader->ReadColumn(j, &column));
    if (IsWide(*column->type()))
    {
      content.wide.insert(name);
    }
    content.table.Add(name, ToCells(path, *column));
  }
  const auto & metadata = schema->metadata();
  if (metadata && metadata->Contains(kParquetFeaturesKey))
  {
    content.features = Value(path, metadata->Get(kParquetFeaturesKey));
  }
  return content;
}

// ---- writing -------------------------------------------------------------------------------------------------------

template <typename TArray, typename T>
std::shared_ptr<arrow::Array>
MakeArray(std::vector<T> values)
{
  const auto count = static_cast<std::int64_t>(values.size());
  return std::make_shared<TArray>(count, arrow::Buffer::FromVector(std::move(values)));
}

std::shared_ptr<arrow::Array>
MakeTextArray(const fs::path & path, const std::string & name, const Table::Text & text)
{
  arrow::LargeStringBuilder builder;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    if (!arrow::util::ValidateUTF8(reinterpret_cast<const std::uint8_t *>(text[i].data()),
                                   static_cast<std::int64_t>(text[i].size())))
    {
      throw Error(path.string() + ": column '" + name + "', row " + std::to_string(i + 1) + ": the text is not UTF-8");
    }
    Check(path, builder.Append(text[i]));
  }
  return Value(path, builder.Finish());
}

std::shared_ptr<arrow::Array>
MakeMetadataArray(const fs::path & path, const Table::Column & column)
{
  if (const auto * reals = std::get_if<Table::Real>(&column.cells))
  {
    return MakeArray<arrow::DoubleArray>(*reals);
  }
  if (const auto * integers = std::get_if<Table::Integer>(&column.cells))
  {
    return MakeArray<arrow::Int64Array>(*integers);
  }
  return MakeTextArray(path, column.name, std::get<Table::Text>(column.cells));
}

template <typename TArray, typename T>
std::shared_ptr<arrow::Array>
MakeFeatureArray(const Profiles & profiles, std::size_t feature)
{
  std::vector<T> values(profiles.Rows());
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    values[i] = static_cast<T>(profiles.Row(i)[feature]);
  }
  return MakeArray<TArray>(std::move(values));
}

std::shared_ptr<arrow::Table>
ToArrow(const fs::path & path, const Profiles & profiles)
{
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  const auto         add = [&](const std::string & name, std::shared_ptr<arrow::Array> array) {
    fields.push_back(arrow::field(name, array->type()));
    arrays.push_back(std::move(array));
  };
  for (const Table::Column & column : profiles.metadata.columns)
  {
    add(column.name, MakeMetadataArray(path, column));
  }
  for (std::size_t j = 0; j < profiles.Columns(); ++j)
  {
    add(profiles.features[j],
        profiles.precision == Profiles::Precision::Float32 ? MakeFeatureArray<arrow::FloatArray, float>(profiles, j)
                                                           : MakeFeatureArray<arrow::DoubleArray, double>(profiles, j));
  }
  const auto metadata = arrow::key_value_metadata({ kParquetFeaturesKey }, { FormatJson(profiles.features) });
  return arrow::Table::Make(arrow::schema(fields, metadata), arrays, static_cast<std::int64_t>(profiles.Rows()));
}

void
Write(const fs::path & path, const Profiles & profiles)
{
  const std::shared_ptr<arrow::Table> table = ToArrow(path, profiles);
  parquet::WriterProperties::Builder  properties;
  properties.compression(parquet::Compression::ZSTD)->disable_dictionary();
  for (const Table::Column & column : profiles.metadata.columns)
  {
    properties.enable_dictionary(column.name);
  }
  const auto stream = Value(path, arrow::io::FileOutputStream::Open(path.string()));
  // The list of features stands in Arrow's schema, which is written on request alone.
  const auto withSchema = parquet::ArrowWriterProperties::Builder().store_schema()->build();
  Check(path,
        parquet::arrow::WriteTable(
          *table, arrow::default_memory_pool(), stream, kRowsPerGroup, properties.build(), withSchema));
  Check(path, stream->Close());
}
} // namespace
} // namespace pheno

extern "C" __attribute__((visibility("default"))) const pheno::ParquetLibrary *
pheno_table_parquet()
{
  static const pheno::ParquetLibrary library = [] {
    arrow::util::InitializeUTF8();
    return pheno::ParquetLibrary{ &pheno::Read, &pheno::Write };
  }();
  return &library;
}

#include "phenoHdf5.h"

#include "phenoError.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pheno::hdf5
{
namespace
{
std::size_t
CountOf(hid_t space)
{
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

/** Refuses a dataset that declares far more than its stored bytes can hold, before memory is asked for; no filter of
 * HDF5's own packs better than deflate, 1,032 to 1. */
void
CheckExtent(hid_t dataset, hid_t space, hid_t type, const std::string & name)
{
  constexpr std::size_t kAlwaysRead = std::size_t(1) << 24;
  constexpr std::size_t kMostInByte = 1032;
  const std::size_t     count = CountOf(space);
  const std::size_t     stored = H5Dget_storage_size(dataset);
  if (count > (kAlwaysRead + kMostInByte * stored) / std::max<std::size_t>(1, H5Tget_size(type)))
  {
    throw Error("'" + name + "' declares " + std::to_string(count) + " values in " + std::to_string(stored) +
                " stored bytes, more than these can hold");
  }
}

/** Strings in memory of the file's character set: HDF5 converts between lengths, not between sets. */
Handle
TextType(H5T_cset_t characters)
{
  Handle type(H5Tcopy(H5T_C_S1), &H5Tclose, "a type of strings cannot be made");
  Check(H5Tset_size(type, H5T_VARIABLE), "a type of strings cannot be made");
  Check(H5Tset_cset(type, characters), "a type of strings cannot be made");
  return type;
}

/** Strings of a dataset or an attribute through the function that reads either. */
template <typename TRead>
Table::Text
Texts(hid_t type, hid_t space, const std::string & name, TRead read)
{
  if (H5Tget_class(type) != H5T_STRING)
  {
    throw Error("'" + name + "' holds no strings");
  }
  const std::size_t count = CountOf(space);
  Table::Text       texts;
  if (count == 0)
  {
    return texts;
  }
  texts.reserve(count);
  if (H5Tis_variable_str(type) > 0)
  {
    const Handle        memory = TextType(H5Tget_cset(type));
    std::vector<char *> cells(count, nullptr);
    Check(read(memory, cells.data()), "'" + name + "' cannot be read");
    for (const char * cell : cells)
    {
      texts.emplace_back(cell ? cell : "");
    }
    H5Dvlen_reclaim(memory, space, H5P_DEFAULT, cells.data());
    return texts;
  }
  const std::size_t size = H5Tget_size(type);
  std::vector<char> cells(count * size);
  Check(read(type, cells.data()), "'" + name + "' cannot be read");
  for (std::size_t i = 0; i < count; ++i)
  {
    const char * cell = cells.data() + i * size;
    texts.emplace_back(cell, ::strnlen(cell, size));
  }
  return texts;
}

template <typename T>
std::vector<T>
Numbers(hid_t dataset, const std::string & name, hid_t memory)
{
  const Handle type(H5Dget_type(dataset), &H5Tclose, "'" + name + "' has no type");
  const Handle space(H5Dget_space(dataset), &H5Sclose, "'" + name + "' has no shape");
  CheckExtent(dataset, space, type, name);
  std::vector<T> values(CountOf(space));
  if (!values.empty())
  {
    Check(H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "'" + name + "' cannot be read");
  }
  return values;
}

/** An attribute, or nothing. */
template <typename T, typename TRead>
std::vector<T>
Attribute(hid_t object, const std::string & name, TRead read)
{
  if (H5Aexists(object, name.c_str()) <= 0)
  {
    return {};
  }
  const Handle attribute(
    H5Aopen(object, name.c_str(), H5P_DEFAULT), &H5Aclose, "attribute '" + name + "' cannot be opened");
  const Handle type(H5Aget_type(attribute), &H5Tclose, "attribute '" + name + "' has no type");
  const Handle space(H5Aget_space(attribute), &H5Sclose, "attribute '" + name + "' has no shape");
  return read(attribute, type, space);
}

/** No times in the file, so that its bytes depend on what is written alone. */
Handle
Untimed(hid_t kind)
{
  Handle list(H5Pcreate(kind), &H5Pclose, "a property list cannot be made");
  Check(H5Pset_obj_track_times(list, 0), "times cannot be left out");
  return list;
}

std::vector<const char *>
Pointers(const Table::Text & texts)
{
  std::vector<const char *> pointers;
  for (const std::string & text : texts)
  {
    pointers.push_back(text.c_str());
  }
  return pointers;
}

Handle
SpaceOf(const std::vector<hsize_t> & shape)
{
  return { shape.empty() ? H5Screate(H5S_SCALAR)
                         : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
           &H5Sclose,
           "a shape cannot be made" };
}

void
WriteAttribute(hid_t object, const std::string & name, const std::vector<hsize_t> & shape, const Table::Text & texts)
{
  const Handle type = TextType(H5T_CSET_UTF8);
  const Handle space = SpaceOf(shape);
  const Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                         &H5Aclose,
                         "attribute '" + name + "' cannot be made");
  if (!texts.empty())
  {
    Check(H5Awrite(attribute, type, Pointers(texts).data()), "attribute '" + name + "' cannot be written");
  }
}
} // namespace

Handle::Handle(hid_t id, Close close, const std::string & what)
  : m_Id(id)
  , m_Close(close)
{
  if (id < 0)
  {
    throw Error(what);
  }
}

Handle::Handle(Handle && other) noexcept
  : m_Id(std::exchange(other.m_Id, -1))
  , m_Close(other.m_Close)
{}

Handle::~Handle()
{
  if (m_Id >= 0)
  {
    m_Close(m_Id);
  }
}

void
Check(herr_t result, const std::string & what)
{
  if (result < 0)
  {
    throw Error(what);
  }
}

std::vector<hsize_t>
ShapeOf(hid_t space)
{
  const int            dimensions = H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> shape(static_cast<std::size_t>(dimensions < 0 ? 0 : dimensions));
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  return shape;
}

bool
HasLink(hid_t place, const std::string & name)
{
  return H5Lexists(place, name.c_str(), H5P_DEFAULT) > 0;
}

bool
IsGroup(hid_t place, const std::string & name)
{
  const Handle object(H5Oopen(place, name.c_str(), H5P_DEFAULT), &H5Oclose, "there is no '" + name + "'");
  return H5Iget_type(object) == H5I_GROUP;
}

Handle
OpenGroup(hid_t place, const std::string & name)
{
  return { H5Gopen2(place, name.c_str(), H5P_DEFAULT), &H5Gclose, "there is no group '" + name + "'" };
}

Handle
OpenDataset(hid_t place, const std::string & name)
{
  return { H5Dopen2(place, name.c_str(), H5P_DEFAULT), &H5Dclose, "there is no dataset '" + name + "'" };
}

std::vector<double>
ReadDoubles(hid_t dataset, const std::string & name)
{
  return Numbers<double>(dataset, name, H5T_NATIVE_DOUBLE);
}

std::vector<std::int64_t>
ReadIntegers(hid_t dataset, const std::string & name)
{
  return Numbers<std::int64_t>(dataset, name, H5T_NATIVE_INT64);
}

Table::Text
ReadTexts(hid_t dataset, const std::string & name)
{
  const Handle type(H5Dget_type(dataset), &H5Tclose, "'" + name + "' has no type");
  const Handle space(H5Dget_space(dataset), &H5Sclose, "'" + name + "' has no shape");
  CheckExtent(dataset, space, type, name);
  return Texts(type, space, name, [dataset](hid_t memory, void * cells) {
    return H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, cells);
  });
}

Table::Cells
ReadCells(hid_t dataset, const std::string & name)
{
  const Handle type(H5Dget_type(dataset), &H5Tclose, "'" + name + "' has no type");
  switch (H5Tget_class(type))
  {
    case H5T_STRING:
      return ReadTexts(dataset, name);
    case H5T_INTEGER:
    case H5T_ENUM: // booleans
      return ReadIntegers(dataset, name);
    case H5T_FLOAT:
      return ReadDoubles(dataset, name);
    default:
      throw Error("'" + name + "' is of a type that no table holds, expected numbers or strings");
  }
}

std::vector<std::string>
TextsAttribute(hid_t object, const std::string & name)
{
  return Attribute<std::string>(object, name, [&name](hid_t attribute, hid_t type, hid_t space) {
    if (CountOf(space) == 0)
    {
      return Table::Text{}; // an empty list is written as numbers
    }
    return Texts(
      type, space, name, [attribute](hid_t memory, void * cells) { return H5Aread(attribute, memory, cells); });
  });
}

std::string
TextAttribute(hid_t object, const std::string & name)
{
  const std::vector<std::string> texts = TextsAttribute(object, name);
  return texts.empty() ? "" : texts.front();
}

std::vector<std::int64_t>
IntegersAttribute(hid_t object, const std::string & name)
{
  return Attribute<std::int64_t>(object, name, [&name](hid_t attribute, hid_t, hid_t space) {
    std::vector<std::int64_t> values(CountOf(space));
    Check(H5Aread(attribute, H5T_NATIVE_INT64, values.data()), "attribute '" + name + "' cannot be read");
    return values;
  });
}

Handle
MakeGroup(hid_t place, const std::string & name)
{
  const Handle untimed = Untimed(H5P_GROUP_CREATE);
  return { H5Gcreate2(place, name.c_str(), H5P_DEFAULT, untimed, H5P_DEFAULT),
           &H5Gclose,
           "group '" + name + "' cannot be made" };
}

void
WriteText(hid_t object, const std::string & attribute, const std::string & text)
{
  WriteAttribute(object, attribute, {}, { text });
}

void
WriteTexts(hid_t object, const std::string & attribute, const Table::Text & texts)
{
  WriteAttribute(object, attribute, { texts.size() }, texts);
}

Handle
WriteDataset(hid_t place, const std::string & name, hid_t type, const std::vector<hsize_t> & shape, const void * data)
{
  const Handle space = SpaceOf(shape);
  const Handle untimed = Untimed(H5P_DATASET_CREATE);
  Handle       dataset(H5Dcreate2(place, name.c_str(), type, space, H5P_DEFAULT, untimed, H5P_DEFAULT),
                 &H5Dclose,
                 "'" + name + "' cannot be made");
  if (CountOf(space) > 0)
  {
    Check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "'" + name + "' cannot be written");
  }
  return dataset;
}

Handle
WriteDataset(hid_t place, const std::string & name, const Table::Text & texts)
{
  const Handle type = TextType(H5T_CSET_UTF8);
  return WriteDataset(place, name, type, { texts.size() }, Pointers(texts).data());
}

void
WriteInteger(hid_t object, const std::string & attribute, std::int64_t value)
{
  const Handle space = SpaceOf({});
  const Handle made(H5Acreate2(object, attribute.c_str(), H5T_STD_I64LE, space, H5P_DEFAULT, H5P_DEFAULT),
                    &H5Aclose,
                    "attribute '" + attribute + "' cannot be made");
  Check(H5Awrite(made, H5T_NATIVE_INT64, &value), "attribute '" + attribute + "' cannot be written");
}

Handle
MakeGrowing(hid_t place, const std::string & name, hid_t type, const std::vector<hsize_t> & shape)
{
  std::vector<hsize_t> largest = shape;
  largest[0] = H5S_UNLIMITED;
  std::vector<hsize_t> chunk = shape;
  chunk[0] = chunk[1] = 1;
  const auto         rank = static_cast<int>(shape.size());
  const std::string  what = "'" + name + "' cannot be made";
  const Handle       space(H5Screate_simple(rank, shape.data(), largest.data()), &H5Sclose, what);
  const Handle       untimed = Untimed(H5P_DATASET_CREATE);
  constexpr unsigned kLevel = 4;
  Check(H5Pset_chunk(untimed, rank, chunk.data()), what);
  Check(H5Pset_shuffle(untimed), what);
  Check(H5Pset_deflate(untimed, kLevel), what);
  return { H5Dcreate2(place, name.c_str(), type, space, H5P_DEFAULT, untimed, H5P_DEFAULT), &H5Dclose, what };
}

void
WriteBox(hid_t                        dataset,
         const std::string &          name,
         hid_t                        type,
         const std::vector<hsize_t> & start,
         const std::vector<hsize_t> & count,
         const void *                 data)
{
  const std::string what = "'" + name + "' cannot be written";
  const Handle      file(H5Dget_space(dataset), &H5Sclose, what);
  const Handle      memory = SpaceOf(count);
  Check(H5Sselect_hyperslab(file, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), what);
  Check(H5Dwrite(dataset, type, memory, file, H5P_DEFAULT, data), what);
}
} // namespace pheno::hdf5

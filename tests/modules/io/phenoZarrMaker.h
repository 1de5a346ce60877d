#ifndef phenoZarrMaker_h
#define phenoZarrMaker_h

#include "phenoTestFiles.h"

#include "phenoZarr.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <vector>

namespace pheno::test
{
/** Bytes written as hexadecimal. */
inline std::string
FromHex(const std::string & hex)
{
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
  {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

/** The bytes of items one after the other, lowest byte first unless `big`. */
template <typename TItem>
std::string
ItemBytes(const std::vector<TItem> & items, bool big = false)
{
  std::string bytes;
  for (const TItem item : items)
  {
    char raw[sizeof(TItem)];
    std::memcpy(raw, &item, sizeof(TItem));
    if (big)
    {
      std::reverse(std::begin(raw), std::end(raw));
    }
    bytes.append(raw, sizeof(TItem));
  }
  return bytes;
}

/** Metadata of version 2; `changes` replaces or adds members. */
inline Json
MetadataV2(const ZarrSizes & shape, const ZarrSizes & chunks, const std::string & type, const Json & changes = {})
{
  Json json = { { "zarr_format", 2 },      { "shape", shape }, { "chunks", chunks }, { "dtype", type },
                { "compressor", nullptr }, { "order", "C" },   { "fill_value", 0 },  { "filters", nullptr } };
  json.update(changes.is_null() ? Json::object() : changes);
  return json;
}

/** Metadata of version 3. */
inline Json
MetadataV3(const ZarrSizes & shape, const ZarrSizes & chunks, const std::string & type, const Json & codecs)
{
  return { { "zarr_format", 3 },
           { "node_type", "array" },
           { "shape", shape },
           { "data_type", type },
           { "chunk_grid", { { "name", "regular" }, { "configuration", { { "chunk_shape", chunks } } } } },
           { "chunk_key_encoding", { { "name", "default" }, { "configuration", { { "separator", "/" } } } } },
           { "fill_value", 0 },
           { "codecs", codecs },
           { "attributes", Json::object() } };
}

inline Json
Codec(const std::string & name, const Json & configuration)
{
  return { { "name", name }, { "configuration", configuration } };
}

/** All items of an array. */
template <typename TPixel = float>
std::vector<TPixel>
ReadAll(const fs::path & folder)
{
  const ZarrArray array(folder);
  std::size_t     count = 1;
  for (const std::uint64_t size : array.Shape())
  {
    count *= size;
  }
  std::vector<TPixel> items(count, static_cast<TPixel>(77));
  array.Read({ ZarrSizes(array.Shape().size()), array.Shape() }, items.data());
  return items;
}
} // namespace pheno::test

#endif

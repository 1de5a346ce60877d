#include "phenoCropsExport.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoNpyHeader.h"
#include "phenoShard.h"
#include "phenoZipWriter.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>

namespace pheno
{
namespace
{
using Strings = std::vector<std::pair<std::string, std::string>>;

/** Numbers as they lie in memory. */
template <typename T>
std::string
Array(std::string_view type, const std::vector<std::size_t> & shape, const std::vector<T> & values)
{
  std::string array = NpyHeader(type, shape);
  array.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
  return array;
}

/** Texts as numpy's bytes_: UTF-8, padded with zeros. */
std::string
TextArray(const std::vector<std::string> & texts)
{
  std::size_t width = 1;
  for (const std::string & text : texts)
  {
    width = std::max(width, text.size());
  }
  std::string array = NpyHeader("|S" + std::to_string(width), { texts.size() });
  for (const std::string & text : texts)
  {
    array += text;
    array.append(width - text.size(), '\0');
  }
  return array;
}

/** Of a pickle: a text with its length in four bytes. */
std::string
Pickled(const std::string & text)
{
  std::string code = "X";
  for (int shift = 0; shift < 32; shift += 8)
  {
    code += static_cast<char>(text.size() >> shift);
  }
  return code + text;
}

/** numpy.array({...}, dtype=object): the dict, in a list of one, in an array without dimensions, pickled with protocol
 * 3 (Python's pickletools names the opcodes). */
std::string
DictArray(const Strings & entries)
{
  const std::string none(3, 'N');
  std::string       pickle = "\x80\x03"
                             "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n";
  pickle += std::string("K\0\x85", 3) + "C\x01" + "b\x87R"; // _reconstruct(ndarray, (0,), b"b")
  pickle += "(K\x01)";                                      // state: version 1, shape ()
  pickle += "cnumpy\ndtype\n" + Pickled("O8") + "\x89\x88\x87R(K\x03" + Pickled("|") + none +
            "J\xFF\xFF\xFF\xFFJ\xFF\xFF\xFF\xFFK?tb"; // dtype("O8", False, True) and its state
  pickle += "\x89]}(";                                // not in Fortran order; [{
  for (const auto & [key, value] : entries)
  {
    pickle += Pickled(key) + Pickled(value);
  }
  pickle += "uatb.";
  return NpyHeader("|O", {}) + pickle;
}

/** Rows of one site, in their order. */
using Site = std::tuple<std::string, std::string, std::string>;

std::map<Site, std::vector<std::size_t>>
RowsOfSites(const Table & table)
{
  const Table::Text                        plates = table.Texts("Metadata_Plate");
  const Table::Text                        wells = table.Texts("Metadata_Well");
  const Table::Text                        sites = table.Texts("Metadata_Site");
  std::map<Site, std::vector<std::size_t>> rows;
  for (std::size_t row = 0; row < plates.size(); ++row)
  {
    rows[{ plates[row], wells[row], sites[row] }].push_back(row);
  }
  return rows;
}

/** Channels go last. */
std::string
Pixels(const Crops & crops, const std::vector<std::size_t> & rows)
{
  const std::size_t bytes = Crops::BytesPerPixel(crops.type);
  const std::size_t channels = crops.shape[1];
  const std::size_t area = crops.shape[2] * crops.shape[3];
  std::string       array = NpyHeader(crops.type == Crops::Type::UInt8    ? "|u1"
                                : crops.type == Crops::Type::UInt16 ? "<u2"
                                                                    : "<f4",
                                { rows.size(), crops.shape[2], crops.shape[3], channels });
  std::size_t at = array.size();
  array.resize(at + rows.size() * crops.PixelsPerCrop() * bytes);
  for (const std::size_t row : rows)
  {
    const char * crop = static_cast<const char *>(crops.pixels) + row * crops.PixelsPerCrop() * bytes;
    for (std::size_t pixel = 0; pixel < area; ++pixel)
    {
      for (std::size_t channel = 0; channel < channels; ++channel)
      {
        std::memcpy(array.data() + at, crop + (channel * area + pixel) * bytes, bytes);
        at += bytes;
      }
    }
  }
  return array;
}

class NpzExport : public CropsExport
{
public:
  explicit NpzExport(fs::path folder)
    : m_Folder(std::move(folder))
  {
    MakeFolder(m_Folder);
  }

  void
  Append(const Crops & crops) override
  {
    for (const auto & [site, rows] : RowsOfSites(crops.table))
    {
      const fs::path path = this->PathOf(site);
      if (fs::exists(path))
      {
        throw Error(path.string() + ": crops of two sites or two pieces of one would be written here; expected a site "
                                    "in one piece and names that differ in letters or digits");
      }
      MakeFolder(path.parent_path());
      WriteZip(path, Members(crops, site, rows));
    }
  }

  void
  Finish() override
  {}

private:
  fs::path
  PathOf(const Site & site) const
  {
    const auto part = [](const std::string & name) { return Shard({ { "name", name } }).FileStem(); };
    return m_Folder / part(std::get<0>(site)) / part(std::get<1>(site)) / (part(std::get<2>(site)) + ".npz");
  }

  static std::map<std::string, std::string>
  Members(const Crops & crops, const Site & site, const std::vector<std::size_t> & rows)
  {
    const Table              table = crops.table.Select(rows);
    std::vector<std::string> names;
    for (const Table::Column & column : table.columns)
    {
      if (!Table::IsMetadata(column.name) && !std::holds_alternative<Table::Text>(column.cells))
      {
        names.push_back(column.name);
      }
    }
    std::vector<float> features(rows.size() * names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
    {
      const Table::Real values = table.Numbers(names[i]);
      for (std::size_t row = 0; row < rows.size(); ++row)
      {
        features[row * names.size() + i] = static_cast<float>(values[row]);
      }
    }
    const Table::Real   x = table.Numbers("Metadata_X");
    const Table::Real   y = table.Numbers("Metadata_Y");
    std::vector<double> locations;
    for (std::size_t row = 0; row < rows.size(); ++row)
    {
      locations.insert(locations.end(), { x[row], y[row] });
    }
    const Table::Real               numbers = table.Numbers("Metadata_ObjectNumber");
    const std::vector<std::int64_t> objects(numbers.begin(), numbers.end());
    return { { "crops.npy", Pixels(crops, rows) },
             { "feature_names.npy", TextArray(names) },
             { "features.npy", Array("<f4", { rows.size(), names.size() }, features) },
             { "locations.npy", Array("<f8", { rows.size(), 2 }, locations) },
             { "metadata.npy",
               DictArray({ { "Metadata_Plate", std::get<0>(site) },
                           { "Metadata_Well", std::get<1>(site) },
                           { "Metadata_Site", std::get<2>(site) },
                           { "Metadata_Model", "pheno" } }) },
             { "object_numbers.npy", Array("<i8", { rows.size() }, objects) } };
  }

  fs::path m_Folder;
};
} // namespace

std::unique_ptr<CropsExport>
ExportNpz(const fs::path & folder)
{
  return std::make_unique<NpzExport>(folder);
}
} // namespace pheno

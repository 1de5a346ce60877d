#include "phenoPlateMapFolder.h"

#include "phenoAxes.h"
#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFirstNames.h"
#include "phenoLayoutFiles.h"
#include "phenoListTable.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
constexpr const char * kBarcodes = "barcode_platemap.csv";
constexpr const char * kPlate = "Assay_Plate_Barcode";
constexpr const char * kMap = "Plate_Map_Name";

/** The metadata of the perturbations of a batch; empty when there are none. */
fs::path
FindMetadata(const fs::path & batch)
{
  for (const fs::path & folder : { batch,
                                   batch / "external_metadata",
                                   batch / ".." / "external_metadata",
                                   batch / ".." / ".." / "external_metadata" })
  {
    for (const char * name : { "external_metadata.tsv", "external_metadata.csv" })
    {
      if (fs::is_regular_file(folder / name))
      {
        return (folder / name).lexically_normal();
      }
    }
  }
  return {};
}

/** The file of a map, whatever its ending. */
fs::path
FindMap(const fs::path & batch, const std::string & name)
{
  for (const char * ending : { ".txt", ".tsv", ".csv" })
  {
    const fs::path            path = batch / "platemap" / (name + ending);
    boost::system::error_code code; // what is no name of a file is no file
    if (fs::is_regular_file(path, code))
    {
      return path;
    }
  }
  throw Error((batch / kBarcodes).string() + ": names the plate map '" + name + "', and there is no " +
              (batch / "platemap" / (name + ".txt")).string());
}

/** Adds what is known of the perturbations to the wells. \param name of the file in notes */
void
JoinMetadata(Table & wells, const fs::path & path, const std::string & name, std::vector<std::string> & notes)
{
  const Table                    metadata = ReadCsv(path);
  const std::vector<std::string> names = metadata.Names();
  const auto key = std::find_if(names.begin(), names.end(), [&](const std::string & name) { return wells.Has(name); });
  if (key == names.end())
  {
    throw Error(path.string() + ": shares no column with the plate maps, which have " + Join(wells.Names()));
  }
  std::map<std::string, std::size_t> rows;
  const Table::Text                  ids = metadata.Texts(*key);
  for (std::size_t row = 0; row < ids.size(); ++row)
  {
    if (!ids[row].empty() && !rows.emplace(ids[row], row).second)
    {
      throw Error(path.string() + ": lists " + *key + " '" + ids[row] + "' twice; expected one row a perturbation");
    }
  }
  const Table::Text     wanted = wells.Texts(*key);
  std::set<std::string> unknown;
  for (const std::string & id : wanted)
  {
    if (!id.empty() && !rows.contains(id))
    {
      unknown.insert(id);
    }
  }
  if (!unknown.empty())
  {
    notes.push_back(name + ": does not know " + std::to_string(unknown.size()) + " values of " + *key +
                    " of the plate maps: " + FirstNames({ unknown.begin(), unknown.end() }));
  }
  for (const std::string & column : names)
  {
    if (wells.Has(column))
    {
      continue; // the key, and what the maps say themselves
    }
    const Table::Text cells = metadata.Texts(column);
    Table::Text       joined;
    for (const std::string & id : wanted)
    {
      const auto row = rows.find(id);
      joined.push_back(row == rows.end() ? "" : cells[row->second]);
    }
    wells.Add(column, std::move(joined));
  }
}

/** The wells of one map; throws Error without a column for the well. */
Table
ReadMap(const fs::path & path)
{
  Table      map = ReadCsv(path);
  const auto names = map.Names();
  if (std::none_of(names.begin(), names.end(), [](const std::string & name) { return AxisOfColumn(name) == "well"; }))
  {
    throw Error(path.string() + ": has no column well_position; it has " + Join(names));
  }
  return map;
}

/** \param root notes name files from here: they are kept with a run, which does not know where its inputs lay */
Table
ReadBatch(const fs::path & batch, const fs::path & root, std::vector<std::string> & notes)
{
  const fs::path list = batch / kBarcodes;
  const Table    barcodes = ReadCsv(list);
  if (!barcodes.Has(kPlate) || !barcodes.Has(kMap))
  {
    throw Error(list.string() + ": expected the columns " + kPlate + " and " + kMap + "; it has " +
                Join(barcodes.Names()));
  }
  std::map<std::string, Table> maps;
  std::set<std::string>        plates;
  std::set<std::string>        used;
  Table                        wells;
  for (std::size_t row = 0; row < barcodes.Rows(); ++row)
  {
    const std::string plate = barcodes.Cell(row, kPlate);
    const std::string name = barcodes.Cell(row, kMap);
    if (!plates.insert(plate).second)
    {
      throw Error(list.string() + ": lists plate '" + plate + "' twice");
    }
    auto map = maps.find(name);
    if (map == maps.end())
    {
      const fs::path path = FindMap(batch, name);
      used.insert(path.filename().string());
      map = maps.emplace(name, ReadMap(path)).first;
    }
    Table of = map->second;
    of.Set("plate", Table::Text(of.Rows(), plate));
    AppendLoosely(wells, std::move(of));
  }
  if (wells.columns.empty())
  {
    throw Error(list.string() + ": lists no plates");
  }
  std::vector<std::string> unused;
  for (const std::string & file : ListFolder(batch / "platemap").files)
  {
    if (!used.contains(file))
    {
      unused.push_back(file);
    }
  }
  if (!unused.empty())
  {
    notes.push_back(list.lexically_relative(root).string() + ": no plate has the maps " + FirstNames(unused));
  }
  const fs::path metadata = FindMetadata(batch);
  if (!metadata.empty())
  {
    JoinMetadata(wells, metadata, metadata.lexically_relative(root).string(), notes);
  }
  return wells;
}
} // namespace

Table
ReadPlateMapFolder(const fs::path & source, std::vector<std::string> & notes)
{
  const bool                  ends = source.filename() == "."; // a '/' at the end
  const fs::path              folder = ends ? source.parent_path() : source;
  const std::vector<fs::path> lists =
    FindLists(folder, [](const std::vector<std::string> & files) { return PickFirst(files, { kBarcodes }); });
  if (lists.empty())
  {
    throw Error(folder.string() + ": is a folder without " + kBarcodes +
                " in it or up to three folders below; expected a table or plate maps with such a list");
  }
  Table whole;
  for (const fs::path & list : lists)
  {
    AppendLoosely(whole, ReadBatch(list.parent_path(), folder, notes));
  }
  return whole;
}
} // namespace pheno

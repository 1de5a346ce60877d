#include "phenoError.h"
#include "phenoOmeZarr.h"
#include "phenoWellName.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace pheno
{
namespace
{
/** A well as the plate's metadata has it: letters and a number without leading zeros. */
struct Place
{
  std::string row;
  unsigned    column;

  /** A before B, Z before AA. */
  friend bool
  operator<(const Place & a, const Place & b)
  {
    return std::make_tuple(a.row.size(), a.row, a.column) < std::make_tuple(b.row.size(), b.row, b.column);
  }
  std::string
  Path() const
  {
    return row + "/" + std::to_string(column);
  }
};

Place
PlaceOf(const std::string & well)
{
  const std::optional<std::string> normal = NormalizeWell(well);
  if (!normal)
  {
    throw Error("expected a well such as B02, got '" + well + "'");
  }
  const std::size_t digits = normal->find_first_of("0123456789");
  return { normal->substr(0, digits), static_cast<unsigned>(std::stoul(normal->substr(digits))) };
}

/** {"name": ...} for each. */
template <typename TNames>
Json
Named(const TNames & names)
{
  Json list = Json::array();
  for (const auto & name : names)
  {
    list.push_back({ { "name", name } });
  }
  return list;
}
} // namespace

struct OmeZarrPlateWriter::State
{
  fs::path                                    folder;
  std::string                                 name;
  unsigned                                    zarr;
  std::map<Place, std::vector<std::uint64_t>> wells; ///< the acquisition of each field
};

OmeZarrPlateWriter::OmeZarrPlateWriter(fs::path folder, std::string name, unsigned zarr)
  : m_State(new State{ std::move(folder), std::move(name), zarr, {} })
{
  if (zarr != 2 && zarr != 3)
  {
    throw Error("a plate is written in Zarr 2 or 3, not " + std::to_string(zarr));
  }
}

OmeZarrPlateWriter::~OmeZarrPlateWriter() = default;

fs::path
OmeZarrPlateWriter::AddField(const std::string & well, std::uint64_t acquisition)
{
  const Place                  place = PlaceOf(well);
  std::vector<std::uint64_t> & fields = m_State->wells[place];
  fields.push_back(acquisition);
  return m_State->folder / place.Path() / std::to_string(fields.size() - 1);
}

void
OmeZarrPlateWriter::Finish()
{
  if (m_State->wells.empty())
  {
    throw Error(m_State->folder.string() + ": a plate without wells cannot be written");
  }
  const bool zarr2 = m_State->zarr == 2;
  const auto write = [&](const fs::path & folder, const std::string & key, Json value) {
    if (zarr2)
    {
      value["version"] = "0.4";
      WriteZarrGroup(folder, 2, { { key, value } });
      return;
    }
    WriteZarrGroup(folder, 3, { { "ome", { { "version", "0.5" }, { key, value } } } });
  };
  std::vector<std::string>               rows;
  std::set<unsigned>                     columns;
  std::map<std::uint64_t, std::uint64_t> mostFields; // of each acquisition
  std::size_t                            fieldCount = 0;
  for (const auto & [place, fields] : m_State->wells)
  {
    if (rows.empty() || rows.back() != place.row)
    {
      rows.push_back(place.row);
    }
    columns.insert(place.column);
    fieldCount = std::max(fieldCount, fields.size());
    Json                                   images = Json::array();
    std::map<std::uint64_t, std::uint64_t> counts;
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
      images.push_back({ { "path", std::to_string(i) }, { "acquisition", fields[i] } });
      mostFields[fields[i]] = std::max(mostFields[fields[i]], ++counts[fields[i]]);
    }
    write(m_State->folder / place.Path(), "well", { { "images", images } });
  }
  std::vector<std::string> columnNames;
  for (const unsigned column : columns)
  {
    columnNames.push_back(std::to_string(column));
  }
  Json wells = Json::array();
  for (const auto & [place, fields] : m_State->wells)
  {
    wells.push_back({ { "path", place.Path() },
                      { "rowIndex", std::find(rows.begin(), rows.end(), place.row) - rows.begin() },
                      { "columnIndex", std::distance(columns.begin(), columns.find(place.column)) } });
  }
  for (const std::string & row : rows)
  {
    WriteZarrGroup(m_State->folder / row, m_State->zarr, Json::object());
  }
  Json acquisitions = Json::array();
  for (const auto & [id, fields] : mostFields)
  {
    acquisitions.push_back(
      { { "id", id }, { "name", "acquisition " + std::to_string(id) }, { "maximumfieldcount", fields } });
  }
  write(m_State->folder,
        "plate",
        { { "name", m_State->name },
          { "rows", Named(rows) },
          { "columns", Named(columnNames) },
          { "wells", wells },
          { "field_count", fieldCount },
          { "acquisitions", acquisitions } });
}
} // namespace pheno

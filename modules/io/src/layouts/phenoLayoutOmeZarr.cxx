#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoOmeZarr.h"

#include <algorithm>
#include <array>

namespace pheno
{
namespace
{
constexpr int kDeepest = 3;

/** Plates in a folder or up to three folders below, sorted; nothing is looked for inside of a Zarr hierarchy. */
void
FindPlates(const fs::path & folder, int depth, std::vector<fs::path> & found)
{
  if (FindZarrNode(folder) != ZarrNode::None)
  {
    if (IsOmeZarrPlate(folder))
    {
      found.push_back(folder);
    }
    return;
  }
  if (depth == kDeepest)
  {
    return;
  }
  std::vector<fs::path> folders;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (fs::is_directory(entry.status()))
    {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path & next : folders)
  {
    FindPlates(next, depth + 1, found);
  }
}

/** "P1.ome.zarr" -> "P1" */
std::string
NameOfPlate(const OmeZarrPlate & plate)
{
  if (!plate.name.empty())
  {
    return plate.name;
  }
  std::string name = plate.folder.filename().string();
  for (const std::string end : { ".zarr", ".ome" })
  {
    name = name.ends_with(end) ? name.substr(0, name.size() - end.size()) : name;
  }
  return name;
}

/** Rows of an index and which of the optional columns hold something. */
class PlaneRows
{
public:
  void
  Add(const std::string & plate, const OmeZarrWell & well, const OmeZarrField & field, const OmeZarrImage & image)
  {
    const fs::path array = image.folder / image.levels.front().path;
    for (std::uint64_t channel = 0; channel < image.channels.size(); ++channel)
    {
      for (std::uint64_t t = 0; t < image.SizeOf("t"); ++t)
      {
        for (std::uint64_t z = 0; z < image.SizeOf("z"); ++z)
        {
          AddRow(plate, well, field, image.channels[channel], array.string(), image.Page(channel, z, t), z, t);
        }
      }
    }
    m_Deep = m_Deep || image.SizeOf("z") > 1;
    m_Timed = m_Timed || image.SizeOf("t") > 1;
  }
  /** A place without an image that can be read. */
  void
  AddMissing(const std::string &              plate,
             const OmeZarrWell &              well,
             const OmeZarrField &             field,
             const std::vector<std::string> & channels,
             const fs::path &                 path)
  {
    for (const std::string & channel : channels)
    {
      AddRow(plate, well, field, channel, path.string(), 0, 0, 0);
    }
  }
  Table
  Finish()
  {
    Table              table;
    const char * const names[] = { "plate", "well", "site", "channel", "path", "page", "z", "t", "acquisition" };
    for (std::size_t j = 0; j < m_Cells.size(); ++j)
    {
      const bool wanted = j < 6 || (j == 6 && m_Deep) || (j == 7 && m_Timed) || (j == 8 && m_Acquired);
      if (wanted)
      {
        table.Add(names[j], std::move(m_Cells[j]));
      }
    }
    return table;
  }

private:
  void
  AddRow(const std::string &  plate,
         const OmeZarrWell &  well,
         const OmeZarrField & field,
         const std::string &  channel,
         const std::string &  path,
         std::uint64_t        page,
         std::uint64_t        z,
         std::uint64_t        t)
  {
    const std::string acquisition = field.acquisition ? std::to_string(*field.acquisition) : "";
    m_Acquired = m_Acquired || field.acquisition;
    const std::string cells[] = { plate,
                                  WellFromRowColumn(well.row, well.column),
                                  field.path,
                                  channel,
                                  path,
                                  std::to_string(page),
                                  std::to_string(z),
                                  std::to_string(t),
                                  acquisition };
    for (std::size_t j = 0; j < m_Cells.size(); ++j)
    {
      m_Cells[j].push_back(cells[j]);
    }
  }

  std::array<Table::Text, 9> m_Cells;
  bool                       m_Deep = false;
  bool                       m_Timed = false;
  bool                       m_Acquired = false;
};

/** What of a plate cannot be read as an image. */
struct Hole
{
  const OmeZarrWell *  well;
  const OmeZarrField * field;
  fs::path             path;
};

void
ListPlate(const fs::path & folder, PlaneRows & rows, std::vector<std::string> & notes)
{
  const OmeZarrPlate       plate = ReadOmeZarrPlate(folder);
  const std::string        name = NameOfPlate(plate);
  std::vector<std::string> channels;
  std::vector<Hole>        holes;
  for (const OmeZarrWell & well : plate.wells)
  {
    if (well.fields.empty())
    {
      notes.push_back(folder.string() + ": lists the well " + well.path + ", which holds no image");
    }
    for (const OmeZarrField & field : well.fields)
    {
      const fs::path path = folder / well.path / field.path;
      try
      {
        const OmeZarrImage image = ReadOmeZarrImage(path);
        rows.Add(name, well, field, image);
        channels = channels.empty() ? image.channels : channels;
      }
      catch (const BadData & error)
      {
        notes.emplace_back(error.what());
        holes.push_back({ &well, &field, path });
      }
    }
  }
  for (const Hole & hole : holes)
  {
    rows.AddMissing(name, *hole.well, *hole.field, channels, hole.path);
  }
}
std::vector<fs::path>
PlatesOf(const fs::path & source)
{
  std::vector<fs::path> plates;
  if (fs::is_directory(source))
  {
    FindPlates(fs::absolute(source).lexically_normal(), 0, plates);
  }
  return plates;
}
} // namespace

ImageList
ListOmeZarr(const fs::path & source, const IndexOptions &)
{
  const std::vector<fs::path> plates = PlatesOf(source);
  if (plates.empty())
  {
    throw Error(source.string() + ": no OME-Zarr plate was found in it or up to three folders below" +
                (fs::exists(source) ? " (a single image is listed by a sample sheet)" : "; it does not exist"));
  }
  ImageList list;
  PlaneRows rows;
  for (const fs::path & plate : plates)
  {
    ListPlate(plate, rows, list.notes);
  }
  list.table = rows.Finish();
  return list;
}

std::string
RecognizeOmeZarr(const fs::path & source)
{
  const std::vector<fs::path> plates = PlatesOf(source);
  return plates.empty() ? "" : plates.front().string();
}
} // namespace pheno

#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoOmeTiff.h"

#include <algorithm>
#include <array>
#include <set>

namespace pheno
{
namespace
{
/** The OME-TIFF and companion files of a folder and those below, sorted. */
std::vector<fs::path>
FindOmeFiles(const fs::path & source)
{
  if (fs::is_regular_file(source))
  {
    return { fs::absolute(source) };
  }
  std::vector<fs::path> files;
  if (fs::is_directory(source))
  {
    for (const fs::directory_entry & entry : fs::recursive_directory_iterator(fs::absolute(source)))
    {
      const std::string name = entry.path().filename().string();
      if (name.ends_with(".ome.tif") || name.ends_with(".ome.tiff") || name.ends_with(".companion.ome"))
      {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}
} // namespace

ImageList
ListOmeTiff(const fs::path & source, const IndexOptions &)
{
  const std::vector<fs::path> files = FindOmeFiles(source);
  using Cells = std::array<std::string, 8>;
  const std::array<const char *, 8> names = { "plate", "well", "site", "channel", "path", "page", "z", "t" };
  std::set<Cells>                   rows; // files of one set tell of each other
  std::size_t                       elsewhere = 0;
  bool                              isDeep = false;
  bool                              isTimed = false;
  for (const fs::path & file : files)
  {
    for (const OmeTiffImage & image : ReadOmeTiff(file))
    {
      elsewhere += image.plate.empty();
      for (const OmeTiffPlane & plane : image.planes)
      {
        if (!image.plate.empty())
        {
          rows.insert({ image.plate,
                        image.well,
                        image.site,
                        plane.channel,
                        plane.file.string(),
                        std::to_string(plane.page),
                        std::to_string(plane.z),
                        std::to_string(plane.t) });
          isDeep = isDeep || plane.z > 0;
          isTimed = isTimed || plane.t > 0;
        }
      }
    }
  }
  if (rows.empty())
  {
    throw Error(
      source.string() + ": none of its " + std::to_string(files.size()) +
      " OME-TIFF files tells of an image on a plate; list them by a pattern (layout regex) or a sample sheet");
  }
  ImageList list;
  for (std::size_t j = 0; j < names.size(); ++j)
  {
    Table::Text cells;
    for (const Cells & row : rows)
    {
      cells.push_back(row[j]);
    }
    if (j < 6 || (j == 6 && isDeep) || (j == 7 && isTimed))
    {
      list.table.Add(names[j], std::move(cells));
    }
  }
  if (elsewhere > 0)
  {
    list.notes.push_back(source.string() + ": " + std::to_string(elsewhere) +
                         " images lie on no plate in their OME-XML: left out");
  }
  return list;
}

std::string
RecognizeOmeTiff(const fs::path & source)
{
  const std::vector<fs::path> files = fs::is_directory(source) ? FindOmeFiles(source) : std::vector<fs::path>();
  return files.empty() ? "" : files.front().string();
}
} // namespace pheno

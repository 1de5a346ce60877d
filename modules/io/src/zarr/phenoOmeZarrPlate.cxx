#include "phenoError.h"
#include "phenoOmeZarrFields.h"

#include <algorithm>

namespace pheno
{
namespace
{
std::vector<std::string>
ReadNames(const JsonField & list)
{
  std::vector<std::string> names;
  for (std::size_t i = 0; i < list.Count(); ++i)
  {
    names.push_back(list.At(i).At("name").Text());
  }
  return names;
}

/** The index of a row or column must be that of the name in the path. */
void
CheckIndex(const JsonField &                well,
           const std::string &              key,
           const std::vector<std::string> & names,
           const std::string &              name)
{
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
  {
    well.At("path").Refuse("a row and a column of the plate");
  }
  if (well.Has(key) && well.At(key).Size() != static_cast<std::uint64_t>(found - names.begin()))
  {
    well.At(key).Refuse("the index of '" + name + "', " + std::to_string(found - names.begin()));
  }
}

OmeZarrWell
ReadWell(const JsonField & at, const std::vector<std::string> & rows, const std::vector<std::string> & columns)
{
  OmeZarrWell well;
  well.path = at.At("path").Text();
  const std::size_t slash = well.path.find('/');
  if (slash == std::string::npos)
  {
    at.At("path").Refuse("a row and a column, such as B/3");
  }
  well.row = well.path.substr(0, slash);
  well.column = well.path.substr(slash + 1);
  CheckIndex(at, "rowIndex", rows, well.row);
  CheckIndex(at, "columnIndex", columns, well.column);
  return well;
}

std::vector<OmeZarrField>
ReadFields(const fs::path & folder)
{
  std::vector<OmeZarrField> fields;
  if (FindZarrNode(folder) != ZarrNode::Group)
  {
    return fields;
  }
  const OmeZarrFields metadata(folder);
  const JsonField     well = metadata.Root().At("well");
  metadata.Version(well);
  const JsonField images = well.At("images");
  for (std::size_t i = 0; i < images.Count(); ++i)
  {
    BelowOmeZarr(folder, images.At(i).At("path"));
    fields.push_back({ images.At(i).At("path").Text(), std::nullopt });
    if (images.At(i).Has("acquisition"))
    {
      fields.back().acquisition = images.At(i).At("acquisition").Size();
    }
  }
  return fields;
}
} // namespace

bool
IsOmeZarrPlate(const fs::path & folder)
{
  return FindZarrNode(folder) == ZarrNode::Group && OmeZarrFields(folder).Root().Has("plate");
}

OmeZarrPlate
ReadOmeZarrPlate(const fs::path & folder)
{
  const OmeZarrFields fields(folder);
  if (!fields.Root().Has("plate"))
  {
    throw BadData(folder.string() + ": is no plate: its metadata have no 'plate'");
  }
  const JsonField at = fields.Root().At("plate");
  OmeZarrPlate    plate;
  plate.folder = folder;
  plate.version = fields.Version(at);
  plate.name = at.Has("name") ? at.At("name").Text() : "";
  const std::vector<std::string> rows = ReadNames(at.At("rows"));
  const std::vector<std::string> columns = ReadNames(at.At("columns"));
  const JsonField                wells = at.At("wells");
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    OmeZarrWell well = ReadWell(wells.At(i), rows, columns);
    well.fields = ReadFields(BelowOmeZarr(folder, wells.At(i).At("path")));
    plate.wells.push_back(std::move(well));
  }
  return plate;
}
} // namespace pheno

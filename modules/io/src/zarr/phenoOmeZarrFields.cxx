#include "phenoOmeZarrFields.h"

#include "phenoError.h"

#include <algorithm>

namespace pheno
{
namespace
{
constexpr std::uint64_t kMostPixels = std::uint64_t(1) << 28; ///< as of TIFF pages
constexpr std::size_t   kLongestName = 255;
} // namespace

OmeZarrFields::OmeZarrFields(const fs::path & folder)
  : file((folder / (ZarrFormatOf(folder) == 3 ? "zarr.json" : ".zattrs")).string())
  , json(ReadZarrGroup(folder))
{
  if (json.is_object() && json.contains("ome"))
  {
    json = Json(json.at("ome"));
  }
  if (!json.is_object())
  {
    throw BadData(file + ": expected an object of attributes");
  }
}

std::string
OmeZarrFields::Version(const JsonField & part) const
{
  static const std::vector<std::string> known = { "0.1", "0.2", "0.3", "0.4", "0.5" };
  const JsonField                       holder = Root().Has("version") ? Root() : part;
  if (!holder.Has("version") || holder.At("version").IsNull())
  {
    return "0.4";
  }
  const std::string version = holder.At("version").Text();
  if (std::find(known.begin(), known.end(), version) == known.end())
  {
    holder.At("version").Refuse("a version of OME-NGFF from 0.1 to 0.5");
  }
  return version;
}

fs::path
BelowOmeZarr(const fs::path & folder, const JsonField & path)
{
  const fs::path relative(path.Text());
  const bool     leaves = std::any_of(relative.begin(), relative.end(), [](const fs::path & part) {
    return part == ".." || part == "." || part == "/" || part.size() > kLongestName;
  });
  if (relative.empty() || relative.is_absolute() || leaves || path.Text().find('\0') != std::string::npos)
  {
    path.Refuse("a path below the group");
  }
  return folder / relative;
}

ZarrPlanes
PlanesOf(const ZarrArray & array, const fs::path & folder)
{
  const ZarrSizes & shape = array.Shape();
  if (shape.size() < 2)
  {
    throw BadData(folder.string() + ": has " + std::to_string(shape.size()) + " axes, expected y and x at least");
  }
  ZarrPlanes planes{ 1, shape[shape.size() - 1], shape[shape.size() - 2] };
  for (std::size_t axis = 0; axis + 2 < shape.size(); ++axis)
  {
    planes.count =
      shape[axis] != 0 && planes.count > kMostPixels / shape[axis] ? kMostPixels : planes.count * shape[axis];
  }
  if (planes.width == 0 || planes.height == 0 || planes.height > kMostPixels / planes.width)
  {
    throw BadData(folder.string() + ": its planes have " + std::to_string(planes.width) + " x " +
                  std::to_string(planes.height) + " pixels; 1 to " + std::to_string(kMostPixels) + " pixels are read");
  }
  return planes;
}

ZarrBox
BoxOfPlane(const ZarrArray & array, std::uint64_t page, const fs::path & folder)
{
  const ZarrPlanes planes = PlanesOf(array, folder);
  if (page >= planes.count)
  {
    throw BadData(folder.string() + ": has no plane " + std::to_string(page) + ", only " +
                  std::to_string(planes.count));
  }
  ZarrBox box{ ZarrSizes(array.Shape().size()), ZarrSizes(array.Shape().size(), 1) };
  for (std::size_t axis = array.Shape().size() - 2; axis-- > 0;)
  {
    box.begin[axis] = page % array.Shape()[axis];
    page /= array.Shape()[axis];
  }
  box.size[array.Shape().size() - 2] = planes.height;
  box.size[array.Shape().size() - 1] = planes.width;
  return box;
}

fs::path
ArrayOfPlanes(const fs::path & folder)
{
  if (FindZarrNode(folder) == ZarrNode::Array)
  {
    return folder;
  }
  const OmeZarrImage image = ReadOmeZarrImage(folder);
  return folder / image.levels.front().path;
}
} // namespace pheno

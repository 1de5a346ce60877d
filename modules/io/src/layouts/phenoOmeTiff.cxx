#include "phenoOmeTiff.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoTiff.h"
#include "phenoWellName.h"

#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

namespace pheno
{
namespace
{
constexpr std::uint64_t kMostPlanes = 1 << 16;

/** The XML that is read and where it came from. */
struct Source
{
  pugi::xml_document document;
  fs::path           file; ///< for messages; pages without a file name lie in `tiff`
  fs::path           tiff;

  [[noreturn]] void
  Refuse(const std::string & what) const
  {
    throw BadData(file.string() + ": its OME-XML " + what);
  }
};

void
Parse(Source & source, const std::string & text)
{
  const pugi::xml_parse_result result = source.document.load_buffer(text.data(), text.size());
  if (!result)
  {
    source.Refuse(std::string("cannot be read: ") + result.description());
  }
}

/** A file beside the one that names it. */
fs::path
Sibling(const Source & source, const std::string & name)
{
  if (name.empty() || name == ".." || name.find('/') != std::string::npos || name.find('\\') != std::string::npos)
  {
    source.Refuse("names the file '" + name + "', expected one beside it");
  }
  return source.file.parent_path() / name;
}

void
Load(Source & source, const fs::path & path)
{
  source.file = path;
  source.tiff = path;
  if (path.extension() == ".ome" || path.extension() == ".xml")
  {
    Parse(source, ReadFileBytes(path));
    return;
  }
  const std::string text = ReadTiffPages(path).front().description;
  if (text.find("<OME") == std::string::npos)
  {
    throw BadData(path.string() + ": has no OME-XML in its description, expected an OME-TIFF");
  }
  Parse(source, text);
  const pugi::xml_node binary = source.document.child("OME").child("BinaryOnly");
  if (binary)
  {
    source.file = Sibling(source, binary.attribute("MetadataFile").value());
    Parse(source, ReadFileBytes(source.file));
  }
}

std::uint64_t
Number(const Source & source, pugi::xml_node node, const char * name, std::uint64_t missing)
{
  const std::string text = node.attribute(name).value();
  std::uint64_t     value = missing;
  const auto        result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!text.empty() && (result.ec != std::errc() || result.ptr != text.data() + text.size()))
  {
    source.Refuse(std::string("has ") + name + "=\"" + text + "\" in <" + node.name() + ">, expected a whole number");
  }
  return value;
}

/** Sizes of the axes besides y and x, in the order in which planes follow each other. */
struct Order
{
  std::string   axes; ///< "ZCT": z fastest
  std::uint64_t sizeC = 1;
  std::uint64_t sizeZ = 1;
  std::uint64_t sizeT = 1;

  std::uint64_t
  Size(char axis) const
  {
    return axis == 'C' ? sizeC : axis == 'Z' ? sizeZ : sizeT;
  }
  std::uint64_t
  Count() const
  {
    return sizeC * sizeZ * sizeT;
  }
};

Order
ReadOrder(const Source & source, pugi::xml_node pixels)
{
  Order             order;
  const std::string text = pixels.attribute("DimensionOrder").value();
  order.axes = text.substr(std::min<std::size_t>(2, text.size()));
  std::string sorted = order.axes;
  std::sort(sorted.begin(), sorted.end());
  if (!text.starts_with("XY") || sorted != "CTZ")
  {
    source.Refuse("has DimensionOrder=\"" + text + "\", expected XY and C, T, Z in some order");
  }
  order.sizeC = Number(source, pixels, "SizeC", 1);
  order.sizeZ = Number(source, pixels, "SizeZ", 1);
  order.sizeT = Number(source, pixels, "SizeT", 1);
  for (const std::uint64_t size : { order.sizeC, order.sizeZ, order.sizeT })
  {
    if (size == 0 || size > kMostPlanes)
    {
      source.Refuse("declares an axis of " + std::to_string(size) + " planes; 1 to " + std::to_string(kMostPlanes) +
                    " are read");
    }
  }
  if (order.Count() > kMostPlanes)
  {
    source.Refuse("declares " + std::to_string(order.Count()) + " planes; at most " + std::to_string(kMostPlanes) +
                  " are read");
  }
  return order;
}

std::vector<std::string>
ReadChannels(const Source & source, pugi::xml_node pixels, std::uint64_t count)
{
  std::vector<std::string> names;
  for (const pugi::xml_node channel : pixels.children("Channel"))
  {
    if (Number(source, channel, "SamplesPerPixel", 1) != 1)
    {
      source.Refuse("has a channel of several samples a pixel, expected grey ones");
    }
    const std::string name = channel.attribute("Name").value();
    names.push_back(name.empty() ? std::to_string(names.size() + 1) : name);
  }
  if (!names.empty() && names.size() != count)
  {
    source.Refuse("lists " + std::to_string(names.size()) + " channels, declares " + std::to_string(count));
  }
  while (names.size() < count)
  {
    names.push_back(std::to_string(names.size() + 1));
  }
  return names;
}

/** The planes of one stretch of pages. */
void
AddPlanes(const Source &                   source,
          pugi::xml_node                   data,
          const Order &                    order,
          const std::vector<std::string> & channels,
          std::vector<OmeTiffPlane> &      planes)
{
  const std::uint64_t firstOf[] = { Number(source, data, "FirstC", 0),
                                    Number(source, data, "FirstZ", 0),
                                    Number(source, data, "FirstT", 0) };
  std::uint64_t       plane = 0;
  std::uint64_t       step = 1;
  for (const char axis : order.axes)
  {
    const std::uint64_t first = firstOf[axis == 'C' ? 0 : axis == 'Z' ? 1 : 2];
    if (first >= order.Size(axis))
    {
      source.Refuse(std::string("places a plane beyond the size of ") + axis);
    }
    plane += first * step;
    step *= order.Size(axis);
  }
  const bool          hasPage = !data.attribute("IFD").empty();
  const std::uint64_t page = Number(source, data, "IFD", 0);
  const std::uint64_t count = Number(source, data, "PlaneCount", hasPage ? 1 : order.Count() - plane);
  if (count > order.Count() - plane || page > std::numeric_limits<unsigned>::max() - count)
  {
    source.Refuse("places " + std::to_string(count) + " planes where there are " +
                  std::to_string(order.Count() - plane));
  }
  const std::string name = data.child("UUID").attribute("FileName").value();
  const fs::path    file = name.empty() ? source.tiff : Sibling(source, name);
  for (std::uint64_t i = 0; i < count; ++i)
  {
    std::uint64_t rest = plane + i;
    OmeTiffPlane  next;
    for (const char axis : order.axes)
    {
      const std::uint64_t position = rest % order.Size(axis);
      rest /= order.Size(axis);
      switch (axis)
      {
        case 'C':
          next.channel = channels[position];
          break;
        case 'Z':
          next.z = position;
          break;
        default:
          next.t = position;
      }
    }
    next.file = file;
    next.page = static_cast<unsigned>(page + i);
    planes.push_back(std::move(next));
  }
}

/** Where images lie on plates: by the image's id. */
std::map<std::string, OmeTiffImage>
ReadPlaces(const Source & source)
{
  constexpr std::uint64_t             kMostRows = 702; // A to ZZ
  std::map<std::string, OmeTiffImage> places;
  for (const pugi::xml_node plate : source.document.child("OME").children("Plate"))
  {
    const std::string name = plate.attribute("Name").value();
    for (const pugi::xml_node well : plate.children("Well"))
    {
      const std::uint64_t row = Number(source, well, "Row", 0);
      const std::uint64_t column = Number(source, well, "Column", 0);
      if (row >= kMostRows || column >= kMostRows)
      {
        source.Refuse("has a well in row " + std::to_string(row) + " and column " + std::to_string(column));
      }
      unsigned site = 0;
      for (const pugi::xml_node sample : well.children("WellSample"))
      {
        const std::string id = sample.child("ImageRef").attribute("ID").value();
        places[id] = { id,
                       name.empty() ? plate.attribute("ID").value() : name,
                       WellAt({ static_cast<int>(row), static_cast<int>(column) }),
                       std::to_string(++site),
                       {} };
      }
    }
  }
  return places;
}
} // namespace

std::vector<OmeTiffImage>
ReadOmeTiff(const fs::path & path)
{
  Source source;
  Load(source, path);
  const std::map<std::string, OmeTiffImage> places = ReadPlaces(source);
  std::vector<OmeTiffImage>                 images;
  for (const pugi::xml_node node : source.document.child("OME").children("Image"))
  {
    const std::string    id = node.attribute("ID").value();
    const auto           place = places.find(id);
    const pugi::xml_node pixels = node.child("Pixels");
    const Order          order = ReadOrder(source, pixels);
    const auto           channels = ReadChannels(source, pixels, order.sizeC);
    OmeTiffImage         image = place == places.end() ? OmeTiffImage{} : place->second;
    image.id = id;
    for (const pugi::xml_node data : pixels.children("TiffData"))
    {
      AddPlanes(source, data, order, channels, image.planes);
      if (image.planes.size() > order.Count())
      {
        source.Refuse("places more planes than the image " + id + " has");
      }
    }
    images.push_back(std::move(image));
  }
  if (images.empty())
  {
    source.Refuse("has no <Image>");
  }
  return images;
}
} // namespace pheno

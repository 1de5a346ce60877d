#include "phenoError.h"
#include "phenoOmeZarrFields.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
/** What a group is, for the message about one that is no image. */
[[noreturn]] void
RefuseGroup(const OmeZarrFields & fields, const fs::path & folder)
{
  const JsonField   root = fields.Root();
  const std::string what = root.Has("plate")  ? "a plate; index it with the layout ome_zarr"
                           : root.Has("well") ? "a well; its images lie below it"
                           : root.Has("bioformats2raw.layout")
                             ? "a collection of images, which lie below it as 0, 1, ..."
                             : "a Zarr group without metadata of an image";
  throw BadData(folder.string() + ": is " + what + ", expected one image (multiscales)");
}

std::vector<OmeZarrAxis>
ReadAxes(const JsonField & multiscale)
{
  static const std::vector<std::string> five = { "t", "c", "z", "y", "x" };
  std::vector<OmeZarrAxis>              axes;
  if (!multiscale.Has("axes")) // until 0.2
  {
    for (const std::string & name : five)
    {
      axes.push_back({ name, "" });
    }
    return axes;
  }
  const JsonField       list = multiscale.At("axes");
  std::set<std::string> names;
  for (std::size_t i = 0; i < list.Count(); ++i)
  {
    const JsonField at = list.At(i);
    const bool      bare = at.Get().is_string(); // in 0.3
    axes.push_back({ bare ? at.Text() : at.At("name").Text(), !bare && at.Has("unit") ? at.At("unit").Text() : "" });
    if (std::find(five.begin(), five.end(), axes.back().name) == five.end() || !names.insert(axes.back().name).second)
    {
      list.Refuse("axes among t, c, z, y, x, each once");
    }
  }
  if (axes.size() < 2 || axes[axes.size() - 2].name != "y" || axes.back().name != "x")
  {
    list.Refuse("y and x as the last axes");
  }
  return axes;
}

/** Multiplies and adds what a list of transformations says. */
void
Transform(const JsonField & holder, OmeZarrLevel & level)
{
  if (!holder.Has("coordinateTransformations"))
  {
    return;
  }
  const JsonField list = holder.At("coordinateTransformations");
  for (std::size_t i = 0; i < list.Count(); ++i)
  {
    const std::string type = list.At(i).At("type").Text();
    if (type != "scale" && type != "translation")
    {
      if (type != "identity")
      {
        list.At(i).At("type").Refuse("scale, translation or identity");
      }
      continue;
    }
    if (!list.At(i).Has(type)) // in a file of its own ("path"): not needed for pixels
    {
      continue;
    }
    const JsonField values = list.At(i).At(type);
    if (values.Count() != level.scale.size())
    {
      values.Refuse("a number for each of " + std::to_string(level.scale.size()) + " axes");
    }
    for (std::size_t axis = 0; axis < level.scale.size(); ++axis)
    {
      const double value = values.At(axis).Number();
      level.scale[axis] *= type == "scale" ? value : 1;
      level.translation[axis] = type == "scale" ? level.translation[axis] * value : level.translation[axis] + value;
    }
  }
}

std::vector<std::string>
ReadChannels(const JsonField & root, std::uint64_t count)
{
  std::vector<std::string> names;
  std::set<std::string>    taken;
  const bool               known = root.Has("omero") && root.At("omero").Has("channels");
  if (known && root.At("omero").At("channels").Count() != count)
  {
    root.At("omero").At("channels").Refuse("as many channels as the array has, " + std::to_string(count));
  }
  for (std::uint64_t i = 0; i < count; ++i)
  {
    std::string name;
    if (known && root.At("omero").At("channels").At(i).Has("label"))
    {
      name = root.At("omero").At("channels").At(i).At("label").Text();
    }
    const std::string number = std::to_string(i + 1);
    name = name.empty() ? number : name;
    while (!taken.insert(name).second)
    {
      name += " " + number;
    }
    names.push_back(name);
  }
  return names;
}

std::vector<std::string>
ReadLabelNames(const fs::path & folder)
{
  std::vector<std::string> names;
  if (FindZarrNode(folder / "labels") != ZarrNode::Group)
  {
    return names;
  }
  const OmeZarrFields fields(folder / "labels");
  if (fields.Root().Has("labels"))
  {
    const JsonField list = fields.Root().At("labels");
    for (std::size_t i = 0; i < list.Count(); ++i)
    {
      BelowOmeZarr(folder, list.At(i));
      names.push_back(list.At(i).Text());
    }
  }
  return names;
}

template <typename TImage>
typename TImage::Pointer
ReadPlaneOf(const fs::path & folder, std::uint64_t page)
{
  const ZarrArray  array(folder);
  const ZarrBox    box = BoxOfPlane(array, page, folder);
  const ZarrPlanes planes = PlanesOf(array, folder);
  const auto       image = TImage::New();
  image->SetRegions(itk::Size<2>{ { planes.width, planes.height } });
  image->Allocate();
  array.Read(box, image->GetBufferPointer());
  return image;
}
} // namespace

std::uint64_t
OmeZarrImage::SizeOf(const std::string & axis) const
{
  for (std::size_t i = 0; i < axes.size(); ++i)
  {
    if (axes[i].name == axis)
    {
      return shape[i];
    }
  }
  return 1;
}

std::uint64_t
OmeZarrImage::Page(std::uint64_t channel, std::uint64_t z, std::uint64_t t) const
{
  if (channel >= SizeOf("c") || z >= SizeOf("z") || t >= SizeOf("t"))
  {
    throw Error(folder.string() + ": has no plane of channel " + std::to_string(channel) + ", z " + std::to_string(z) +
                ", t " + std::to_string(t));
  }
  std::uint64_t page = 0;
  for (std::size_t i = 0; i + 2 < axes.size(); ++i)
  {
    page = page * shape[i] + (axes[i].name == "c" ? channel : axes[i].name == "z" ? z : t);
  }
  return page;
}

OmeZarrImage
ReadOmeZarrImage(const fs::path & folder)
{
  const OmeZarrFields fields(folder);
  if (!fields.Root().Has("multiscales"))
  {
    RefuseGroup(fields, folder);
  }
  const JsonField multiscale = fields.Root().At("multiscales").At(0);
  OmeZarrImage    image;
  image.folder = folder;
  image.version = fields.Version(multiscale);
  image.name = multiscale.Has("name") && multiscale.At("name").Get().is_string() ? multiscale.At("name").Text() : "";
  image.axes = ReadAxes(multiscale);
  const JsonField datasets = multiscale.At("datasets");
  for (std::size_t i = 0; i < std::max<std::size_t>(1, datasets.Count()); ++i)
  {
    BelowOmeZarr(folder, datasets.At(i).At("path"));
    image.levels.push_back({ datasets.At(i).At("path").Text(),
                             std::vector<double>(image.axes.size(), 1.0),
                             std::vector<double>(image.axes.size(), 0.0) });
    Transform(datasets.At(i), image.levels.back());
    Transform(multiscale, image.levels.back());
  }
  const fs::path  first = folder / image.levels.front().path;
  const ZarrArray array(first);
  image.shape = array.Shape();
  image.type = array.Type();
  if (image.shape.size() != image.axes.size())
  {
    throw BadData(first.string() + ": has " + std::to_string(image.shape.size()) + " axes, the image declares " +
                  std::to_string(image.axes.size()));
  }
  constexpr std::uint64_t kMostPlanes = 1 << 16;
  if (const std::uint64_t count = PlanesOf(array, first).count; count > kMostPlanes)
  {
    throw BadData(first.string() + ": has " + std::to_string(count) + " planes; at most " +
                  std::to_string(kMostPlanes) + " of one image are read");
  }
  image.channels = ReadChannels(fields.Root(), image.SizeOf("c"));
  image.labels = ReadLabelNames(folder);
  return image;
}

Image
ReadOmeZarrChannels(const OmeZarrImage & image, std::uint64_t z, std::uint64_t t)
{
  constexpr std::uint64_t kMostPixels = std::uint64_t(1) << 28; // what one plane may have at most
  const std::uint64_t     pixels = image.SizeOf("y") * image.SizeOf("x");
  if (image.channels.size() > kMostPixels / pixels)
  {
    throw BadData(image.folder.string() + ": has " + std::to_string(image.channels.size()) + " channels of " +
                  std::to_string(pixels) + " pixels; at most " + std::to_string(kMostPixels) +
                  " pixels are read at once");
  }
  Image site;
  site.channels = image.channels;
  for (std::uint64_t channel = 0; channel < image.channels.size(); ++channel)
  {
    site.planes.push_back(
      ReadPlaneOf<Plane>(image.folder / image.levels.front().path, image.Page(channel, z, t)).GetPointer());
  }
  return site;
}

LabelMask::Pointer
ReadOmeZarrLabels(const OmeZarrImage & image, const std::string & name, std::uint64_t z, std::uint64_t t)
{
  if (std::find(image.labels.begin(), image.labels.end(), name) == image.labels.end())
  {
    throw Error(image.folder.string() + ": has no labels '" + name + "'; it has " +
                (image.labels.empty() ? "none" : Join(image.labels)));
  }
  const OmeZarrImage labels = ReadOmeZarrImage(image.folder / "labels" / name);
  if (labels.SizeOf("c") != 1)
  {
    throw BadData(labels.folder.string() + ": has " + std::to_string(labels.SizeOf("c")) +
                  " channels, expected labels of one");
  }
  return ReadPlaneOf<LabelMask>(labels.folder / labels.levels.front().path, labels.Page(0, z, t));
}
} // namespace pheno

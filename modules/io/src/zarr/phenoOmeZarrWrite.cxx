#include "phenoError.h"
#include "phenoOmeZarrFields.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

namespace pheno
{
namespace
{
/** Shown one after the other: blue, green, red, yellow, magenta, cyan. */
const std::vector<std::string> kColours = { "0000FF", "00FF00", "FF0000", "FFFF00", "FF00FF", "00FFFF" };

std::string
VersionOf(unsigned zarr)
{
  return zarr == 2 ? "0.4" : "0.5";
}

/** Attributes as the version has them: at the top, or below "ome" with the version. `part` is the member that names the
 * version until 0.4. */
Json
Versioned(unsigned zarr, Json attributes, const std::string & part)
{
  if (zarr == 3)
  {
    attributes["version"] = VersionOf(zarr);
    return { { "ome", attributes } };
  }
  Json & holder = attributes.at(part);
  (holder.is_array() ? holder.at(0) : holder)["version"] = VersionOf(zarr);
  return attributes;
}

struct Axes
{
  std::vector<std::string> names;
  ZarrSizes                shape;
};

Json
Multiscales(const std::string & name, const Axes & axes, double pixelSize)
{
  Json                described = Json::array();
  std::vector<double> scale;
  for (const std::string & axis : axes.names)
  {
    const bool inPlane = axis == "x" || axis == "y";
    Json       json = { { "name", axis }, { "type", axis == "t" ? "time" : axis == "c" ? "channel" : "space" } };
    if (inPlane && pixelSize > 0)
    {
      json["unit"] = "micrometer";
    }
    described.push_back(json);
    scale.push_back(inPlane && pixelSize > 0 ? pixelSize : 1.0);
  }
  const Json transformations = Json::array({ { { "type", "scale" }, { "scale", scale } } });
  const Json datasets = Json::array({ { { "path", "0" }, { "coordinateTransformations", transformations } } });
  const Json single = { { "description", "One resolution: full size." } };
  return Json::array({ { { "name", name },
                         { "type", "none" },
                         { "metadata", single },
                         { "axes", described },
                         { "datasets", datasets } } });
}

/** A saturated colour for each label of a mask, neighbours in number far apart in hue, none for the background. */
Json
LabelColours(const LabelMask & mask)
{
  constexpr double               kGoldenAngle = 0.381966; // of a turn
  const LabelMask::PixelType *   pixels = mask.GetBufferPointer();
  std::set<LabelMask::PixelType> labels(pixels, pixels + mask.GetBufferedRegion().GetNumberOfPixels());
  labels.erase(0);
  Json colours = Json::array({ { { "label-value", 0 }, { "rgba", { 0, 0, 0, 0 } } } });
  for (const LabelMask::PixelType label : labels)
  {
    Json rgba = Json::array();
    for (const double turn : { 0.0, 1.0 / 3, 2.0 / 3 })
    {
      const double wave = std::cos(2 * std::numbers::pi * (kGoldenAngle * label - turn));
      rgba.push_back(static_cast<int>(std::lround(255 * (0.5 + 0.5 * wave))));
    }
    rgba.push_back(255);
    colours.push_back({ { "label-value", label }, { "rgba", rgba } });
  }
  return colours;
}

double
HighestOf(ZarrType type)
{
  return type.kind == ZarrType::Kind::Float ? std::numeric_limits<float>::max() : std::ldexp(1.0, 8 * type.bytes) - 1;
}

/** Names, colours and the range of values of each channel. */
Json
Omero(const OmeZarrStack & stack, ZarrType type)
{
  const bool        isFloat = type.kind == ZarrType::Kind::Float;
  Json              channels = Json::array();
  const std::size_t depth = stack.depths;
  for (std::size_t c = 0; c < stack.channels.size(); ++c)
  {
    float low = HUGE_VALF;
    float high = -HUGE_VALF;
    for (std::size_t i = 0; i < stack.planes.size(); ++i)
    {
      if (i / depth % stack.channels.size() == c)
      {
        const Plane & plane = *stack.planes[i];
        const float * pixels = plane.GetBufferPointer();
        const auto [least, most] = std::minmax_element(pixels, pixels + plane.GetBufferedRegion().GetNumberOfPixels());
        low = std::min(low, *least);
        high = std::max(high, *most);
      }
    }
    channels.push_back({ { "label", stack.channels[c] },
                         { "color", kColours[c % kColours.size()] },
                         { "active", true },
                         { "window",
                           { { "min", isFloat ? low : 0.0 },
                             { "max", isFloat ? high : HighestOf(type) },
                             { "start", low },
                             { "end", high } } } });
  }
  return { { "channels", channels } };
}

/** Pixels as the stored type, whole numbers rounded and clamped. */
template <typename TItem>
void
Narrow(const float * pixels, std::size_t count, TItem * items)
{
  std::transform(pixels, pixels + count, items, [](float value) {
    if constexpr (std::is_integral_v<TItem>)
    {
      const double highest = std::numeric_limits<TItem>::max();
      return static_cast<TItem>(std::isnan(value) ? 0.0 : std::clamp(std::round(double(value)), 0.0, highest));
    }
    else
    {
      return static_cast<TItem>(value);
    }
  });
}

template <typename TItem>
void
WriteItems(const fs::path & folder, const ZarrSpec & spec, const OmeZarrStack & stack)
{
  const std::size_t  pixels = stack.planes.front()->GetBufferedRegion().GetNumberOfPixels();
  std::vector<TItem> items(pixels * stack.planes.size());
  for (std::size_t i = 0; i < stack.planes.size(); ++i)
  {
    Narrow(stack.planes[i]->GetBufferPointer(), pixels, items.data() + i * pixels);
  }
  WriteZarr(folder, spec, items.data());
}

void
WritePixels(const fs::path & folder, const ZarrSpec & spec, const OmeZarrStack & stack)
{
  const bool isFloat = spec.type.kind == ZarrType::Kind::Float;
  const bool isUnsigned = spec.type.kind == ZarrType::Kind::Unsigned;
  if (isFloat && spec.type.bytes == 4)
  {
    WriteItems<float>(folder, spec, stack);
  }
  else if (isUnsigned && spec.type.bytes == 1)
  {
    WriteItems<std::uint8_t>(folder, spec, stack);
  }
  else if (isUnsigned && spec.type.bytes == 2)
  {
    WriteItems<std::uint16_t>(folder, spec, stack);
  }
  else
  {
    throw Error(folder.string() + ": pixels are written as uint8, uint16 or float32, not as " + spec.type.Name());
  }
}

ZarrSpec
SpecOf(const Axes & axes, const OmeZarrOptions & options, ZarrType type)
{
  ZarrSpec spec;
  spec.format = options.zarr;
  spec.type = type;
  spec.shape = axes.shape;
  spec.compression = options.compression;
  spec.chunks = ZarrSizes(axes.shape.size(), 1);
  for (std::size_t axis = axes.shape.size() - 2; axis < axes.shape.size(); ++axis)
  {
    spec.chunks[axis] = std::min(options.chunk, axes.shape[axis]);
  }
  if (options.shard)
  {
    for (std::size_t axis = 0; axis < axes.shape.size(); ++axis)
    {
      spec.shards.push_back((axes.shape[axis] + spec.chunks[axis] - 1) / spec.chunks[axis] * spec.chunks[axis]);
    }
  }
  if (options.zarr == 3)
  {
    spec.dimensions = axes.names;
  }
  return spec;
}

void
CheckStack(const fs::path & folder, const OmeZarrStack & stack, const OmeZarrOptions & options)
{
  const auto refuse = [&](const std::string & what) {
    throw Error(folder.string() + ": cannot be written as an OME-Zarr image: " + what);
  };
  const std::size_t expected = stack.channels.size() * stack.depths * stack.times;
  if (expected == 0 || stack.planes.size() != expected)
  {
    refuse("it has " + std::to_string(stack.planes.size()) + " planes, expected " + std::to_string(expected));
  }
  for (const Plane::ConstPointer & plane : stack.planes)
  {
    const itk::Size<2> size = plane->GetBufferedRegion().GetSize();
    if (size != stack.planes.front()->GetBufferedRegion().GetSize() || size[0] == 0 || size[1] == 0)
    {
      refuse("its planes need one size, at least one pixel");
    }
  }
  if (options.chunk == 0 || (options.zarr != 2 && options.zarr != 3))
  {
    refuse("chunks need at least one pixel, and Zarr the version 2 or 3");
  }
}
} // namespace

void
WriteOmeZarrImage(const fs::path & folder, const OmeZarrStack & stack, const OmeZarrOptions & options)
{
  CheckStack(folder, stack, options);
  const itk::Size<2> size = stack.planes.front()->GetBufferedRegion().GetSize();
  Axes               axes;
  const auto         add = [&](const std::string & name, std::uint64_t count, bool wanted) {
    if (wanted)
    {
      axes.names.push_back(name);
      axes.shape.push_back(count);
    }
  };
  add("t", stack.times, stack.times > 1);
  add("c", stack.channels.size(), true);
  add("z", stack.depths, stack.depths > 1);
  add("y", size[1], true);
  add("x", size[0], true);
  WritePixels(folder / "0", SpecOf(axes, options, options.type), stack);
  const std::string name = folder.filename().string();
  const Json        attributes = { { "multiscales", Multiscales(name, axes, options.pixelSize) },
                                   { "omero", Omero(stack, options.type) } };
  WriteZarrGroup(folder, options.zarr, Versioned(options.zarr, attributes, "multiscales"));
}

void
WriteOmeZarrImage(const fs::path & folder, const Image & image, const OmeZarrOptions & options)
{
  WriteOmeZarrImage(folder, OmeZarrStack{ image.channels, 1, 1, image.planes }, options);
}

void
WriteOmeZarrLabels(const fs::path &       image,
                   const std::string &    name,
                   const LabelMask &      mask,
                   const OmeZarrOptions & options)
{
  std::vector<std::string> names = ReadOmeZarrImage(image).labels;
  const bool               plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!plain || std::find(names.begin(), names.end(), name) != names.end())
  {
    throw Error(image.string() + ": labels cannot be called '" + name +
                "'; expected letters, digits, _ and - that no other labels have");
  }
  const itk::Size<2> size = mask.GetBufferedRegion().GetSize();
  const Axes         axes{ { "y", "x" }, { size[1], size[0] } };
  const fs::path     folder = image / "labels" / name;
  const ZarrType     type{ ZarrType::Kind::Unsigned, 4 };
  WriteZarr(folder / "0", SpecOf(axes, options, type), mask.GetBufferPointer());
  Json attributes = { { "multiscales", Multiscales(name, axes, options.pixelSize) },
                      { "image-label",
                        { { "source", { { "image", "../../" } } }, { "colors", LabelColours(mask) } } } };
  if (options.zarr == 2)
  {
    attributes["image-label"]["version"] = VersionOf(options.zarr);
  }
  WriteZarrGroup(folder, options.zarr, Versioned(options.zarr, attributes, "multiscales"));
  names.push_back(name);
  const Json listed = { { "labels", names } };
  WriteZarrGroup(
    image / "labels", options.zarr, options.zarr == 2 ? listed : Versioned(options.zarr, listed, "labels"));
}
} // namespace pheno

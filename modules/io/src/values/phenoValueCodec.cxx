#include "phenoValueCodec.h"

#include "phenoCopyPath.h"
#include "phenoCrops.h"
#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoImage.h"
#include "phenoJsonFile.h"
#include "phenoModel.h"
#include "phenoNpy.h"
#include "phenoParquet.h"
#include "phenoPlateMapFolder.h"
#include "phenoProfilesFile.h"
#include "phenoTiff.h"
#include "phenoXlsx.h"

#include <algorithm>

namespace pheno
{
namespace
{
bool
LiesIn(const fs::path & path, const fs::path & folder)
{
  const fs::path relative =
    fs::absolute(path).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

void
RequireExists(const fs::path & path, const std::string & what)
{
  if (!fs::exists(path))
  {
    throw Error(path.string() + ": does not exist, expected " + what);
  }
}

NpyArray::Type
ArrayType(Crops::Type type)
{
  return type == Crops::Type::UInt8    ? NpyArray::Type::UInt8
         : type == Crops::Type::UInt16 ? NpyArray::Type::UInt16
                                       : NpyArray::Type::Float32;
}

Crops
LoadCrops(const fs::path & folder)
{
  const fs::path pixels = folder / "pixels.npy";
  const NpyArray array = ReadNpy(pixels);
  if (array.shape.size() != 4 || array.type == NpyArray::Type::Float64)
  {
    throw Error(pixels.string() + ": expected an array N x C x H x W of uint8, uint16 or float32");
  }
  Crops crops;
  crops.type = array.type == NpyArray::Type::UInt8    ? Crops::Type::UInt8
               : array.type == NpyArray::Type::UInt16 ? Crops::Type::UInt16
                                                      : Crops::Type::Float32;
  std::copy(array.shape.begin(), array.shape.end(), crops.shape.begin());
  crops.channels = ReadNames(folder / "crops.json", "channels");
  crops.table = ReadStoredCsv(folder / "crops.csv");
  crops.pixels = array.data;
  crops.owner = array.owner;
  crops.Check();
  return crops;
}

/** Names of the pages: what our own description says, otherwise their numbers. */
std::vector<std::string>
ChannelNames(const std::vector<TiffPage> & pages)
{
  const Json description = Json::parse(pages.front().description, nullptr, false);
  if (description.is_object() && description.contains("channels") && description.at("channels").is_array() &&
      description.at("channels").size() == pages.size())
  {
    return description.at("channels").get<std::vector<std::string>>();
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < pages.size(); ++i)
  {
    names.push_back("channel" + std::to_string(i + 1));
  }
  return names;
}

Image
LoadImage(const fs::path & path)
{
  Image image;
  image.channels = ChannelNames(ReadTiffPages(path));
  for (std::size_t i = 0; i < image.channels.size(); ++i)
  {
    image.planes.emplace_back(ReadTiff(path, static_cast<unsigned>(i)));
  }
  return image;
}

Model
LoadModel(const fs::path & folder)
{
  RequireExists(folder / "model.json", "a model (a folder with model.json)");
  return { folder, Json(ReadJson(folder / "model.json")) };
}

/** Writes each type; returns the path of what was written. */
struct Saver
{
  const fs::path &    folder;
  const std::string & stem;

  fs::path
  operator()(const Table & table) const
  {
    const fs::path path = folder / (stem + ".csv");
    WriteCsv(path, table);
    return path;
  }
  fs::path
  operator()(const Image & image) const
  {
    const fs::path path = folder / (stem + ".tif");
    WriteTiffFloat(path, image.planes, FormatJson({ { "channels", image.channels } }));
    return path;
  }
  fs::path
  operator()(const Labels & labels) const
  {
    const fs::path path = folder / (stem + ".tif");
    WriteTiffLabels(path, *labels.mask);
    return path;
  }
  fs::path
  operator()(const Crops & crops) const
  {
    crops.Check();
    const fs::path path = folder / stem;
    MakeFolder(path);
    WriteNpy(path / "pixels.npy", ArrayType(crops.type), { crops.shape.begin(), crops.shape.end() }, crops.pixels);
    WriteCsv(path / "crops.csv", crops.table);
    WriteNames(path / "crops.json", "channels", crops.channels);
    return path;
  }
  fs::path
  operator()(const Profiles & profiles) const
  {
    SaveProfiles(folder / stem, profiles);
    return folder / stem;
  }
  fs::path
  operator()(const Model & model) const
  {
    const fs::path path = Place(model.folder, stem);
    if (!fs::exists(path / "model.json"))
    {
      WriteJson(path / "model.json", model.description);
    }
    return path;
  }
  fs::path
  operator()(const File & file) const
  {
    return Place(file.path, fs::is_directory(file.path) ? stem : stem + file.path.extension().string());
  }

private:
  /** Leaves alone what lies in the folder already, copies everything else there. */
  fs::path
  Place(const fs::path & from, const std::string & name) const
  {
    RequireExists(from, "what a step wrote");
    if (LiesIn(from, folder))
    {
      return from;
    }
    CopyPath(from, folder / name);
    return folder / name;
  }
};

template <typename T>
Value
Wrap(T value)
{
  return Ptr<T>(std::make_shared<T>(std::move(value)));
}

Value
LoadAny(ValueType type, const fs::path & path)
{
  RequireExists(path, "a value of type " + Name(type));
  switch (type)
  {
    case ValueType::Table:
      return Wrap(ReadStoredCsv(path));
    case ValueType::Image:
      return Wrap(LoadImage(path));
    case ValueType::Labels:
      return Wrap(Labels{ LabelMask::ConstPointer(ReadTiffLabels(path)) });
    case ValueType::Crops:
      return Wrap(LoadCrops(path));
    case ValueType::Profiles:
      return Wrap(LoadProfiles(path));
    case ValueType::Model:
      return Wrap(LoadModel(path));
    case ValueType::File:
      return Wrap(File{ path });
  }
  throw Error("unknown value type");
}
} // namespace

fs::path
SaveValue(const Value & value, const fs::path & folder, const std::string & stem)
{
  MakeFolder(folder);
  return std::visit(
    [&](const auto & pointer) {
      if (!pointer)
      {
        throw Error("there is no value to be written as '" + stem + "'");
      }
      return Saver{ folder, stem }(*pointer);
    },
    value);
}

Value
LoadValue(ValueType type, const fs::path & path)
{
  try
  {
    return LoadAny(type, path);
  }
  catch (const BadData & error)
  {
    throw Error(std::string("a stored value is damaged: ") + error.what());
  }
}

Table
ImportTable(const fs::path & path, std::vector<std::string> & notes)
{
  RequireExists(path, "a table");
  if (fs::is_directory(path))
  {
    return ReadPlateMapFolder(path, notes);
  }
  return path.extension() == ".parquet" ? ReadParquet(path).table
         : path.extension() == ".xlsx"  ? ReadXlsx(path)
                                        : ReadCsv(path);
}

Value
ImportValue(ValueType type, const fs::path & path)
{
  RequireExists(path, "a value of type " + Name(type));
  if (type == ValueType::Table)
  {
    std::vector<std::string> notes;
    return Wrap(ImportTable(path, notes));
  }
  return type == ValueType::Profiles ? Wrap(ImportProfiles(path)) : LoadAny(type, path);
}

std::vector<fs::path>
ExportValue(const Value & value, const fs::path & folder, const std::string & stem)
{
  MakeFolder(folder);
  const auto * profiles = std::get_if<Ptr<Profiles>>(&value);
  if (profiles && *profiles)
  {
    return ExportProfiles(folder, stem, **profiles);
  }
  return { SaveValue(value, folder, stem) };
}
} // namespace pheno

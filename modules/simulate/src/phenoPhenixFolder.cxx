#include "phenoPhenixFolder.h"

#include "phenoError.h"
#include "phenoNumber.h"

#include <pugixml.hpp>

#include <cmath>

namespace pheno::simulate
{
namespace
{
std::string
TwoDigits(int number)
{
  const auto text = std::to_string(number);
  return std::string(text.size() < 2 ? 1 : 0, '0') + text;
}

std::string
WellId(const WellDesign & well)
{
  return TwoDigits(well.row + 1) + TwoDigits(well.column + 1);
}

std::string
ImageId(const WellDesign & well, int site, std::size_t stain)
{
  return WellId(well) + "K1F" + std::to_string(site) + "P1R" + std::to_string(stain + 1);
}

void
AddText(pugi::xml_node parent, const char * name, const std::string & text)
{
  parent.append_child(name).text().set(text.c_str());
}

void
AddMetres(pugi::xml_node parent, const char * name, double metres)
{
  auto node = parent.append_child(name);
  node.append_attribute("Unit") = "m";
  node.text().set(FormatNumber(metres).c_str());
}

void
AddPlate(pugi::xml_node plates, const Recipe & recipe, const PlateDesign & plate)
{
  auto node = plates.append_child("Plate");
  AddText(node, "PlateID", plate.name);
  AddText(node, "Name", plate.name);
  AddText(node, "PlateTypeName", "simulated");
  AddText(node, "PlateRows", std::to_string(recipe.plate_rows));
  AddText(node, "PlateColumns", std::to_string(recipe.plate_columns));
  for (const auto & well : plate.wells)
  {
    node.append_child("Well").append_attribute("id") = WellId(well).c_str();
  }
}

void
AddWell(pugi::xml_node wells, const Recipe & recipe, const WellDesign & well)
{
  auto node = wells.append_child("Well");
  AddText(node, "id", WellId(well));
  AddText(node, "Row", std::to_string(well.row + 1));
  AddText(node, "Col", std::to_string(well.column + 1));
  for (int site = 1; site <= recipe.sites; ++site)
  {
    for (std::size_t s = 0; s < kStains; ++s)
    {
      node.append_child("Image").append_attribute("id") = ImageId(well, site, s).c_str();
    }
  }
}

void
AddImage(pugi::xml_node images, const Recipe & recipe, const WellDesign & well, int site, std::size_t stain)
{
  auto node = images.append_child("Image");
  node.append_attribute("Version") = "1";
  AddText(node, "id", ImageId(well, site, stain));
  AddText(node, "State", "Ok");
  AddText(node, "URL", PhenixFileName(well, site, stain));
  AddText(node, "Row", std::to_string(well.row + 1));
  AddText(node, "Col", std::to_string(well.column + 1));
  AddText(node, "FieldID", std::to_string(site));
  AddText(node, "PlaneID", "1");
  AddText(node, "TimepointID", "1");
  AddText(node, "ChannelID", std::to_string(stain + 1));
  AddText(node, "FlimID", "1");
  AddText(node, "ChannelName", recipe.channels[stain].name);
  AddText(node, "ImageType", "Signal");
  AddText(node, "AcquisitionType", "simulated");
  AddMetres(node, "ImageResolutionX", recipe.pixel_um * 1e-6);
  AddMetres(node, "ImageResolutionY", recipe.pixel_um * 1e-6);
  AddText(node, "ImageSizeX", std::to_string(recipe.size_px));
  AddText(node, "ImageSizeY", std::to_string(recipe.size_px));
  AddText(node, "MaxIntensity", "65536");
  const int    columns = static_cast<int>(std::ceil(std::sqrt(recipe.sites)));
  const double step = recipe.size_px * recipe.pixel_um * 1e-6;
  AddMetres(node, "PositionX", ((site - 1) % columns - 0.5 * (columns - 1)) * step);
  AddMetres(node, "PositionY", (0.5 * (columns - 1) - (site - 1) / columns) * step);
}
} // namespace

std::string
PhenixFileName(const WellDesign & well, int site, std::size_t stain)
{
  std::string name = "r";
  name.append(TwoDigits(well.row + 1))
    .append("c")
    .append(TwoDigits(well.column + 1))
    .append("f")
    .append(TwoDigits(site));
  return name.append("p01-ch").append(std::to_string(stain + 1)).append("sk1fk1fl1.tiff");
}

void
WritePhenixIndex(const Recipe & recipe, const PlateDesign & plate, const fs::path & path)
{
  pugi::xml_document document;
  auto               declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "utf-8";
  auto root = document.append_child("EvaluationInputData");
  root.append_attribute("xmlns") = "http://www.perkinelmer.com/PEHH/HarmonyV5";
  root.append_attribute("Version") = "1";
  AddText(root, "User", "simulated");
  AddText(root, "InstrumentType", "simulated Phenix");
  AddPlate(root.append_child("Plates"), recipe, plate);
  auto wells = root.append_child("Wells");
  auto images = root.append_child("Images");
  images.append_attribute("Version") = "1";
  for (const auto & well : plate.wells)
  {
    AddWell(wells, recipe, well);
    for (int site = 1; site <= recipe.sites; ++site)
    {
      for (std::size_t s = 0; s < kStains; ++s)
      {
        AddImage(images, recipe, well, site, s);
      }
    }
  }
  if (!document.save_file(path.c_str(), "  "))
  {
    throw Error(path.string() + ": writing failed");
  }
}
} // namespace pheno::simulate

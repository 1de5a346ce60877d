#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoXmlFile.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
std::vector<std::string>
PickXdce(const std::vector<std::string> & files)
{
  return PickEnding(files, ".xdce");
}

/** Excitation and emission as file names say them, "Green - dsRed"; once where both are called alike. */
std::string
FilterName(pugi::xml_node node)
{
  const std::string excitation = node.child("ExcitationFilter").attribute("name").value();
  const std::string emission = node.child("EmissionFilter").attribute("name").value();
  return excitation == emission || excitation.empty() ? emission
         : emission.empty()                           ? excitation
                                                      : excitation + " - " + emission;
}

/** Numbers in the list count from 0, those of the file names from 1. */
std::string
FromOne(const std::string & index, const std::string & what, const fs::path & path)
{
  if (index.empty() || index.size() > 6 || index.find_first_not_of("0123456789") != std::string::npos)
  {
    throw Error(path.string() + ": expected a number as " + what + ", got '" + index + "'");
  }
  return std::to_string(std::stoi(index) + 1);
}

/** One list. */
class Stack
{
public:
  explicit Stack(const fs::path & path)
    : m_Path(path)
    , m_Document(ReadXml(path))
    , m_Root(m_Document.document_element())
    , m_Protocol(m_Root.child("AutoLeadAcquisitionProtocol"))
  {
    if (!m_Root.child("Images"))
    {
      throw Error(path.string() + ": <" + m_Root.name() +
                  "> has no <Images>; expected the list of an IN Cell Analyzer");
    }
  }

  /** What the list calls the plate; "" where it says nothing. */
  std::string
  Plate() const
  {
    const std::string id = m_Root.attribute("PlateID").value();
    return id.empty() ? m_Protocol.child("Plate").attribute("barcode").value() : id;
  }

  std::vector<ListedImage>
  Images(const std::string & plate) const
  {
    const std::map<std::string, std::string> channels = Channels();
    const std::string        pixel = m_Protocol.child("ObjectiveCalibration").attribute("pixel_width").value();
    std::vector<ListedImage> images;
    for (const pugi::xml_node node : m_Root.child("Images").children("Image"))
    {
      const pugi::xml_node well = node.child("Well");
      const pugi::xml_node place = node.child("PlatePosition_um");
      const pugi::xml_node identifier = node.child("Identifier");
      ListedImage          image;
      image.plate = plate;
      image.path = node.attribute("filename").value();
      if (image.path.empty())
      {
        throw Error(m_Path.string() + ": an <Image> has no filename");
      }
      image.well = WellFromRowColumn(well.child("Row").attribute("number").value(),
                                     well.child("Column").attribute("number").value());
      image.site = FromOne(identifier.attribute("field_index").value(), "field_index of " + image.path, m_Path);
      image.channel = channels.at(identifier.attribute("wave_index").value());
      image.plane = Index(identifier, "z_index");
      image.timepoint = Index(identifier, "time_index");
      image.positionX = place.attribute("x").value();
      image.positionY = place.attribute("y").value();
      image.positionZ = node.child("FocusPosition").attribute("z").value();
      image.pixelSize = pixel;
      images.push_back(std::move(image));
    }
    if (images.empty())
    {
      throw Error(m_Path.string() + ": lists no images");
    }
    return images;
  }

private:
  std::string
  Index(pugi::xml_node identifier, const char * name) const
  {
    const std::string text = identifier.attribute(name).value();
    return text.empty() ? text : FromOne(text, name, m_Path);
  }

  /** By wave_index: the filters of the protocol, or of the first image. */
  std::map<std::string, std::string>
  Channels() const
  {
    std::map<std::string, std::string> names;
    const auto                         add = [&](const std::string & index, pugi::xml_node node) {
      const std::string name = FilterName(node);
      if (!name.empty())
      {
        names.emplace(index, name);
      }
    };
    for (const pugi::xml_node wave : m_Protocol.child("Wavelengths").children("Wavelength"))
    {
      add(wave.attribute("index").value(), wave);
    }
    for (const pugi::xml_node image : m_Root.child("Images").children("Image"))
    {
      const std::string index = image.child("Identifier").attribute("wave_index").value();
      add(index, image);
      names.emplace(index, "wave " + FromOne(index, "wave_index", m_Path));
    }
    TellApart(names, "wave ");
    return names;
  }

  fs::path           m_Path;
  pugi::xml_document m_Document;
  pugi::xml_node     m_Root;
  pugi::xml_node     m_Protocol;
};
} // namespace

ImageList
ListInCell(const fs::path & source, const IndexOptions &)
{
  const std::vector<fs::path> files = FindLists(source, PickXdce);
  if (files.empty())
  {
    return ListByNames(source, "incell", "no .xdce file was found in it or up to three folders below");
  }
  std::vector<NamedList> named;
  for (const fs::path & file : files)
  {
    const std::string plate = Stack(file).Plate();
    named.push_back({ file.parent_path(), plate.empty() ? file.stem().string() : plate });
  }
  const std::vector<std::string> plates = NamePlates(named);
  std::vector<ListedImage>       images;
  for (std::size_t i = 0; i < files.size(); ++i)
  {
    std::vector<ListedImage> found = Stack(files[i]).Images(plates[i]);
    ResolveBeside(files[i], found);
    std::move(found.begin(), found.end(), std::back_inserter(images));
  }
  ImageList list;
  list.table = TableOf(images);
  return list;
}

std::string
RecognizeInCell(const fs::path & source)
{
  const std::vector<fs::path> files = FindLists(source, PickXdce);
  return files.empty() ? RecognizeNames(source, "incell") : files.front().string();
}
} // namespace pheno

#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoFirstNames.h"
#include "phenoXmlFile.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
constexpr const char * kList = "MeasurementData.mlf";
constexpr const char * kDetail = "MeasurementDetail.mrf";

std::vector<std::string>
PickList(const std::vector<std::string> & files)
{
  return PickFirst(files, { kList });
}

/** What the files beside the list say. */
struct Measurement
{
  std::string                        plate;
  std::map<std::string, std::string> channels; ///< Ch -> what the setting (.mes) calls its target
  std::map<std::string, std::string> pixels;   ///< Ch -> micrometres
};

/** The setting that the detail file names, or the only one. */
fs::path
FindSetting(const fs::path & folder, const std::string & named)
{
  const std::vector<std::string> files = ListFolder(folder).files;
  if (!named.empty() && std::find(files.begin(), files.end(), named) != files.end())
  {
    return folder / named;
  }
  const std::vector<std::string> settings = PickEnding(files, ".mes");
  return settings.size() == 1 ? folder / settings.front() : fs::path();
}

Measurement
ReadMeasurement(const fs::path & folder)
{
  Measurement measurement;
  std::string setting;
  if (fs::is_regular_file(folder / kDetail))
  {
    const pugi::xml_document document = ReadXml(folder / kDetail);
    const pugi::xml_node     root = document.document_element();
    setting = LocalAttribute(root, "MeasurementSettingFileName");
    measurement.plate = LocalAttribute(LocalChild(root, "MeasurementSamplePlate"), "Name");
    for (const pugi::xml_node channel : root.children())
    {
      if (LocalName(channel.name()) == "MeasurementChannel")
      {
        measurement.pixels[LocalAttribute(channel, "Ch")] = LocalAttribute(channel, "HorizontalPixelDimension");
      }
    }
  }
  const fs::path path = FindSetting(folder, setting);
  if (!path.empty())
  {
    const pugi::xml_document document = ReadXml(path);
    for (const pugi::xml_node channel : LocalChild(document.document_element(), "ChannelList").children())
    {
      const std::string target = LocalAttribute(channel, "Target");
      const std::string fluorophore = LocalAttribute(channel, "Fluorophore");
      measurement.channels[LocalAttribute(channel, "Ch")] = target.empty() ? fluorophore : target;
    }
    std::erase_if(measurement.channels, [](const auto & item) { return item.second.empty(); });
    TellApart(measurement.channels, "ch");
  }
  return measurement;
}

/** How a channel was imaged: several ways give several images of one place. */
struct Way
{
  std::string action;     ///< "L1A2": timeline and action
  std::string projection; ///< along z, "" for a plane as it was taken
};

/** The list's records. */
class Records
{
public:
  Records(const fs::path & path, const Measurement & measurement)
    : m_Path(path)
    , m_Measurement(measurement)
  {
    const pugi::xml_document document = ReadXml(path);
    for (const pugi::xml_node record : document.document_element().children())
    {
      if (LocalName(record.name()) != "MeasurementRecord")
      {
        continue;
      }
      if (LocalAttribute(record, "Type") == "IMG")
      {
        AddImage(record);
      }
      else
      {
        m_Errors.push_back(record.text().get());
      }
    }
    if (images.empty())
    {
      throw Error(path.string() + ": holds no MeasurementRecord of type IMG (" + std::to_string(m_Errors.size()) +
                  " of other types); expected the list of a CellVoyager");
    }
    NameWays();
    if (!m_Errors.empty())
    {
      notes.push_back(path.string() + ": " + std::to_string(m_Errors.size()) +
                      " records are errors of the instrument, not images: " + FirstNames(m_Errors));
    }
  }

  std::vector<ListedImage> images;
  std::vector<std::string> notes;

private:
  std::string
  Require(pugi::xml_node record, const char * name) const
  {
    const std::string value = LocalAttribute(record, name);
    if (value.empty())
    {
      throw Error(m_Path.string() + ": the record of '" + record.text().get() + "' has no " + name);
    }
    return value;
  }

  void
  AddImage(pugi::xml_node record)
  {
    const std::string id = Require(record, "Ch");
    const auto        name = m_Measurement.channels.find(id);
    const auto        pixel = m_Measurement.pixels.find(id);
    ListedImage       image;
    image.path = record.text().get();
    if (image.path.empty())
    {
      throw Error(m_Path.string() + ": a record of type IMG names no file");
    }
    image.well = WellFromRowColumn(Require(record, "Row"), Require(record, "Column"));
    image.site = Require(record, "FieldIndex");
    image.channel = name == m_Measurement.channels.end() ? (id.size() < 2 ? "C0" : "C") + id : name->second;
    image.plane = LocalAttribute(record, "ZIndex");
    image.timepoint = LocalAttribute(record, "TimePoint");
    image.positionX = LocalAttribute(record, "X");
    image.positionY = LocalAttribute(record, "Y");
    image.positionZ = LocalAttribute(record, "Z");
    image.pixelSize = pixel == m_Measurement.pixels.end() ? "" : pixel->second;
    m_Ways.push_back({ "L" + LocalAttribute(record, "TimelineIndex") + "A" + LocalAttribute(record, "ActionIndex"),
                       LocalAttribute(record, "ZImageProcessing") });
    images.push_back(std::move(image));
  }

  /** A channel that was imaged in several ways becomes several. */
  void
  NameWays()
  {
    std::map<std::string, std::set<std::string>> actions; // of each channel
    std::map<std::string, std::set<std::string>> projections;
    for (std::size_t i = 0; i < images.size(); ++i)
    {
      actions[images[i].channel].insert(m_Ways[i].action);
      projections[images[i].channel].insert(m_Ways[i].projection);
    }
    for (std::size_t i = 0; i < images.size(); ++i)
    {
      const std::string channel = images[i].channel;
      const Way &       way = m_Ways[i];
      images[i].channel += actions.at(channel).size() > 1 ? " " + way.action : "";
      images[i].channel += projections.at(channel).size() > 1 && !way.projection.empty() ? " " + way.projection : "";
    }
  }

  fs::path                 m_Path;
  const Measurement &      m_Measurement;
  std::vector<std::string> m_Errors;
  std::vector<Way>         m_Ways;
};
} // namespace

ImageList
ListYokogawa(const fs::path & source, const IndexOptions &)
{
  const std::vector<fs::path> lists =
    fs::is_regular_file(source) ? std::vector<fs::path>{ source } : FindLists(source, PickList);
  if (lists.empty())
  {
    return ListByNames(
      source, "yokogawa", "no " + std::string(kList) + " was found in it or up to three folders below");
  }
  std::vector<Measurement> measurements;
  std::vector<NamedList>   named;
  for (const fs::path & list : lists)
  {
    measurements.push_back(ReadMeasurement(list.parent_path()));
    named.push_back({ list.parent_path(), measurements.back().plate });
  }
  const std::vector<std::string> plates = NamePlates(named);
  ImageList                      list;
  std::vector<ListedImage>       images;
  for (std::size_t i = 0; i < lists.size(); ++i)
  {
    Records records(lists[i], measurements[i]);
    ResolveBeside(lists[i], records.images);
    for (ListedImage & image : records.images)
    {
      image.plate = plates[i];
      images.push_back(std::move(image));
    }
    std::move(records.notes.begin(), records.notes.end(), std::back_inserter(list.notes));
  }
  list.table = TableOf(images);
  return list;
}

std::string
RecognizeYokogawa(const fs::path & source)
{
  const std::vector<fs::path> lists = FindLists(source, PickList);
  return lists.empty() ? RecognizeNames(source, "yokogawa") : lists.front().string();
}
} // namespace pheno

#include "phenoPhenixFiles.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoLayout.h"
#include "phenoXmlFile.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
std::string
TextOf(pugi::xml_node parent, const char * name)
{
  return parent.child(name).text().get();
}

std::string
RequireText(pugi::xml_node image, const char * name, const fs::path & path)
{
  const std::string text = TextOf(image, name);
  if (text.empty())
  {
    throw Error(path.string() + ": the image '" + TextOf(image, "id") + "' has no <" + name + ">");
  }
  return text;
}

std::string
PlateName(pugi::xml_node root, const fs::path & path)
{
  const pugi::xml_node plate = root.child("Plates").child("Plate");
  if (plate.next_sibling("Plate"))
  {
    throw Error(path.string() + ": lists more than one plate, expected one index a plate");
  }
  for (const char * name : { "PlateID", "Name" })
  {
    const std::string text = TextOf(plate, name);
    if (!text.empty())
    {
      return text;
    }
  }
  return PlateOfFolder(path.parent_path());
}

/** What is said of channels once, in Maps or with their first image: id -> text. */
std::map<std::string, std::string>
OfChannels(pugi::xml_node root, const char * what)
{
  std::map<std::string, std::string> texts;
  const auto                         add = [&](const std::string & id, pugi::xml_node node) {
    const std::string text = TextOf(node, what);
    if (!text.empty())
    {
      texts.emplace(id, text);
    }
  };
  for (const pugi::xml_node map : root.child("Maps").children("Map"))
  {
    for (const pugi::xml_node entry : map.children("Entry"))
    {
      add(entry.attribute("ChannelID").value(), entry);
    }
  }
  for (const pugi::xml_node image : root.child("Images").children("Image"))
  {
    add(TextOf(image, "ChannelID"), image);
  }
  return texts;
}

/** The time point of a file name such as r01c01f01p01-ch1sk2fk1fl1.tiff; "" for another name. */
std::string
TimepointOfName(const std::string & file)
{
  const std::size_t sk = file.rfind("sk");
  const std::size_t end = file.find_first_not_of("0123456789", sk == std::string::npos ? sk : sk + 2);
  const bool        named = sk != std::string::npos && end != std::string::npos && end > sk + 2 &&
                     file.compare(end, 2, "fk") == 0 && file.rfind("-ch", sk) != std::string::npos;
  return named ? file.substr(sk + 2, end - sk - 2) : "";
}

/** Counts from 1, as file names do. */
void
NumberTimepoints(std::vector<ListedImage> & images)
{
  const bool fromZero =
    std::any_of(images.begin(), images.end(), [](const ListedImage & image) { return image.timepoint == "0"; });
  for (ListedImage & image : images)
  {
    const std::string   named = TimepointOfName(image.path);
    const std::string & listed = image.timepoint;
    const bool          number =
      !listed.empty() && listed.size() < 9 && listed.find_first_not_of("0123456789") == std::string::npos;
    if (!named.empty())
    {
      image.timepoint = named;
    }
    else if (fromZero && number)
    {
      image.timepoint = std::to_string(std::stoi(listed) + 1);
    }
  }
}

/** Columns of a list by their plain names. */
class ListColumns
{
public:
  ListColumns(const Table & table, const fs::path & path)
    : m_Table(table)
    , m_Path(path)
  {
    for (const std::string & name : table.Names())
    {
      m_Names.emplace(PlainName(name), name);
    }
  }

  /** The first that is there; no cells when none is. */
  Table::Text
  Find(const std::vector<std::string> & candidates) const
  {
    for (const std::string & candidate : candidates)
    {
      const auto found = m_Names.find(candidate);
      if (found != m_Names.end())
      {
        return m_Table.Texts(found->second);
      }
    }
    return {};
  }

  Table::Text
  Require(const std::string & what, const std::vector<std::string> & candidates) const
  {
    Table::Text cells = Find(candidates);
    if (cells.empty() && m_Table.Rows() > 0)
    {
      throw Error(m_Path.string() + ": has no column for the " + what + " (" + Join(candidates, " or ") + "); it has " +
                  Join(m_Table.Names()));
    }
    return cells;
  }

private:
  const Table &                      m_Table;
  fs::path                           m_Path;
  std::map<std::string, std::string> m_Names;
};

/** Harmony ends its lines with a tab, header included. */
std::string
WithoutTrailingTabs(const std::string & text)
{
  if (text.find('\t') == std::string::npos)
  {
    return text;
  }
  std::string       trimmed;
  std::size_t       begin = 0;
  const std::string header = text.substr(0, text.find_first_of("\r\n"));
  if (!header.ends_with('\t'))
  {
    return text;
  }
  while (begin < text.size())
  {
    const std::size_t newline = std::min(text.find('\n', begin), text.size());
    std::size_t       end = newline;
    end -= end > begin && text[end - 1] == '\r' ? 1 : 0;
    end -= end > begin && text[end - 1] == '\t' ? 1 : 0;
    trimmed.append(text, begin, end - begin).append("\n");
    begin = newline + 1;
  }
  return trimmed;
}

Table::Text
Wells(const ListColumns & columns)
{
  Table::Text wells = columns.Find({ "well", "wellname", "wellid" });
  if (!wells.empty())
  {
    return wells;
  }
  const Table::Text rows = columns.Require("row", { "row" });
  const Table::Text cols = columns.Require("column", { "column", "col" });
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    wells.push_back(WellFromRowColumn(rows[i], cols[i]));
  }
  return wells;
}
} // namespace

PhenixList
ReadPhenixXml(const fs::path & path)
{
  const pugi::xml_document document = ReadXml(path);
  const pugi::xml_node     root = document.document_element();
  const pugi::xml_node     listed = root.child("Images");
  if (!listed)
  {
    throw Error(path.string() + ": <" + root.name() + "> has no <Images>; expected an index of Harmony");
  }
  const std::string                        plate = PlateName(root, path);
  std::map<std::string, std::string>       channels = OfChannels(root, "ChannelName");
  const std::map<std::string, std::string> pixels = OfChannels(root, "ImageResolutionX");
  TellApart(channels, "ch");
  PhenixList  list;
  std::size_t notRecorded = 0;
  for (const pugi::xml_node node : listed.children("Image"))
  {
    ListedImage image;
    image.path = TextOf(node, "URL");
    if (image.path.empty())
    {
      ++notRecorded;
      continue;
    }
    const std::string id = RequireText(node, "ChannelID", path);
    const auto        channel = channels.find(id);
    const auto        pixel = pixels.find(id);
    image.plate = plate;
    image.well = WellFromRowColumn(RequireText(node, "Row", path), RequireText(node, "Col", path));
    image.site = RequireText(node, "FieldID", path);
    image.channel = channel == channels.end() ? "ch" + id : channel->second;
    image.plane = TextOf(node, "PlaneID");
    image.timepoint = TextOf(node, "TimepointID");
    image.page = node.child("URL").attribute("BufferNo").as_string("0");
    image.positionX = Micrometres(TextOf(node, "PositionX"));
    image.positionY = Micrometres(TextOf(node, "PositionY"));
    image.positionZ = Micrometres(TextOf(node, "PositionZ"));
    image.pixelSize = pixel == pixels.end() ? "" : Micrometres(pixel->second);
    list.images.push_back(std::move(image));
  }
  if (notRecorded > 0)
  {
    list.notes.push_back(path.string() + ": " + std::to_string(notRecorded) + " of " +
                         std::to_string(notRecorded + list.images.size()) +
                         " images name no file (not recorded): left out");
  }
  if (list.images.empty())
  {
    throw Error(path.string() + ": lists no images");
  }
  NumberTimepoints(list.images);
  return list;
}

PhenixList
ReadPhenixIndexFile(const fs::path & path)
{
  const Table       table = ParseCsv(WithoutTrailingTabs(ReadFileBytes(path)), path.string());
  const ListColumns columns(table, path);
  const Table::Text wells = Wells(columns);
  const Table::Text fields = columns.Require("field", { "field", "fieldid", "site" });
  const Table::Text channels = columns.Require("channel", { "channelname", "channel", "channelid" });
  const Table::Text files =
    columns.Require("file", { "url", "filename", "file", "imagefilename", "imagefile", "path" });
  const Table::Text plates = columns.Find({ "plate", "plateid", "platename", "platebarcode", "barcode" });
  const Table::Text planes = columns.Find({ "plane", "planeid" });
  const Table::Text times = columns.Find({ "timepoint", "timepointid" });
  const Table::Text x = columns.Find({ "positionx" });
  const Table::Text y = columns.Find({ "positiony" });
  if (table.Rows() == 0)
  {
    throw Error(path.string() + ": lists no images");
  }
  PhenixList list;
  for (std::size_t i = 0; i < table.Rows(); ++i)
  {
    ListedImage image;
    image.plate = plates.empty() ? PlateOfFolder(path.parent_path()) : plates[i];
    image.well = wells[i];
    image.site = fields[i];
    image.channel = channels[i];
    image.path = files[i];
    image.plane = planes.empty() ? "" : planes[i];
    image.timepoint = times.empty() ? "" : times[i];
    image.positionX = x.empty() ? "" : Micrometres(x[i]);
    image.positionY = y.empty() ? "" : Micrometres(y[i]);
    list.images.push_back(std::move(image));
  }
  NumberTimepoints(list.images);
  return list;
}
} // namespace pheno

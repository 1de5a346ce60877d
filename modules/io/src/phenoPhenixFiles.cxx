#include "phenoPhenixFiles.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoLayout.h"

#include <pugixml.hpp>

#include <map>
#include <set>

namespace pheno
{
namespace
{
pugi::xml_node
RequireChild(pugi::xml_node parent, const char * name, const fs::path & path)
{
  const pugi::xml_node child = parent.child(name);
  if (!child)
  {
    throw Error(path.string() + ": <" + parent.name() + "> has no <" + name + ">; expected an index of Harmony");
  }
  return child;
}

std::string
RequireText(pugi::xml_node image, const char * name, const fs::path & path)
{
  const std::string text = image.child(name).text().get();
  if (text.empty())
  {
    throw Error(path.string() + ": the image '" + image.child("id").text().get() + "' has no <" + name + ">");
  }
  return text;
}

std::string
PlateName(pugi::xml_node root, const fs::path & path)
{
  const pugi::xml_node plates = root.child("Plates");
  const pugi::xml_node plate = plates.child("Plate");
  if (plate.next_sibling("Plate"))
  {
    throw Error(path.string() + ": lists more than one plate, expected one index a plate");
  }
  for (const char * name : { "PlateID", "Name" })
  {
    const std::string text = plate.child(name).text().get();
    if (!text.empty())
    {
      return text;
    }
  }
  return PlateOfFolder(path.parent_path());
}

/** Names of channels by id. Where two ids share a name, the id is added to tell them apart. */
std::map<std::string, std::string>
ChannelNames(pugi::xml_node root)
{
  std::map<std::string, std::string> names;
  for (const pugi::xml_node map : root.child("Maps").children("Map"))
  {
    for (const pugi::xml_node entry : map.children("Entry"))
    {
      const std::string name = entry.child("ChannelName").text().get();
      if (!name.empty())
      {
        names.emplace(entry.attribute("ChannelID").value(), name);
      }
    }
  }
  for (const pugi::xml_node image : root.child("Images").children("Image"))
  {
    const std::string name = image.child("ChannelName").text().get();
    if (!name.empty())
    {
      names.emplace(image.child("ChannelID").text().get(), name);
    }
  }
  std::multiset<std::string> uses;
  for (const auto & [id, name] : names)
  {
    uses.insert(name);
  }
  for (auto & [id, name] : names)
  {
    name += uses.count(name) > 1 ? " ch" + id : "";
  }
  return names;
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

std::vector<PhenixImage>
ReadPhenixXml(const fs::path & path)
{
  pugi::xml_document           document;
  const std::string            text = ReadFileBytes(path);
  const pugi::xml_parse_result result = document.load_buffer(text.data(), text.size());
  if (!result)
  {
    throw Error(path.string() + ": is no valid XML at byte " + std::to_string(result.offset) + ": " +
                result.description());
  }
  const pugi::xml_node                     root = document.document_element();
  const pugi::xml_node                     list = RequireChild(root, "Images", path);
  const std::string                        plate = PlateName(root, path);
  const std::map<std::string, std::string> channels = ChannelNames(root);
  std::vector<PhenixImage>                 images;
  for (const pugi::xml_node node : list.children("Image"))
  {
    const std::string id = RequireText(node, "ChannelID", path);
    const auto        channel = channels.find(id);
    PhenixImage       image;
    image.plate = plate;
    image.well = WellFromRowColumn(RequireText(node, "Row", path), RequireText(node, "Col", path));
    image.field = RequireText(node, "FieldID", path);
    image.channel = channel == channels.end() ? "ch" + id : channel->second;
    image.plane = node.child("PlaneID").text().as_string("1");
    image.timepoint = node.child("TimepointID").text().as_string("1");
    image.file = RequireText(node, "URL", path);
    image.page = node.child("URL").attribute("BufferNo").as_string("0");
    images.push_back(std::move(image));
  }
  if (images.empty())
  {
    throw Error(path.string() + ": lists no images");
  }
  return images;
}

std::vector<PhenixImage>
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
  if (table.Rows() == 0)
  {
    throw Error(path.string() + ": lists no images");
  }
  std::vector<PhenixImage> images;
  for (std::size_t i = 0; i < table.Rows(); ++i)
  {
    images.push_back({ plates.empty() ? PlateOfFolder(path.parent_path()) : plates[i],
                       wells[i],
                       fields[i],
                       channels[i],
                       planes.empty() ? "1" : planes[i],
                       times.empty() ? "1" : times[i],
                       files[i],
                       "0" });
  }
  return images;
}
} // namespace pheno

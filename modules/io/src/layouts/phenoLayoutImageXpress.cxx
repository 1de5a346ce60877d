#include "phenoError.h"
#include "phenoFirstNames.h"
#include "phenoHtd.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoNamedPattern.h"
#include "phenoWellName.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
std::vector<std::string>
PickHtd(const std::vector<std::string> & files)
{
  return PickEnding(files, ".htd");
}

/** The folder of a plate, of one of its time points or steps along z. */
fs::path
HomeOf(fs::path folder)
{
  while (folder.filename().string().starts_with("TimePoint_") || folder.filename().string().starts_with("ZStep_"))
  {
    folder = folder.parent_path();
  }
  return folder;
}

/** What was asked for and is not there: "B02 site 1 DAPI". */
std::vector<std::string>
Lacking(const Htd & htd, const std::set<std::string> & found)
{
  std::vector<std::string> lacking;
  for (const std::string & well : htd.wells)
  {
    for (int site = 1; site <= htd.sites; ++site)
    {
      for (const int wave : htd.collected)
      {
        const std::string & channel = htd.waves[static_cast<std::size_t>(wave - 1)];
        const std::string   name = well + " site " + std::to_string(site) + " " + channel;
        if (!found.contains(name))
        {
          lacking.push_back(name);
        }
      }
    }
  }
  return lacking;
}

/** What file names call a wave: "w1" for the first. */
std::string
WaveId(std::size_t position)
{
  return std::string("w").append(std::to_string(position + 1));
}

/** The names of the waves by what file names call them. */
std::map<std::string, std::string>
WaveNames(Htd & htd)
{
  std::map<std::string, std::string> names;
  for (std::size_t i = 0; i < htd.waves.size(); ++i)
  {
    names[WaveId(i)] = htd.waves[i];
  }
  TellApart(names, "");
  for (std::size_t i = 0; i < htd.waves.size(); ++i)
  {
    htd.waves[i] = names.at(WaveId(i));
  }
  return names;
}

std::string
Field(const std::map<std::string, std::string> & fields, const std::string & name, const std::string & otherwise)
{
  const auto found = fields.find(name);
  return found == fields.end() ? otherwise : found->second;
}

/** The images of one .HTD file. \param prefixes of all such files: images of those are told by theirs */
std::vector<ListedImage>
ListPlate(const fs::path &              path,
          const std::string &           plate,
          const std::set<std::string> & prefixes,
          std::vector<std::string> &    notes)
{
  Htd                                      htd = ReadHtd(path);
  const std::map<std::string, std::string> waves = WaveNames(htd);
  const NamedPattern &                     pattern = KnownPatterns().at("imagexpress").front();
  const fs::path                           home = HomeOf(path.parent_path());
  const std::string                        prefix = path.stem().string();
  std::vector<ListedImage>                 images;
  std::set<std::string>                    found;
  std::vector<std::string>                 foreign;
  for (const std::string & file : FilesBelow(home))
  {
    const auto fields = pattern.Match(file);
    if (!fields)
    {
      continue; // thumbnails and what else stands there
    }
    if (fields->at("plate") != prefix)
    {
      if (!prefixes.contains(fields->at("plate")))
      {
        foreign.push_back(file);
      }
      continue;
    }
    const std::string wave = Field(*fields, "channel", "w1");
    const auto        named = waves.find(wave);
    ListedImage       image;
    image.plate = plate;
    image.well = fields->at("well");
    image.site = Field(*fields, "site", "1");
    image.channel = named == waves.end() ? wave : named->second;
    image.path = ResolveListed(home, file).string();
    image.plane = Field(*fields, "plane", "");
    image.timepoint = Field(*fields, "timepoint", "");
    found.insert(NormalizeWell(image.well).value_or(image.well) + " site " + image.site + " " + image.channel);
    images.push_back(std::move(image));
  }
  const std::vector<std::string> lacking = Lacking(htd, found);
  if (!lacking.empty())
  {
    notes.push_back(path.string() + ": asks for " + std::to_string(lacking.size()) +
                    " images that do not exist: " + FirstNames(lacking));
  }
  if (!foreign.empty())
  {
    notes.push_back(path.string() + ": " + std::to_string(foreign.size()) + " images beside it do not begin with '" +
                    prefix + "': left out, such as " + FirstNames(foreign));
  }
  if (images.empty())
  {
    throw Error(path.string() + ": no image below " + home.string() + " is named " + prefix +
                "_<well>[_s<site>][_w<wave>]...tif");
  }
  return images;
}

/** Without lists the prefix of the names is the plate, where no other folder has the same. */
void
NamePlatesOfFolders(Table & table)
{
  const Table::Text                                          prefixes = table.Texts("plate");
  const Table::Text                                          paths = table.Texts("path");
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  std::vector<NamedList>                                     lists;
  std::vector<std::size_t>                                   listOf;
  for (std::size_t i = 0; i < paths.size(); ++i)
  {
    const fs::path home = HomeOf(fs::path(paths[i]).parent_path());
    const auto [place, added] = places.try_emplace({ home.string(), prefixes[i] }, lists.size());
    if (added)
    {
      lists.push_back({ home, prefixes[i] });
    }
    listOf.push_back(place->second);
  }
  const std::vector<std::string> names = NamePlates(lists);
  Table::Text                    plates;
  for (const std::size_t list : listOf)
  {
    plates.push_back(names[list]);
  }
  table.Set("plate", std::move(plates));
}
} // namespace

ImageList
ListImageXpress(const fs::path & source, const IndexOptions &)
{
  const std::vector<fs::path> files = FindLists(source, PickHtd);
  ImageList                   list;
  if (files.empty())
  {
    list = ListByNames(source, "imagexpress", "no .HTD file was found in it or up to three folders below");
    NamePlatesOfFolders(list.table);
    return list;
  }
  std::vector<NamedList> named;
  std::set<std::string>  prefixes;
  for (const fs::path & file : files)
  {
    named.push_back({ HomeOf(file.parent_path()), file.stem().string() });
    prefixes.insert(file.stem().string());
  }
  const std::vector<std::string> plates = NamePlates(named);
  std::vector<ListedImage>       images;
  for (std::size_t i = 0; i < files.size(); ++i)
  {
    std::vector<ListedImage> found = ListPlate(files[i], plates[i], prefixes, list.notes);
    std::move(found.begin(), found.end(), std::back_inserter(images));
  }
  list.table = TableOf(images);
  return list;
}

std::string
RecognizeImageXpress(const fs::path & source)
{
  const std::vector<fs::path> files = FindLists(source, PickHtd);
  return files.empty() ? RecognizeNames(source, "imagexpress") : files.front().string();
}
} // namespace pheno

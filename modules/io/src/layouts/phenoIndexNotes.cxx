#include "phenoIndexNotes.h"

#include "phenoError.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace pheno
{
namespace
{
constexpr std::size_t kExamples = 5;

/** "a, b, c and 7 more" */
std::string
Examples(const std::vector<std::string> & items)
{
  const std::vector<std::string> first(items.begin(), items.begin() + std::min(kExamples, items.size()));
  return Join(first) + (items.size() > kExamples ? " and " + std::to_string(items.size() - kExamples) + " more" : "");
}

/** The rows of one plate: [begin, end) of a sorted index. */
struct PlateRows
{
  std::size_t begin;
  std::size_t end;
};

std::vector<PlateRows>
SplitPlates(const std::vector<std::uint32_t> & plates)
{
  std::vector<PlateRows> parts;
  for (std::size_t i = 0; i < plates.size(); ++i)
  {
    if (i == 0 || plates[i] != plates[i - 1])
    {
      parts.push_back({ i, i });
    }
    parts.back().end = i + 1;
  }
  return parts;
}

std::string
PlatePrefix(const std::vector<RankedColumn> & ranks, PlateRows rows)
{
  return "plate " + ranks[0].names[ranks[0].ranks[rows.begin]] + ": ";
}

/** Sites that lack a channel: "B02 site 3". */
void
NoteChannels(const std::vector<RankedColumn> & ranks, PlateRows rows, std::vector<std::string> & notes)
{
  const auto & [wells, sites, channels] = std::tie(ranks[1], ranks[2], ranks[3]);
  std::map<std::uint32_t, std::vector<std::string>> lacking;
  const std::set<std::uint32_t> all(channels.ranks.begin() + rows.begin, channels.ranks.begin() + rows.end);
  std::size_t                   total = 0;
  for (std::size_t i = rows.begin; i < rows.end;)
  {
    std::size_t j = i;
    std::size_t present = 0; // sorted: the planes of one channel stand together
    while (j < rows.end && wells.ranks[j] == wells.ranks[i] && sites.ranks[j] == sites.ranks[i])
    {
      present += j == i || channels.ranks[j] != channels.ranks[j - 1];
      ++j;
    }
    if (present < all.size())
    {
      std::set<std::uint32_t> missing = all;
      for (std::size_t k = i; k < j; ++k)
      {
        missing.erase(channels.ranks[k]);
      }
      for (const std::uint32_t channel : missing)
      {
        lacking[channel].push_back(wells.names[wells.ranks[i]] + " site " + sites.names[sites.ranks[i]]);
      }
    }
    ++total;
    i = j;
  }
  for (const auto & [channel, where] : lacking)
  {
    notes.push_back(PlatePrefix(ranks, rows) + std::to_string(where.size()) + " of " + std::to_string(total) +
                    " sites lack channel '" + channels.names[channel] + "': " + Examples(where));
  }
}

void
NotePlateChannels(const std::vector<RankedColumn> & ranks, PlateRows rows, std::vector<std::string> & notes)
{
  const RankedColumn &          channels = ranks[3];
  const std::set<std::uint32_t> present(channels.ranks.begin() + rows.begin, channels.ranks.begin() + rows.end);
  std::vector<std::string>      missing;
  for (std::uint32_t channel = 0; channel < channels.names.size(); ++channel)
  {
    if (!present.contains(channel))
    {
      missing.push_back(channels.names[channel]);
    }
  }
  if (!missing.empty())
  {
    notes.push_back(PlatePrefix(ranks, rows) + "lacks the channels of other plates: " + Examples(missing));
  }
}

/** Wells with fewer sites than most wells of the plate have. */
void
NoteSites(const std::vector<RankedColumn> & ranks, PlateRows rows, std::vector<std::string> & notes)
{
  std::map<std::uint32_t, std::size_t> sites; // of each well
  for (std::size_t i = rows.begin; i < rows.end; ++i)
  {
    const bool same =
      i > rows.begin && ranks[1].ranks[i] == ranks[1].ranks[i - 1] && ranks[2].ranks[i] == ranks[2].ranks[i - 1];
    sites[ranks[1].ranks[i]] += same ? 0 : 1;
  }
  std::map<std::size_t, std::size_t> wellsOfCount;
  for (const auto & [well, count] : sites)
  {
    ++wellsOfCount[count];
  }
  const std::size_t usual =
    std::max_element(wellsOfCount.begin(), wellsOfCount.end(), [](const auto & a, const auto & b) {
      return a.second <= b.second; // of equals the larger count
    })->first;
  std::vector<std::string> fewer;
  for (const auto & [well, count] : sites)
  {
    if (count < usual)
    {
      fewer.push_back(ranks[1].names[well] + " (" + std::to_string(count) + ")");
    }
  }
  if (!fewer.empty())
  {
    notes.push_back(PlatePrefix(ranks, rows) + std::to_string(fewer.size()) + " of " + std::to_string(sites.size()) +
                    " wells have fewer than " + std::to_string(usual) + " sites: " + Examples(fewer));
  }
}

void
NoteMissing(const Table::Text &        paths,
            const Table::Text &        sizes,
            const std::string &        prefix,
            PlateRows                  rows,
            std::vector<std::string> & notes)
{
  std::vector<std::string> missing;
  for (std::size_t i = rows.begin; i < rows.end; ++i)
  {
    if (sizes[i].empty())
    {
      missing.push_back(paths[i]);
    }
  }
  if (!missing.empty())
  {
    notes.push_back(prefix + std::to_string(missing.size()) + " of " + std::to_string(rows.end - rows.begin) +
                    " listed files do not exist: " + Examples(missing));
  }
}
} // namespace

std::vector<std::string>
NotesOnGaps(const Table & index, const std::vector<RankedColumn> & ranks)
{
  std::vector<std::string> notes;
  const auto &             paths = std::get<Table::Text>(index.At("path").cells);
  const auto &             sizes = std::get<Table::Text>(index.At("size").cells);
  for (const PlateRows rows : SplitPlates(ranks[0].ranks))
  {
    NotePlateChannels(ranks, rows, notes);
    NoteChannels(ranks, rows, notes);
    NoteSites(ranks, rows, notes);
    NoteMissing(paths, sizes, PlatePrefix(ranks, rows), rows, notes);
  }
  return notes;
}

std::string
SizeOfListed(const fs::path & path)
{
  boost::system::error_code code;
  const fs::file_status     status = fs::status(path, code);
  if (status.type() == fs::file_not_found)
  {
    return "";
  }
  if (status.type() == fs::directory_file)
  {
    throw Error(path.string() + ": is a folder, expected an image file");
  }
  if (!code && status.type() != fs::regular_file)
  {
    throw Error(path.string() + ": is no regular file, expected an image file");
  }
  const std::uintmax_t size = fs::file_size(path, code);
  if (code)
  {
    throw Error(path.string() + ": cannot be looked at: " + code.message());
  }
  return std::to_string(size);
}
} // namespace pheno

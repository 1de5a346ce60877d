#include "phenoHtd.h"

#include "phenoError.h"
#include "phenoFileBytes.h"
#include "phenoWellName.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace pheno
{
namespace
{
constexpr std::uintmax_t kLargest = 1 << 20;
constexpr int            kRows = 32;
constexpr int            kColumns = 48;
constexpr int            kSites = 1000;
constexpr int            kWaves = 100;

/** A line's cells without blanks and quotes around them. */
std::vector<std::string>
SplitLine(const std::string & line)
{
  std::vector<std::string> cells(1);
  bool                     quoted = false;
  for (const char c : line)
  {
    if (c == '"')
    {
      quoted = !quoted;
    }
    else if (c == ',' && !quoted)
    {
      cells.emplace_back();
    }
    else if (c != '\r' && (quoted || c != ' ' || !cells.back().empty()))
    {
      cells.back() += c;
    }
  }
  for (std::string & cell : cells)
  {
    cell.erase(cell.find_last_not_of(' ') + 1);
  }
  return cells;
}

class HtdReader
{
public:
  explicit HtdReader(const fs::path & path)
    : m_Path(path)
  {
    if (fs::file_size(path) > kLargest)
    {
      throw BadData(path.string() + ": has more than " + std::to_string(kLargest) + " bytes, expected an .HTD file");
    }
    const std::string text = ReadFileBytes(path);
    bool              first = true;
    for (std::size_t begin = 0; begin < text.size();)
    {
      const std::size_t        end = std::min(text.find('\n', begin), text.size());
      std::vector<std::string> cells = SplitLine(text.substr(begin, end - begin));
      begin = end + 1;
      if (first && cells.front() != "HTSInfoFile" && !cells.front().ends_with("\xBFHTSInfoFile"))
      {
        throw BadData(path.string() + ": does not begin with \"HTSInfoFile\", expected an .HTD file of MetaXpress");
      }
      first = false;
      const std::string key = cells.front();
      cells.erase(cells.begin());
      m_Lines.emplace(key, std::move(cells));
    }
    if (first)
    {
      throw BadData(path.string() + ": is empty, expected an .HTD file of MetaXpress");
    }
  }

  Htd
  Read() const
  {
    Htd       htd;
    const int rows = Number("YWells", kRows);
    const int columns = Number("XWells", kColumns);
    for (int row = 1; row <= rows; ++row)
    {
      for (const int column : Selected("WellsSelection" + std::to_string(row), columns))
      {
        htd.wells.push_back(WellAt({ row - 1, column - 1 }));
      }
    }
    htd.hasSites = Flag("Sites");
    if (htd.hasSites)
    {
      const int across = Number("XSites", kSites);
      const int down = Number("YSites", kSites);
      htd.sites = 0;
      for (int row = 1; row <= down; ++row)
      {
        htd.sites += static_cast<int>(Selected("SiteSelection" + std::to_string(row), across).size());
      }
    }
    htd.hasWaves = Flag("Waves");
    const int waves = htd.hasWaves ? Number("NWavelengths", kWaves) : 1;
    for (int wave = 1; wave <= waves; ++wave)
    {
      const std::string number = std::to_string(wave);
      const std::string name = First("WaveName" + number);
      htd.waves.push_back(name.empty() ? "w" + number : name);
      if (First("WaveCollect" + number) != "0")
      {
        htd.collected.insert(wave);
      }
    }
    return htd;
  }

private:
  /** The first value of a key; "" without. */
  std::string
  First(const std::string & key) const
  {
    const auto line = m_Lines.find(key);
    return line == m_Lines.end() || line->second.empty() ? "" : line->second.front();
  }

  bool
  Flag(const std::string & key) const
  {
    return First(key) == "TRUE";
  }

  int
  Number(const std::string & key, int largest) const
  {
    const std::string text = First(key);
    int               number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || number < 1 || number > largest)
    {
      throw BadData(m_Path.string() + ": expected \"" + key + "\", a number from 1 to " + std::to_string(largest) +
                    ", got '" + text + "'");
    }
    return number;
  }

  /** The places from 1 whose value is TRUE. */
  std::vector<int>
  Selected(const std::string & key, int count) const
  {
    const auto line = m_Lines.find(key);
    if (line == m_Lines.end())
    {
      throw BadData(m_Path.string() + ": has no line \"" + key + "\"");
    }
    std::vector<int> places;
    for (int place = 1; place <= count && place <= static_cast<int>(line->second.size()); ++place)
    {
      if (line->second[static_cast<std::size_t>(place - 1)] == "TRUE")
      {
        places.push_back(place);
      }
    }
    return places;
  }

  fs::path                                        m_Path;
  std::map<std::string, std::vector<std::string>> m_Lines;
};
} // namespace

Htd
ReadHtd(const fs::path & path)
{
  return HtdReader(path).Read();
}
} // namespace pheno

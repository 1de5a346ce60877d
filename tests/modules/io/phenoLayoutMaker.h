#ifndef phenoLayoutMaker_h
#define phenoLayoutMaker_h

#include "phenoScreenIndex.h"
#include "phenoTestFiles.h"
#include "phenoTiff.h"
#include "phenoWellName.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/** Folders as instruments leave them, with tiny images whose grey level says which image they are. */
namespace pheno::test
{
/** What was imaged: wells as rows and columns from 1. */
struct Grid
{
  std::vector<std::pair<int, int>> wells = { { 1, 1 }, { 2, 12 }, { 3, 4 } };
  int                              sites = 2;
  int                              channels = 2;
};

/** One image; all numbers from 1. */
struct Shot
{
  int row;
  int column;
  int site;
  int channel;

  std::string
  Well() const
  {
    return WellAt({ row - 1, column - 1 });
  }
  /** The grey level of all its pixels. */
  std::uint16_t
  Grey() const
  {
    return static_cast<std::uint16_t>(((row * 48 + column) * 9 + site) * 5 + channel);
  }
};

inline std::vector<Shot>
Shots(const Grid & grid)
{
  std::vector<Shot> shots;
  for (const auto & [row, column] : grid.wells)
  {
    for (int site = 1; site <= grid.sites; ++site)
    {
      for (int channel = 1; channel <= grid.channels; ++channel)
      {
        shots.push_back({ row, column, site, channel });
      }
    }
  }
  return shots;
}

/** 4 x 3 pixels of one grey level. */
inline void
WriteGrey(const fs::path & path, std::uint16_t grey)
{
  fs::create_directories(path.parent_path());
  const std::vector<std::uint16_t> pixels(12, grey);
  WriteTiff16(path, pixels.data(), 4, 3);
}

/** A number with zeros before it. */
inline std::string
Padded(int number, std::size_t digits)
{
  const std::string text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

/** Every image of the grid stands in the index once, at its place: the file that the index names holds its grey level.
 * \param channels their names in the index, in the order of their numbers */
inline void
CheckShots(const ScreenIndex &              index,
           const fs::path &                 folder,
           const Grid &                     grid,
           const std::string &              plate,
           const std::vector<std::string> & channels)
{
  std::map<std::vector<std::string>, std::size_t> rows;
  for (std::size_t i = 0; i < index.table.Rows(); ++i)
  {
    rows[{ index.table.Cell(i, "plate"),
           index.table.Cell(i, "well"),
           index.table.Cell(i, "site"),
           index.table.Cell(i, "channel") }] = i;
  }
  for (const Shot & shot : Shots(grid))
  {
    const std::string channel = channels.at(static_cast<std::size_t>(shot.channel - 1));
    const auto        row = rows.find({ plate, shot.Well(), std::to_string(shot.site), channel });
    CAPTURE(shot.Well());
    CAPTURE(shot.site);
    CAPTURE(channel);
    REQUIRE(row != rows.end());
    const fs::path path = fs::absolute(index.table.Cell(row->second, "path"), folder);
    REQUIRE(fs::exists(path));
    CHECK(ReadTiff(path)->GetBufferPointer()[0] == shot.Grey());
    CHECK(index.table.Cell(row->second, "size") == std::to_string(fs::file_size(path)));
  }
}

/** The Harmony that wrote a folder of an Opera Phenix or Operetta. */
struct Harmony
{
  int         version = 5; ///< 4 to 7
  std::string plate = "BR001";
};

/** The list's name in the folder of the plate. */
inline std::string
HarmonyList(const Harmony & harmony)
{
  return harmony.version >= 7 ? "Index.xml" : harmony.version == 6 ? "Images/Index.xml" : "Images/Index.idx.xml";
}

/** Channels DNA, ER; fields 0.5 mm apart; pixels of 0.65 um. */
inline void
MakeHarmony(const fs::path & folder, const Grid & grid, const Harmony & harmony)
{
  const std::vector<std::string> names = { "DNA", "ER", "AGP", "Mito", "RNA" };
  const std::string              space = harmony.version == 7
                                           ? "43B2A954-E3C3-47E1-B392-6635266B0DD3/HarmonyV7"
                                           : "http://www.perkinelmer.com/PEHH/HarmonyV" + std::to_string(harmony.version);
  const bool                     inMaps = harmony.version >= 6;
  std::string                    maps = "  <Maps>\n    <Map>\n";
  for (int channel = 1; channel <= grid.channels; ++channel)
  {
    maps +=
      "      <Entry ChannelID=\"" + std::to_string(channel) + "\">\n        <FlatfieldProfile>{}</FlatfieldProfile>\n";
    maps += inMaps ? "        <ChannelName>" + names[static_cast<std::size_t>(channel - 1)] +
                       "</ChannelName>\n        <ImageResolutionX Unit=\"m\">6.5E-07</ImageResolutionX>\n"
                   : "";
    maps += "      </Entry>\n";
  }
  std::string images;
  for (const Shot & shot : Shots(grid))
  {
    const std::string file = "r" + Padded(shot.row, 2) + "c" + Padded(shot.column, 2) + "f" + Padded(shot.site, 2) +
                             "p01-ch" + std::to_string(shot.channel) + "sk1fk1fl1.tiff";
    images += "    <Image Version=\"1\">\n      <id>" + Padded(shot.row, 2) + Padded(shot.column, 2) + "K1F" +
              std::to_string(shot.site) + "P1R" + std::to_string(shot.channel) +
              "</id>\n      <State>Ok</State>\n      <URL>" + file + "</URL>\n      <Row>" + std::to_string(shot.row) +
              "</Row>\n      <Col>" + std::to_string(shot.column) + "</Col>\n      <FieldID>" +
              std::to_string(shot.site) +
              "</FieldID>\n      <PlaneID>1</PlaneID>\n      <TimepointID>0</TimepointID>\n      <ChannelID>" +
              std::to_string(shot.channel) + "</ChannelID>\n      <FlimID>1</FlimID>\n";
    images += inMaps ? ""
                     : "      <ChannelName>" + names[static_cast<std::size_t>(shot.channel - 1)] +
                         "</ChannelName>\n      <ImageResolutionX Unit=\"m\">6.5E-07</ImageResolutionX>\n";
    images += "      <PositionX Unit=\"m\">" + std::to_string(0.0005 * (shot.site - 1)) +
              "</PositionX>\n      <PositionY Unit=\"m\">-0.000125</PositionY>\n      <PositionZ Unit=\"m\">2E-06"
              "</PositionZ>\n    </Image>\n";
    WriteGrey(folder / "Images" / file, shot.Grey());
  }
  Write(folder / HarmonyList(harmony),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<EvaluationInputData xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-"
        "instance\" Version=\"1\" xmlns=\"" +
          space +
          "\">\n  <User>u</User>\n  <InstrumentType>Phenix</InstrumentType>\n  <Plates>\n    <Plate>\n      "
          "<PlateID>" +
          harmony.plate +
          "</PlateID>\n      <PlateRows>16</PlateRows>\n      <PlateColumns>24</PlateColumns>\n    "
          "</Plate>\n  </Plates>\n" +
          maps + "    </Map>\n  </Maps>\n  <Images>\n" + images + "  </Images>\n</EvaluationInputData>\n");
}
} // namespace pheno::test

#endif

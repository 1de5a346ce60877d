#ifndef phenoInstrumentMaker_h
#define phenoInstrumentMaker_h

#include "phenoLayoutMaker.h"

/** Folders of a Yokogawa CellVoyager, an ImageXpress, an IN Cell Analyzer and an Incucyte. */
namespace pheno::test
{
inline std::string
CellVoyagerFile(const std::string & plate, const Shot & shot)
{
  return plate + "_" + shot.Well() + "_T0001F" + Padded(shot.site, 3) + "L01A0" + std::to_string(shot.channel) +
         "Z01C0" + std::to_string(shot.channel) + ".tif";
}

/** A record of MeasurementData.mlf. */
inline std::string
CellVoyagerRecord(const Shot & shot, const std::string & file, const std::string & more = "")
{
  return "  <bts:MeasurementRecord bts:Type=\"IMG\" bts:Time=\"2021-06-14T09:13:30.1+01:00\" bts:Column=\"" +
         std::to_string(shot.column) + "\" bts:Row=\"" + std::to_string(shot.row) +
         "\" bts:TimePoint=\"1\" bts:FieldIndex=\"" + std::to_string(shot.site) +
         "\" bts:ZIndex=\"1\" bts:TimelineIndex=\"1\" bts:ActionIndex=\"" + std::to_string(shot.channel) +
         "\" bts:Action=\"2D\" bts:X=\"" + std::to_string(100 * shot.site) +
         "\" bts:Y=\"-20.5\" bts:Z=\"3\" bts:Ch=\"" + std::to_string(shot.channel) + "\"" + more + ">" + file +
         "</bts:MeasurementRecord>\n";
}

inline std::string
CellVoyagerList(const std::string & records)
{
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<bts:MeasurementData xmlns:bts=\"http://www.yokogawa.co.jp/BTS/"
         "BTSSchema/1.0\" bts:Version=\"1.0\">\n" +
         records + "</bts:MeasurementData>\n";
}

/** MeasurementData.mlf, MeasurementDetail.mrf and a setting, whose channels are DNA, ER. */
inline void
MakeCellVoyager(const fs::path & folder, const Grid & grid, const std::string & plate)
{
  const std::string names[] = { "DNA", "ER", "AGP" };
  const std::string space = "xmlns:bts=\"http://www.yokogawa.co.jp/BTS/BTSSchema/1.0\"";
  std::string       records;
  std::string       details;
  std::string       channels;
  for (const Shot & shot : Shots(grid))
  {
    const std::string file = CellVoyagerFile(plate, shot);
    records += CellVoyagerRecord(shot, file);
    WriteGrey(folder / file, shot.Grey());
  }
  for (int channel = 1; channel <= grid.channels; ++channel)
  {
    const std::string number = std::to_string(channel);
    details += "  <bts:MeasurementChannel bts:Ch=\"" + number +
               "\" bts:HorizontalPixelDimension=\"0.325\" bts:VerticalPixelDimension=\"0.325\" bts:CameraNumber=\"1\" "
               "bts:InputBitDepth=\"16\" bts:HorizontalPixels=\"4\" bts:VerticalPixels=\"3\" />\n";
    channels += "    <bts:Channel bts:Ch=\"" + number + "\" bts:Target=\"" + names[channel - 1] +
                "\" bts:Magnification=\"20\"><bts:LightSourceName>405nm</bts:LightSourceName></bts:Channel>\n";
  }
  Write(folder / "MeasurementData.mlf", CellVoyagerList(records));
  Write(
    folder / "MeasurementDetail.mrf",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<bts:MeasurementDetail bts:Version=\"1.0\" bts:Title=\"T\" "
    "bts:MeasurementSettingFileName=\"S.mes\" bts:ColumnCount=\"24\" bts:RowCount=\"16\" bts:TargetSystem=\"CV8000\" " +
      space + ">\n  <bts:MeasurementSamplePlate bts:Name=\"" + plate + "\" bts:WellPlateFileName=\"x.wpi\" />\n" +
      details + "</bts:MeasurementDetail>\n");
  Write(folder / "S.mes",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<bts:MeasurementSetting " + space + ">\n  <bts:ChannelList>\n" +
          channels + "  </bts:ChannelList>\n</bts:MeasurementSetting>\n");
}

inline const std::string kGuid = "0B8A9B3C-1D2E-4F50-8A6B-7C8D9E0F1A2B";

/** The .HTD of a plate of 16 x 24 wells with the sites in one row of the grid and the waves DAPI, Cy5. */
inline std::string
HtdText(const Grid & grid)
{
  std::string text = "\"HTSInfoFile\", Version 1.0\r\n\"Description\", \"plates, of a test\"\r\n\"PlateType\", 6\r\n"
                     "\"TimePoints\", 1\r\n\"ZSeries\", FALSE\r\n\"ZSteps\", 1\r\n\"ZProjection\", FALSE\r\n"
                     "\"XWells\", 24\r\n\"YWells\", 16\r\n";
  for (int row = 1; row <= 16; ++row)
  {
    text += "\"WellsSelection" + std::to_string(row) + "\"";
    for (int column = 1; column <= 24; ++column)
    {
      const bool in = std::find(grid.wells.begin(), grid.wells.end(), std::pair(row, column)) != grid.wells.end();
      text += in ? ", TRUE" : ", FALSE";
    }
    text += "\r\n";
  }
  text += "\"Sites\", TRUE\r\n\"XSites\", 3\r\n\"YSites\", 2\r\n\"SiteSelection1\", FALSE, FALSE, FALSE\r\n"
          "\"SiteSelection2\"";
  for (int site = 1; site <= 3; ++site)
  {
    text += site <= grid.sites ? ", TRUE" : ", FALSE";
  }
  text += "\r\n\"Waves\", TRUE\r\n\"NWavelengths\", " + std::to_string(grid.channels) + "\r\n";
  const std::string names[] = { "DAPI", "Cy5", "FITC" };
  for (int wave = 1; wave <= grid.channels; ++wave)
  {
    text += "\"WaveName" + std::to_string(wave) + "\", \"" + names[wave - 1] + "\"\r\n\"WaveCollect" +
            std::to_string(wave) + "\", 1\r\n";
  }
  return text + "\"UniquePlateIdentifier\", \"id\"\r\n\"EndFile\"\r\n";
}

/** Images, a thumbnail of each and the .HTD. \param within of the images below the folder, such as "TimePoint_1/" */
inline void
MakeImageXpress(const fs::path & folder, const Grid & grid, const std::string & plate, const std::string & within = "")
{
  for (const Shot & shot : Shots(grid))
  {
    const std::string name =
      plate + "_" + shot.Well() + "_s" + std::to_string(shot.site) + "_w" + std::to_string(shot.channel);
    WriteGrey(folder / (within + name + kGuid + ".tif"), shot.Grey());
    WriteGrey(folder / (within + name + "_thumb" + kGuid + ".tif"), 1);
  }
  Write(folder / (plate + ".HTD"), HtdText(grid));
}

/** An .xdce list of the filters DAPI - DAPI and Green - dsRed. */
inline void
MakeInCell(const fs::path & folder, const Grid & grid, const std::string & plate)
{
  const std::string excitations[] = { "DAPI", "Green" };
  const std::string emissions[] = { "DAPI", "dsRed" };
  std::string       images;
  std::string       waves;
  for (int channel = 1; channel <= grid.channels; ++channel)
  {
    waves += "      <Wavelength imaging_mode=\"2-D\" index=\"" + std::to_string(channel - 1) +
             "\" show=\"true\">\n        <ExcitationFilter name=\"" + excitations[channel - 1] +
             "\" unit=\"nm\" wavelength=\"350\"/>\n        <EmissionFilter name=\"" + emissions[channel - 1] +
             "\" unit=\"nm\" wavelength=\"455\"/>\n      </Wavelength>\n";
  }
  for (const Shot & shot : Shots(grid))
  {
    const std::string row(1, static_cast<char>('A' + shot.row - 1));
    const std::string file = row + " - " + Padded(shot.column, 2) + "(fld " + std::to_string(shot.site) + " wv " +
                             excitations[shot.channel - 1] + " - " + emissions[shot.channel - 1] + ").tif";
    images += "    <Image acquisition_time_ms=\"1\" filename=\"" + file + "\">\n      <Well label=\"" + row + " - " +
              std::to_string(shot.column) + "\">\n        <Row number=\"" + std::to_string(shot.row) +
              "\"/>\n        <Column number=\"" + std::to_string(shot.column) +
              "\"/>\n      </Well>\n      <FocusPosition unit=\"um\" z=\"7.5\"/>\n      <PlatePosition_um x=\"" +
              std::to_string(10 * shot.site) + "\" y=\"-4\"/>\n      <EmissionFilter name=\"" +
              emissions[shot.channel - 1] + "\"/>\n      <ExcitationFilter name=\"" + excitations[shot.channel - 1] +
              "\"/>\n      <Identifier field_index=\"" + std::to_string(shot.site - 1) +
              "\" time_index=\"0\" wave_index=\"" + std::to_string(shot.channel - 1) +
              "\" z_index=\"0\"/>\n    </Image>\n";
    WriteGrey(folder / file, shot.Grey());
  }
  Write(folder / (plate + ".xdce"),
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"no\"?>\n<ImageStack>\n  <UUID value=\"u\"/>\n  "
        "<Application name=\"IN Cell Analyzer 2000\"/>\n  <AutoLeadAcquisitionProtocol name=\"p\">\n    "
        "<ObjectiveCalibration magnification=\"20.0\" pixel_height=\"0.37\" pixel_width=\"0.37\" unit=\"um\"/>\n    "
        "<Plate columns=\"24\" name=\"384 plate\" rows=\"16\"/>\n    <Wavelengths>\n" +
          waves + "    </Wavelengths>\n  </AutoLeadAcquisitionProtocol>\n  <Images number_of_images=\"" +
          std::to_string(Shots(grid).size()) + "\">\n" + images + "  </Images>\n</ImageStack>\n");
}

/** Exports of one time into folders named after channels, Phase and Green. */
inline void
MakeIncucyte(const fs::path & folder, const Grid & grid, const std::string & plate)
{
  const std::string names[] = { "Phase", "Green" };
  for (const Shot & shot : Shots(grid))
  {
    const std::string well = std::string(1, static_cast<char>('A' + shot.row - 1)) + std::to_string(shot.column);
    WriteGrey(folder / names[shot.channel - 1] /
                (plate + "_" + well + "_" + std::to_string(shot.site) + "_2020y01m02d_03h04m.tif"),
              shot.Grey());
  }
}
} // namespace pheno::test

#endif

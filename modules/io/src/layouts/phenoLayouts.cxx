#include "phenoError.h"
#include "phenoLayout.h"

namespace pheno
{
const std::vector<Layout> &
Layouts()
{
  static const std::vector<Layout> layouts = {
    { { "phenix",
        "Opera Phenix or Operetta: Index.xml of Harmony or indexfile.txt, in the folder or up to three below" },
      &ListPhenix,
      &RecognizePhenix },
    { { "yokogawa", "Yokogawa CV7000 or CV8000: MeasurementData.mlf, in the folder or up to three below" },
      &ListYokogawa,
      &RecognizeYokogawa },
    { { "imagexpress", "ImageXpress (MetaXpress): <plate>.HTD and names such as <plate>_B02_s1_w1<GUID>.tif" },
      &ListImageXpress,
      &RecognizeImageXpress },
    { { "incell", "IN Cell Analyzer: an .xdce file and names such as B - 02(fld 1 wv DAPI - DAPI).tif" },
      &ListInCell,
      &RecognizeInCell },
    { { "incucyte", "Incucyte exports: names such as VID12_B2_1_2020y01m02d_03h04m.tif, or its archive's folders" },
      &ListIncucyte,
      &RecognizeIncucyte },
    { { "loaddata",
        "CellProfiler's LoadData CSV: one row a site, FileName_ and PathName_ (or URL_) columns a channel" },
      &ListLoadData,
      &RecognizeLoadData },
    { { "ome_tiff", "OME-TIFF files whose OME-XML tells of a plate, and their companion files, in a folder or below" },
      &ListOmeTiff,
      &RecognizeOmeTiff },
    { { "ome_zarr", "OME-Zarr plates (NGFF 0.1 to 0.5), the folder of one or up to three above" },
      &ListOmeZarr,
      &RecognizeOmeZarr },
    { { "sheet", "sample sheet: one row an image, columns plate, well (or row, col), site, channel, path" },
      &ListSheet,
      &RecognizeSheet },
    { { "regex", "image files below a folder, matched by a pattern with named groups well, site, channel, plate" },
      &ListRegex,
      &RecognizeRegex },
  };
  return layouts;
}

std::vector<LayoutDescription>
KnownLayouts()
{
  std::vector<LayoutDescription> descriptions;
  for (const Layout & layout : Layouts())
  {
    descriptions.push_back(layout.description);
  }
  return descriptions;
}

std::vector<RecognizedLayout>
RecognizeLayouts(const fs::path & source)
{
  if (!fs::exists(source))
  {
    throw Error(source.string() + ": does not exist, expected an instrument's folder or a table that lists files");
  }
  std::vector<RecognizedLayout> recognized;
  for (const Layout & layout : Layouts())
  {
    const std::string by = layout.recognize(source);
    if (!by.empty())
    {
      recognized.push_back({ layout.description.name, by });
    }
  }
  return recognized;
}
} // namespace pheno

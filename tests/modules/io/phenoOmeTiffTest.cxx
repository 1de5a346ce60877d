#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"
#include "phenoTiffMaker.h"

#include "phenoTestFiles.h"

using namespace pheno;

namespace
{
const std::string kOpen = R"(<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">)";
const std::string kPlate =
  R"(<Plate ID="Plate:0" Name="P5"><Well ID="Well:0" Row="1" Column="2"><WellSample ID="s" Index="0"><ImageRef ID="Image:0"/></WellSample></Well></Plate>)";

/** Pages of 2 x 1 pixels of 8 bits that hold their number and 100 more. */
void
MakePages(const fs::path & path, unsigned pages, const std::string & description)
{
  TIFF * tiff = TIFFOpen(path.c_str(), "wl");
  for (unsigned page = 0; page < pages; ++page)
  {
    test::TiffRecipe recipe;
    recipe.width = 2;
    recipe.height = 1;
    recipe.tags = [&](TIFF * open) {
      if (page == 0 && !description.empty())
      {
        TIFFSetField(open, TIFFTAG_IMAGEDESCRIPTION, description.c_str());
      }
    };
    test::AddTiffPage(tiff, recipe, { static_cast<std::uint8_t>(page), static_cast<std::uint8_t>(100 + page) });
  }
  TIFFClose(tiff);
}

std::string
ImageXml(const std::string & order, int c, int z, int t, const std::string & data)
{
  const auto attribute = [](const char * name, int value) {
    return std::string(" ") + name + "=\"" + std::to_string(value) + "\"";
  };
  return "<Image ID=\"Image:0\"><Pixels ID=\"p\" DimensionOrder=\"" + order +
         "\" SizeX=\"2\" SizeY=\"1\" Type=\"uint8\"" + attribute("SizeC", c) + attribute("SizeZ", z) +
         attribute("SizeT", t) + ">" + R"(<Channel ID="c0" Name="DNA"/><Channel ID="c1"/>)" + data +
         "</Pixels></Image></OME>";
}

ScreenIndex
Make(const test::TemporaryFolder & folder)
{
  return MakeIndex("ome_tiff", folder.Path(), folder.Path(), {});
}

/** The first pixel of a row's plane. */
float
FirstPixel(const test::TemporaryFolder & folder, const Table & index, std::size_t row)
{
  return ReadPlane(folder / index.Cell(row, "path"), PageNumber(index.Cell(row, "page")))->GetBufferPointer()[0];
}

std::string
Refusal(const test::TemporaryFolder & folder)
{
  return test::MessageOf<BadData>([&] { Make(folder); });
}
} // namespace

TEST_CASE("OME-TIFF: channel, z and t of every page come from the XML")
{
  const test::TemporaryFolder folder;
  MakePages(folder / "a.ome.tif", 12, kOpen + kPlate + ImageXml("XYZCT", 2, 3, 2, "<TiffData/>"));
  const Table index = Make(folder).table;
  REQUIRE(index.Rows() == 12);
  CHECK(index.Texts("plate") == Table::Text(12, "P5"));
  CHECK(index.Texts("well") == Table::Text(12, "B03"));
  CHECK(index.Texts("site") == Table::Text(12, "1"));
  for (std::size_t row = 0; row < 12; ++row)
  {
    // XYZCT: z fastest, then c, then t.
    const int c = index.Cell(row, "channel") == "DNA" ? 0 : 1;
    CHECK(index.Cell(row, "channel") == (c == 0 ? "DNA" : "2"));
    const int page = (std::stoi(index.Cell(row, "t")) * 2 + c) * 3 + std::stoi(index.Cell(row, "z"));
    CHECK(FirstPixel(folder, index, row) == static_cast<float>(page));
  }
}

TEST_CASE("OME-TIFF: pages of sibling files, the XML in each, in one, or in a companion")
{
  const std::string data =
    R"(<TiffData FirstC="0" IFD="1" PlaneCount="1"><UUID FileName="a.ome.tif">u</UUID></TiffData>)"
    R"(<TiffData FirstC="1" IFD="0"><UUID FileName="b.ome.tif">v</UUID></TiffData>)";
  const std::string xml = kOpen + kPlate + ImageXml("XYCZT", 2, 1, 1, data);
  const std::string pointer = kOpen + R"(<BinaryOnly MetadataFile="set.companion.ome" UUID="u"/></OME>)";
  for (const bool companion : { false, true })
  {
    const test::TemporaryFolder folder;
    MakePages(folder / "a.ome.tif", 2, companion ? pointer : xml);
    MakePages(folder / "b.ome.tif", 1, companion ? pointer : xml);
    if (companion)
    {
      test::Write(folder / "set.companion.ome", xml);
    }
    const Table index = Make(folder).table;
    REQUIRE(index.Rows() == 2); // each once, however many files tell of it
    CHECK(index.Texts("channel") == Table::Text{ "2", "DNA" });
    CHECK(index.Texts("path") == Table::Text{ "b.ome.tif", "a.ome.tif" });
    CHECK(FirstPixel(folder, index, 0) == 0);
    CHECK(FirstPixel(folder, index, 1) == 1);
  }
}

TEST_CASE("OME-TIFF: what is damaged, leads elsewhere or is on no plate is said")
{
  const test::TemporaryFolder folder;
  const auto                  refusal = [&](const std::string & xml) {
    MakePages(folder / "a.ome.tif", 1, xml);
    return Refusal(folder);
  };
  CHECK_HOLDS(refusal("words"), "has no OME-XML in its description");
  CHECK_HOLDS(refusal(kOpen + "<Image"), "its OME-XML cannot be read");
  CHECK_HOLDS(
    refusal(kOpen + kPlate + ImageXml("XYCZT", 2, 1, 1, R"(<TiffData><UUID FileName="../b.tif"/></TiffData>)")),
    "names the file '../b.tif', expected one beside it");
  CHECK_HOLDS(refusal(kOpen + kPlate + ImageXml("XYCZT", 2, 60000, 60000, "<TiffData/>")), "at most 65536 are read");
  CHECK_HOLDS(refusal(kOpen + kPlate + ImageXml("XYCCT", 2, 1, 1, "<TiffData/>")), "expected XY and C, T, Z");
  CHECK_HOLDS(refusal(kOpen + kPlate + ImageXml("XYCZT", 3, 1, 1, "<TiffData/>")), "lists 2 channels, declares 3");
  CHECK_HOLDS(refusal(kOpen + kPlate + ImageXml("XYCZT", 2, 1, 1, R"(<TiffData FirstC="2"/>)")),
              "beyond the size of C");
  CHECK_HOLDS(refusal(kOpen + kPlate + ImageXml("XYCZT", 2, 1, 1, R"(<TiffData PlaneCount="9"/>)")), "places 9 planes");
  MakePages(folder / "a.ome.tif", 1, kOpen + ImageXml("XYCZT", 2, 1, 1, "<TiffData/>"));
  CHECK_HOLDS(test::MessageOf([&] { Make(folder); }), "tells of an image on a plate; list them by a pattern");
}

// pheno.measure_cells through its descriptor and its plugin.
#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include <cmath>
#include <limits>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Labels from a function of (x, y). */
Labels
MakeLabels(unsigned width, unsigned height, const std::function<std::uint32_t(unsigned, unsigned)> & number)
{
  const auto mask = LabelMask::New();
  mask->SetRegions(itk::Size<2>{ { width, height } });
  mask->Allocate();
  for (unsigned y = 0; y < height; ++y)
  {
    for (unsigned x = 0; x < width; ++x)
    {
      mask->GetBufferPointer()[y * width + x] = number(x, y);
    }
  }
  return { mask.GetPointer() };
}

/** Discs on the grid of DiscImage, numbered by row of the grid 5, 10, 15, ...; `keep` leaves some out. */
Labels
Discs(
  double                                     radius,
  const std::function<bool(std::uint32_t)> & keep = [](std::uint32_t) { return true; })
{
  return MakeLabels(160, 160, [&](unsigned x, unsigned y) -> std::uint32_t {
    const double        dx = static_cast<double>(x % 40) - 20, dy = static_cast<double>(y % 40) - 20;
    const std::uint32_t number = 5 * (y / 40 * 4 + x / 40 + 1);
    return dx * dx + dy * dy <= radius * radius && keep(number) ? number : 0;
  });
}

/** Pixels of a disc about a pixel's centre. */
int
DiscArea(int radius)
{
  int area = 0;
  for (int y = -radius; y <= radius; ++y)
  {
    for (int x = -radius; x <= radius; ++x)
    {
      area += x * x + y * y <= radius * radius;
    }
  }
  return area;
}

Ptr<Table>
MeasureDiscs(const Json & params = Json::object(), unsigned threads = 1)
{
  NodeHarness node("pheno.measure_cells", params);
  node.In("image", DiscImage()).In("nuclei", Discs(8)).In("cells", Discs(14)).WithThreads(threads);
  node.At({ { "plate", "P1" }, { "well", "B02" }, { "site", "3" } }).Run();
  return node.Out<Table>("measurements");
}
} // namespace

TEST_CASE("measure_cells gives one row a cell under CellProfiler's names")
{
  const Ptr<Table> table = MeasureDiscs({ { "full_scale", 200 } });
  REQUIRE(table->Rows() == 16);
  CHECK(table->Cell(0, "Metadata_Plate") == "P1");
  CHECK(table->Cell(0, "Metadata_Well") == "B02");
  CHECK(table->Cell(0, "Metadata_Site") == "3");
  CHECK(table->Numbers("Metadata_ObjectNumber")[15] == 80);
  CHECK(table->Numbers("Metadata_X")[1] == 60);
  CHECK(table->Numbers("Nuclei_Location_Center_Y")[15] == 140);
  CHECK(table->Numbers("Nuclei_AreaShape_Area")[0] == DiscArea(8));
  CHECK(table->Numbers("Cells_AreaShape_Area")[0] == DiscArea(14));
  // without labels of its own the cytoplasm is the cell without the nucleus
  CHECK(table->Numbers("Cytoplasm_AreaShape_Area")[0] == DiscArea(14) - DiscArea(8));
  CHECK(table->Numbers("Cytoplasm_AreaShape_EulerNumber")[0] == 0);
  CHECK(table->Numbers("Nuclei_Intensity_MeanIntensity_dna")[3] == doctest::Approx(1));
  CHECK(table->Numbers("Cytoplasm_Intensity_MeanIntensity_dna")[3] == doctest::Approx(0.05));
  CHECK(table->Numbers("Cells_Intensity_IntegratedIntensity_body")[3] == doctest::Approx(0.5 * DiscArea(14)));
  CHECK(table->Numbers("Cells_Parent_Nuclei")[2] == 15);
  CHECK(table->Numbers("Cytoplasm_Parent_Cells")[2] == 15);
  CHECK(table->Numbers("Nuclei_Children_Cytoplasm_Count")[2] == 1);
  for (const char * const name : { "Nuclei_AreaShape_Zernike_4_2",
                                   "Cells_Texture_Contrast_dna_3_00_256",
                                   "Cells_RadialDistribution_FracAtD_dna_1of4",
                                   "Cells_Granularity_1_dna",
                                   "Image_Granularity_16_body",
                                   "Cells_Correlation_Correlation_dna_body",
                                   "Cells_Neighbors_NumberOfNeighbors_Adjacent",
                                   "Cytoplasm_Intensity_MADIntensity_body" })
  {
    CHECK(table->Has(name));
  }
  for (const Table::Column & column : table->columns)
  {
    const auto begins = [&](const std::string & start) { return column.name.rfind(start, 0) == 0; };
    INFO(column.name);
    CHECK((begins("Metadata_") || begins("Nuclei_") || begins("Cells_") || begins("Cytoplasm_") || begins("Image_")));
  }
}

TEST_CASE("measure_cells keeps cells without nuclei and nuclei without cells")
{
  NodeHarness node("pheno.measure_cells", { { "families", { "intensity" } } });
  node.In("image", DiscImage())
    .In("nuclei", Discs(8, [](std::uint32_t n) { return n != 10; }))
    .In("cells", Discs(14, [](std::uint32_t n) { return n != 20; }))
    .Run();
  const Ptr<Table> table = node.Out<Table>("measurements");
  REQUIRE(table->Rows() == 16);
  CHECK(table->Cell(1, "Nuclei_Intensity_MeanIntensity_dna").empty());
  CHECK(table->Numbers("Cells_Parent_Nuclei")[1] == 0);
  CHECK(table->Numbers("Cells_Parent_Nuclei")[0] == 5);
  CHECK_FALSE(table->Cell(1, "Cells_Intensity_MeanIntensity_dna").empty());
  CHECK(table->Cell(3, "Cells_Intensity_MeanIntensity_dna").empty());
  CHECK(table->Cell(3, "Cytoplasm_Intensity_MeanIntensity_dna").empty());
  CHECK(table->Numbers("Nuclei_Children_Cells_Count")[3] == 0);
  CHECK(table->Numbers("Metadata_X")[1] == 60);
}

TEST_CASE("measure_cells of no cells has all columns and no rows")
{
  const Ptr<Table> some = MeasureDiscs();
  NodeHarness      node("pheno.measure_cells");
  const auto       none = [](std::uint32_t) { return false; };
  node.In("image", DiscImage()).In("nuclei", Discs(8, none)).In("cells", Discs(14, none)).Run();
  const Ptr<Table> table = node.Out<Table>("measurements");
  CHECK(table->Rows() == 0);
  CHECK(table->Names() == some->Names());
}

TEST_CASE("measure_cells measures what its parameters ask for")
{
  NodeHarness node("pheno.measure_cells",
                   { { "families", { "texture", "neighbors" } },
                     { "channels", { "body" } },
                     { "texture_scales", { 2, 5 } },
                     { "neighbor_distance_px", 12 },
                     { "cells_name", "Hepatocytes" } });
  node.In("image", DiscImage()).In("cells", Discs(14)).Run();
  const Ptr<Table> table = node.Out<Table>("measurements");
  CHECK(table->Has("Hepatocytes_Texture_Entropy_body_5_03_256"));
  CHECK_FALSE(table->Has("Hepatocytes_Texture_Entropy_dna_5_03_256"));
  CHECK_FALSE(table->Has("Hepatocytes_AreaShape_Area"));
  CHECK_FALSE(table->Has("Cytoplasm_Texture_Entropy_body_5_03_256"));
  // discs of radius 14, 40 apart, have centres of pixels 12 apart: a corner's has two, an edge's three, others four
  const Table::Real neighbours = table->Numbers("Hepatocytes_Neighbors_NumberOfNeighbors_12");
  CHECK(neighbours[0] == 2);
  CHECK(neighbours[1] == 3);
  CHECK(neighbours[5] == 4);
  CHECK_THROWS_AS(NodeHarness("pheno.measure_cells", { { "families", { "colour" } } }), Error);
  CHECK_THROWS_AS(NodeHarness("pheno.measure_cells", { { "cells_name", "Nuclei" } }), Error);
  NodeHarness unknown("pheno.measure_cells", { { "channels", { "rna" } } });
  CHECK_THROWS_WITH_AS(unknown.In("image", DiscImage()).In("cells", Discs(14)).Run(),
                       "image has no channel 'rna'; it has dna, body",
                       Error);
}

TEST_CASE("measure_cells does not depend on its grant of threads")
{
  const Ptr<Table> one = MeasureDiscs(), four = MeasureDiscs(Json::object(), 4);
  for (const Table::Column & column : one->columns)
  {
    CHECK(one->Texts(column.name) == four->Texts(column.name));
  }
}

TEST_CASE("measure_cells refuses what it cannot measure")
{
  NodeHarness none("pheno.measure_cells");
  none.In("image", DiscImage());
  REQUIRE(none.Problems().Items().size() == 1);
  CHECK(none.Problems().Items()[0].message == "expected labels at nuclei, cells or cytoplasm, found none of them");

  NodeHarness other("pheno.measure_cells");
  other.In("image", DiscImage()).In("cells", MakeLabels(80, 160, [](unsigned, unsigned) { return 1U; }));
  CHECK_THROWS_WITH_AS(other.Run(), "labels 'cells' are 80 x 160 pixels, the image is 160 x 160", BadData);

  NodeHarness infinite("pheno.measure_cells");
  infinite.In("image", ConstantImage(std::numeric_limits<float>::infinity(), 160)).In("cells", Discs(14));
  CHECK_THROWS_AS(infinite.Run(), BadData);
}

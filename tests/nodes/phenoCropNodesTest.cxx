#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoH5ad.h"
#include "phenoModel.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("crop_cells fills, moves and scales crops in either pixel type, and lists where cells lie")
{
  // One channel 10 x 8 of x + 40 y; cell 5 is columns 0..2 of rows 3..5, its nucleus the pixel (1, 4).
  Image image;
  image.channels = { "dna" };
  image.planes = { MakePlane(10, 8, [](unsigned x, unsigned y) {
                     return static_cast<float>(x + 40 * y);
                   }).GetPointer() };
  const auto labels = [](unsigned left, unsigned top, unsigned side) {
    const auto mask = LabelMask::New();
    mask->SetRegions(itk::Size<2>{ { 10, 8 } });
    mask->Allocate(true);
    for (unsigned i = 0; i < side * side; ++i)
    {
      mask->SetPixel({ { left + i % side, top + i / side } }, 5);
    }
    return Labels{ mask.GetPointer() };
  };
  const auto run = [&](Json params) {
    params["size_px"] = 8;
    NodeHarness crop("pheno.crop_cells", params);
    crop.At({ { "plate", "P" }, { "well", "B02" }, { "site", "1" } }).In("image", image);
    crop.In("cells", labels(0, 3, 3)).In("nuclei", labels(1, 4, 1));
    return crop.Run().Out<Crops>("crops");
  };
  const auto first = [](const Crops & crops) {
    return crops.type == Crops::Type::UInt8 ? *static_cast<const std::uint8_t *>(crops.pixels)
                                            : *static_cast<const std::uint16_t *>(crops.pixels);
  };
  CHECK(run(Json::object())->Count() == 0); // from column -3
  CHECK(first(*run({ { "edge", "zero" } })) == 0);
  CHECK(first(*run({ { "edge", "reflect" } })) == 3);
  CHECK(first(*run({ { "edge", "shift" }, { "scale", 2 } })) == 0);
  const Ptr<Crops> bytes = run({ { "edge", "shift" }, { "pixel_type", "uint8" } });
  REQUIRE(bytes->type == Crops::Type::UInt8);
  CHECK(static_cast<const std::uint8_t *>(bytes->pixels)[6 * 8 + 1] == 241);
  CHECK(static_cast<const std::uint8_t *>(bytes->pixels)[63] == 255); // 287
  CHECK(bytes->table.Names() == std::vector<std::string>{ "Metadata_Plate",
                                                          "Metadata_Well",
                                                          "Metadata_Site",
                                                          "Metadata_ObjectNumber",
                                                          "Metadata_X",
                                                          "Metadata_Y",
                                                          "Metadata_BoundingBoxMinimum_X",
                                                          "Metadata_BoundingBoxMinimum_Y",
                                                          "Metadata_BoundingBoxMaximum_X",
                                                          "Metadata_BoundingBoxMaximum_Y",
                                                          "Metadata_TouchesBorder",
                                                          "Cells_AreaShape_Area",
                                                          "Nuclei_AreaShape_Area",
                                                          "Cells_Intensity_MeanIntensity_dna",
                                                          "Cells_Intensity_StdIntensity_dna",
                                                          "Cells_Intensity_IntegratedIntensity_dna",
                                                          "Cells_Intensity_NucleusCytoplasmRatio_dna" });
  std::vector<std::string> cells;
  for (std::size_t column = 0; column < 12; ++column)
  {
    cells.push_back(bytes->table.Cell(0, bytes->table.Names()[column]));
  }
  CHECK(Join(cells) == "P, B02, 1, 5, 1, 4, 0, 3, 3, 6, 1, 9");
  // A nucleus of one pixel is 1.128 wide: at 2.257 the square is 4 pixels from (-1, 2), each shown twice.
  const Ptr<Crops> scaled = run({ { "edge", "reflect" }, { "nucleus_diameter_px", 2.2567583 } });
  REQUIRE(scaled->Count() == 1);
  CHECK(scaled->table.Numbers("Metadata_Magnification") == Table::Real{ 2 });
  CHECK(run({ { "mask_channels", true } })->channels == std::vector<std::string>{ "nucleus_mask", "cell_mask", "dna" });
  NodeHarness without("pheno.crop_cells", { { "nucleus_diameter_px", 20 } });
  without.In("image", image).In("cells", labels(0, 3, 3));
  REQUIRE(without.Problems().Items().size() == 1);
  CHECK(without.Problems().Items()[0].message ==
        "expected labels at nuclei, found none; nucleus_diameter_px scales crops by nuclei");
}

TEST_CASE("export_crops writes the crops of all wells in either format")
{
  const auto run = [](const std::string & format) {
    auto node = std::make_unique<NodeHarness>("pheno.export_crops", Json{ { "format", format } });
    for (const char * well : { "A01", "A02" })
    {
      Crops crops = MakeCrops(2, "P", well);
      crops.table.Add("Metadata_X", Table::Real{ 1, 2 });
      crops.table.Add("Metadata_Y", Table::Real{ 3, 4 });
      node->In("crops", crops, OneAxis("well", well));
    }
    return node;
  };
  const auto     npz = run("npz");
  const fs::path folder = npz->Run().Out<File>("files")->path;
  CHECK(fs::exists(folder / "P/A01/1.npz"));
  CHECK(fs::exists(folder / "P/A02/1.npz"));

  Crops other = MakeCrops(1, "P", "A03");
  other.channels = { "dna", "other" };
  CHECK_THROWS_WITH_AS(
    run("npz")->In("crops", other, OneAxis("well", "A03")).Run(),
    "crops of well=A03 have other channels, size or pixel type than those before: dna, other, expected dna, body",
    Error);
  CHECK_THROWS_AS(NodeHarness("pheno.export_crops", { { "format", "npz" } }).Empty("crops").Run(), BadData);
  if (!HasH5ad())
  {
    PHENO_SKIP("this build has no HDF5");
  }
  const auto     h5sc = run("h5sc");
  const fs::path file = h5sc->Run().Out<File>("files")->path / "crops.h5sc";
  CHECK(fs::file_size(file) > 1000);
}

#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoModel.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"

#include <cmath>
#include <memory>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** One channel of 10 x 8 pixels: x + 10 y, and 5000 in the first column, which a crop of 6 leaves out. */
Image
Ramp()
{
  Image image;
  image.channels = { "Alexa 488" };
  image.planes = { MakePlane(10, 8, [](unsigned x, unsigned y) {
                     return x == 0 ? 5000.0F : static_cast<float>(x + 10 * y);
                   }).GetPointer() };
  return image;
}

Table
Files(std::size_t sites)
{
  Table::Text names, paths;
  for (std::size_t site = 1; site <= sites; ++site)
  {
    names.push_back(std::to_string(site));
    paths.push_back("site" + names.back() + ".tif");
  }
  Table table;
  table.Add("site", names);
  table.Add("channel", Table::Text(sites, "Alexa 488"));
  table.Add("path", paths);
  table.Add("size", Table::Integer(sites, 1000));
  return table;
}

std::unique_ptr<NodeHarness>
Compressed(std::size_t sites, const std::string & role, Json params)
{
  params["crop_px"] = 6;
  auto node = std::make_unique<NodeHarness>("pheno.compress_screen", params);
  node->At({ { "plate", "P 1" }, { "well", "B02" } }).In("files", Files(sites));
  node->In("wells", Table({ "plate", "well", "role" }, { { "P 1", "B02", role } }));
  for (std::size_t site = 1; site <= sites; ++site)
  {
    node->In("images", Ramp(), OneAxis("site", std::to_string(site)));
  }
  node->Run();
  return node;
}
} // namespace

TEST_CASE("compress_screen keeps the middle of few sites in 8 bit")
{
  const auto       node = Compressed(9, "treated", { { "low_percentile", 0 }, { "high_percentile", 100 } });
  const Ptr<Table> index = node->Out<Table>("index");
  REQUIRE(index->Rows() == 6);
  CHECK(index->Texts("site") == Table::Text{ "1", "2", "3", "4", "5", "6" });
  CHECK(index->Cell(0, "path") == "images/P-1_B02/P-1_B02_1_Alexa-488.png");
  CHECK(index->Numbers("low")[0] == 12); // x and y start at 2 and 1
  CHECK(index->Numbers("high")[0] == 67);
  const fs::path       file = node->Out<File>("files")->path / "P-1_B02_1_Alexa-488.png";
  const Plane::Pointer plane = ReadPlane(file, 0);
  REQUIRE(plane->GetBufferedRegion().GetSize() == itk::Size<2>{ { 6, 6 } });
  CHECK(plane->GetPixel({ { 0, 0 } }) == 0);
  CHECK(plane->GetPixel({ { 5, 5 } }) == 255);
  CHECK(plane->GetPixel({ { 1, 2 } }) == std::floor(21.0 / 55 * 255));
  CHECK(index->Cell(0, "size") == std::to_string(fs::file_size(file)));

  const Ptr<Table> sizes = node->Out<Table>("sizes");
  CHECK(sizes->Numbers("sites")[0] == 9);
  CHECK(sizes->Numbers("kept_sites")[0] == 6);
  CHECK(sizes->Numbers("bytes")[0] == 9000);
  CHECK(sizes->Numbers("ratio")[0] == doctest::Approx(9000 / sizes->Numbers("kept_bytes")[0]));
}

TEST_CASE("compress_screen makes an OME-Zarr plate of a well that pheno-run index lists")
{
  const auto node =
    Compressed(9, "negcon", { { "format", "ome_zarr" }, { "low_percentile", 0 }, { "high_percentile", 100 } });
  const Ptr<Table> index = node->Out<Table>("index");
  const fs::path   folder = node->Out<File>("files")->path;
  REQUIRE(index->Rows() == 3);
  CHECK(index->Texts("site") == Table::Text{ "1", "2", "3" });
  CHECK(index->Cell(2, "path") == "images/P-1_B02/P-1.zarr/B/2/2/0");
  CHECK(index->Cell(2, "page") == "0");
  CHECK(index->Numbers("high")[0] == 67);
  const fs::path array = folder / "P-1.zarr/B/2/2/0";
  CHECK_NOTHROW(VerifyIndexed(array, index->Cell(2, "size"), index->Cell(2, "digest"), 0));
  const Plane::Pointer plane = ReadPlane(array, 0);
  REQUIRE(plane->GetBufferedRegion().GetSize() == itk::Size<2>{ { 6, 6 } });
  CHECK(plane->GetPixel({ { 1, 2 } }) == std::floor(21.0 / 55 * 255));
  CHECK(DescribePlane(array).bits == 8);

  const Table listed = MakeIndex("ome_zarr", folder, folder, {}).table;
  REQUIRE(listed.Rows() == 3);
  CHECK(listed.Texts("plate") == Table::Text(3, "P 1"));
  CHECK(listed.Texts("well") == Table::Text(3, "B02"));
  CHECK(listed.Texts("channel") == Table::Text(3, "Alexa 488"));
  CHECK(listed.Texts("path").back() == "P-1.zarr/B/2/2/0");
  CHECK(listed.Texts("digest") == index->Texts("digest"));
  const ScreenIndex ours = NormalizeIndex(*index, folder);
  CHECK(ours.table.Texts("size") == listed.Texts("size"));
  CHECK(node->Out<Table>("sizes")->Numbers("kept_bytes")[0] > 3 * 36);
  CHECK(Compressed(9, "treated", { { "format", "ome_zarr" }, { "sites", 0 } })->Out<Table>("index")->Rows() == 0);
}

TEST_CASE("compress_screen of a whole plate makes one OME-Zarr plate and a row of sizes a well")
{
  Image two = Ramp();
  two.channels.push_back("DNA");
  two.planes.push_back(two.planes.front());
  Table::Text wells, sites, paths;
  NodeHarness node("pheno.compress_screen", { { "format", "ome_zarr" }, { "crop_px", 6 } });
  node.At({ { "plate", "P" } });
  for (const char * well : { "A01", "B03" })
  {
    for (const char * site : { "1", "2", "3", "4" })
    {
      wells.push_back(well);
      sites.push_back(site);
      paths.push_back(std::string(well) + site);
      if (wells.size() != 2) // a site that could not be read
      {
        node.In("images", two, Shard({ { "plate", "P" }, { "well", well }, { "site", site } }));
      }
    }
  }
  Table files;
  files.Add("well", wells);
  files.Add("site", sites);
  files.Add("path", paths);
  files.Add("channel", Table::Text(8, "DNA"));
  files.Add("size", Table::Integer(8, 100));
  node.In("files", files);
  node.In("wells", Table({ "plate", "well", "role" }, { { "P", "A01", "negcon" }, { "P", "B03", "treated" } }));
  node.Run();
  const Ptr<Table> sizes = node.Out<Table>("sizes");
  CHECK(sizes->Texts("well") == Table::Text{ "A01", "B03" });
  CHECK(sizes->Texts("role") == Table::Text{ "negcon", "treated" });
  CHECK(sizes->Numbers("kept_sites") == Table::Real{ 3, 4 });
  CHECK(sizes->Numbers("bytes") == Table::Real{ 400, 400 });
  CHECK(sizes->Numbers("kept_files") == Table::Real{ 6, 8 });
  const fs::path folder = node.Out<File>("files")->path;
  const Table    listed = MakeIndex("ome_zarr", folder, folder, {}).table;
  REQUIRE(listed.Rows() == 14);
  CHECK(listed.Texts("well").front() == "A01");
  CHECK(listed.Texts("well").back() == "B03");
  const Ptr<Table> index = node.Out<Table>("index");
  CHECK(index->Cell(1, "page") == "1");
  CHECK(index->Cell(2, "site") == "3");
  CHECK(index->Cell(13, "path") == "images/P/P.zarr/B/3/3/0");
}

TEST_CASE("compress_screen keeps by role, and nothing of wells that are left out")
{
  CHECK(Compressed(9, "negcon", Json::object())->Out<Table>("index")->Rows() == 3);
  CHECK(Compressed(9, "poscon", Json::object())->Out<Table>("index")->Rows() == 4);
  CHECK(Compressed(2, "treated", Json::object())->Out<Table>("index")->Rows() == 2);
  const auto none = Compressed(9, "treated", { { "sites", 0 } });
  CHECK(none->Out<Table>("index")->Rows() == 0);
  CHECK(std::isinf(none->Out<Table>("sizes")->Numbers("ratio")[0]));
  CHECK_THROWS_AS(Compressed(1, "", { { "low_percentile", 60 }, { "high_percentile", 40 } }), Error);
}

TEST_CASE("collect_compressed puts wells together and adds up what was saved")
{
  const auto  first = Compressed(9, "negcon", Json::object());
  const auto  second = Compressed(9, "treated", Json::object());
  NodeHarness node("pheno.collect_compressed");
  for (const auto & well : { first.get(), second.get() })
  {
    const Shard shard = OneAxis("well", well == first.get() ? "B02" : "B03");
    node.In("index", *well->Out<Table>("index"), shard).In("sizes", *well->Out<Table>("sizes"), shard);
  }
  node.Run();
  CHECK(node.Out<Table>("index")->Rows() == 9);
  const Ptr<Table> ratios = node.Out<Table>("ratios");
  CHECK(ratios->Texts("plate") == Table::Text{ "P 1", "P 1", "P 1", "all" });
  CHECK(ratios->Texts("role") == Table::Text{ "all", "negcon", "treated", "all" });
  CHECK(ratios->Numbers("wells") == Table::Real{ 2, 1, 1, 2 });
  CHECK(ratios->Numbers("kept_sites") == Table::Real{ 9, 3, 6, 9 });
  CHECK(ratios->Numbers("bytes") == Table::Real{ 18000, 9000, 9000, 18000 });
}

TEST_CASE("compress_screen refuses two channels whose files would be one")
{
  Image image = Ramp();
  image.channels = { "Alexa 488", "Alexa-488" };
  image.planes.push_back(image.planes.front());
  NodeHarness node("pheno.compress_screen", { { "crop_px", 0 } });
  node.At({ { "plate", "P1" }, { "well", "B02" } }).In("files", Files(1)).In("images", image, OneAxis("site", "1"));
  CHECK_THROWS_AS(node.Run(), Error);
}

#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoModel.h"
#include "phenoOmeZarr.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"
#include "phenoTiff.h"

#include <cmath>
#include <fstream>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Writes a 16-bit ramp and lists it. */
std::vector<std::string>
RampRow(const TemporaryFolder & folder, const std::string & channel, unsigned side = 4, std::uint16_t step = 1)
{
  std::vector<std::uint16_t> pixels(side * side);
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    pixels[i] = static_cast<std::uint16_t>(i * step);
  }
  const fs::path path = folder / (channel + ".tif");
  WriteTiff16(path, pixels.data(), side, side);
  return { "1", channel, path.string(), std::to_string(fs::file_size(path)), QuickDigest(path), "0" };
}

Table
Files(const std::vector<std::vector<std::string>> & rows)
{
  return Table({ "site", "channel", "path", "size", "digest", "page" }, rows);
}
} // namespace

TEST_CASE("read_site reads channels in the order asked for")
{
  const TemporaryFolder folder;
  NodeHarness           node("pheno.read_site", { { "channels", { "b", "a" } } });
  node.In("files", Files({ RampRow(folder, "a"), RampRow(folder, "b", 4, 2) })).Run();
  const Ptr<Image> image = node.Out<Image>("image");
  CHECK(image->channels == std::vector<std::string>{ "b", "a" });
  CHECK(image->Plane("b")->GetPixel({ { 3, 3 } }) == 30);
  CHECK(image->Plane("a")->GetPixel({ { 3, 3 } }) == 15);
}

TEST_CASE("read_site quarantines what the files are, and fails for what the machine did")
{
  const TemporaryFolder folder;
  const auto            good = RampRow(folder, "a");
  SUBCASE("a channel the index lacks")
  {
    NodeHarness node("pheno.read_site", { { "channels", { "a", "z" } } });
    CHECK_THROWS_WITH_AS(node.In("files", Files({ good })).Run(), "channel 'z' is missing; the index has a", BadData);
  }
  SUBCASE("a file that was missing when it was indexed")
  {
    NodeHarness node("pheno.read_site");
    CHECK_THROWS_AS(node.In("files", Files({ good, { "1", "b", (folder / "b.tif").string(), "", "", "0" } })).Run(),
                    BadData);
  }
  SUBCASE("planes of different sizes")
  {
    NodeHarness node("pheno.read_site");
    CHECK_THROWS_AS(node.In("files", Files({ good, RampRow(folder, "b", 5) })).Run(), BadData);
  }
  SUBCASE("all planes blank; a single blank plane is read")
  {
    NodeHarness one("pheno.read_site");
    CHECK_NOTHROW(one.In("files", Files({ good, RampRow(folder, "b", 4, 0) })).Run());
    NodeHarness all("pheno.read_site", { { "channels", { "b" } } });
    CHECK_THROWS_WITH_AS(all.In("files", Files({ RampRow(folder, "b", 4, 0) })).Run(), "every plane is blank", BadData);
  }
  SUBCASE("a truncated file whose index row is of the truncated file")
  {
    fs::resize_file(folder / "a.tif", 100);
    NodeHarness node("pheno.read_site");
    CHECK_THROWS_AS(
      node.In("files", Files({ { "1", "a", (folder / "a.tif").string(), "100", QuickDigest(folder / "a.tif"), "0" } }))
        .Run(),
      BadData);
  }
  SUBCASE("a file that changed since it was indexed fails, it is not bad data")
  {
    RampRow(folder, "a", 4, 3);
    NodeHarness node("pheno.read_site");
    bool        machine = false;
    try
    {
      node.In("files", Files({ good })).Run();
    }
    catch (const BadData &)
    {}
    catch (const Error & error)
    {
      machine = std::string(error.what()).find("changed since it was indexed") != std::string::npos;
    }
    CHECK(machine);
  }
}

TEST_CASE("read_site reads planes of a Zarr array and projects stacks")
{
  const TemporaryFolder folder;
  OmeZarrStack          stack{ { "a", "b" }, 1, 2, {} };
  for (int i = 0; i < 4; ++i)
  {
    const auto plane = Plane::New();
    plane->SetRegions(itk::Size<2>{ { 3, 3 } });
    plane->Allocate();
    plane->FillBuffer(10);
    plane->SetPixel({ { 1, 1 } }, static_cast<float>(i == 1 ? 4 : 20 * i)); // 0, 4, 40, 60
    stack.planes.push_back(plane.GetPointer());
  }
  const fs::path array = folder / "s.zarr/0";
  WriteOmeZarrImage(folder / "s.zarr", stack);
  const auto files = [&](const std::vector<unsigned> & pages, const std::string & t) {
    std::vector<std::vector<std::string>> rows;
    for (const unsigned page : pages)
    {
      const PlaneIdentity identity = IdentifyPlane(array, page, true);
      rows.push_back({ "1",
                       page < 2 ? "a" : "b",
                       array.string(),
                       identity.size,
                       identity.digest,
                       std::to_string(page),
                       std::to_string(page % 2),
                       page == 1 ? t : "0" });
    }
    return Table({ "site", "channel", "path", "size", "digest", "page", "z", "t" }, rows);
  };
  const auto centres = [&](const std::string & projection) {
    NodeHarness node("pheno.read_site", { { "projection", projection } });
    node.In("files", files({ 0, 1, 2, 3 }, "0")).Run();
    const Ptr<Image> image = node.Out<Image>("image");
    CHECK(image->channels == std::vector<std::string>{ "a", "b" });
    return std::vector<float>{ image->Plane("a")->GetPixel({ { 1, 1 } }), image->Plane("b")->GetPixel({ { 1, 1 } }) };
  };
  CHECK(centres("maximum") == std::vector<float>{ 4, 60 });
  CHECK(centres("mean") == std::vector<float>{ 2, 50 });
  CHECK(centres("best_focus") == std::vector<float>{ 0, 60 }); // |4 * (10 - centre)|: 40 before 24, 200 after 120
  NodeHarness one("pheno.read_site");
  CHECK(one.In("files", files({ 1, 2 }, "0")).Run().Out<Image>("image")->Plane("b")->GetPixel({ { 1, 1 } }) == 40);
  NodeHarness several("pheno.read_site");
  CHECK_THROWS_WITH_AS(several.In("files", files({ 0, 1 }, "0")).Run(),
                       "channel 'a' has 2 planes; choose a projection: maximum, mean or best_focus",
                       Error);
  NodeHarness times("pheno.read_site");
  CHECK_THROWS_WITH_AS(times.In("files", files({ 0, 1 }, "7")).Run(),
                       "the site has the time points 0, 7; add \"t\" to the axes that the step runs each of",
                       Error);
}

TEST_CASE("audit_screen says what every file holds")
{
  const TemporaryFolder folder;
  auto                  truncated = RampRow(folder, "cut");
  fs::resize_file(folder / "cut.tif", 60);
  truncated[3] = "60";
  truncated[4] = QuickDigest(folder / "cut.tif");
  const auto holes = Plane::New();
  holes->SetRegions(itk::Size<2>{ { 4, 4 } });
  holes->Allocate();
  holes->FillBuffer(std::nanf(""));
  const fs::path path = folder / "holes.tif";
  WriteTiffFloat(path, { holes.GetPointer() });
  NodeHarness node("pheno.audit_screen", { { "channels", { "a", "z" } } });
  node.At({ { "plate", "P" }, { "well", "B02" } })
    .In("files",
        Files({ RampRow(folder, "a"),
                RampRow(folder, "blank", 4, 0),
                truncated,
                { "1", "holes", path.string(), std::to_string(fs::file_size(path)), QuickDigest(path), "0" },
                { "1", "gone", (folder / "gone.tif").string(), "", "", "0" } }))
    .In("wells", Table({ "plate", "well" }, {}))
    .Run();
  const Ptr<Table> audit = node.Out<Table>("audit");
  CHECK(audit->Texts("status") == Table::Text{ "ok", "blank", "bad", "bad", "missing", "missing" });
  CHECK(audit->Texts("reason")[3] == path.string() + ": 16 of its 16 pixels are no finite numbers");
  CHECK(audit->Texts("channel").back() == "z");
  CHECK(audit->Numbers("maximum")[0] == 15);
  CHECK(audit->Numbers("mean")[0] == 7.5);
  CHECK(audit->Numbers("bits")[0] == 16);
  CHECK(audit->Texts("in_plate_map") == Table::Text(6, "no"));
}

TEST_CASE("audit_screen of a well without files gives a table without rows")
{
  NodeHarness node("pheno.audit_screen");
  node.At({ { "plate", "P" }, { "well", "B02" } }).In("files", Files({})).Run();
  CHECK(node.Out<Table>("audit")->Rows() == 0);
}

TEST_CASE("illumination: a vignette with an offset is found and divided out")
{
  const auto vignette = [](unsigned x, unsigned y) {
    const double r2 = (std::pow(x - 31.5, 2) + std::pow(y - 31.5, 2)) / (2 * 31.5 * 31.5);
    return 1 - 0.4 * r2;
  };
  NodeHarness estimate("pheno.estimate_illumination", { { "estimate_offset", false }, { "offset", 20 } });
  for (int site = 0; site < 30; ++site)
  {
    Image image;
    image.channels = { "dna" };
    image.planes = { MakePlane(64, 64, [&](unsigned x, unsigned y) {
                       return static_cast<float>(20 + (100 + site) * vignette(x, y));
                     }).GetPointer() };
    estimate.In("images", std::move(image), OneAxis("site", std::to_string(site)));
  }
  estimate.Run();
  const Ptr<Image> field = estimate.Out<Image>("field");
  const Ptr<Table> levels = estimate.Out<Table>("levels");
  CHECK(levels->Numbers("offset")[0] == 20);
  CHECK(levels->Numbers("sites")[0] == 30);

  Image image;
  image.channels = { "dna" };
  image.planes = { MakePlane(64, 64, [&](unsigned x, unsigned y) {
                     return static_cast<float>(20 + 100 * vignette(x, y));
                   }).GetPointer() };
  NodeHarness correct("pheno.correct_illumination");
  correct.In("image", image).In("field", *field).In("levels", *levels).Run();
  const auto plane = correct.Out<Image>("image")->Plane("dna");
  CHECK(plane->GetPixel({ { 0, 0 } }) == doctest::Approx(plane->GetPixel({ { 32, 32 } })).epsilon(0.02));

  NodeHarness other("pheno.correct_illumination");
  CHECK_THROWS_AS(other.In("image", ConstantImage(5, 32)).In("field", *field).Run(), BadData);
}

TEST_CASE("illumination of no good site is bad data; of constant sites it is flat")
{
  NodeHarness none("pheno.estimate_illumination");
  CHECK_THROWS_AS(none.Empty("images").Run(), BadData);
  NodeHarness constant("pheno.estimate_illumination");
  constant.In("images", ConstantImage(50)).Run();
  const auto flat = constant.Out<Image>("field")->Plane("dna");
  CHECK(flat->GetPixel({ { 0, 0 } }) == doctest::Approx(1));
  CHECK(flat->GetPixel({ { 63, 63 } }) == doctest::Approx(1));
}

TEST_CASE("segment and crop: 16 discs become 16 cells with their measurements")
{
  NodeHarness segment("pheno.segment_cells", { { "nucleus_channel", "dna" }, { "cell_channel", "body" } });
  segment.In("image", DiscImage()).Run();
  NodeHarness crop("pheno.crop_cells", { { "size_px", 32 } });
  crop.At({ { "plate", "P" }, { "well", "B02" }, { "site", "1" } })
    .In("image", DiscImage())
    .In("cells", *segment.Out<Labels>("cells"))
    .In("nuclei", *segment.Out<Labels>("nuclei"))
    .Run();
  const Ptr<Crops> crops = crop.Out<Crops>("crops");
  CHECK(crops->shape == std::array<std::size_t, 4>{ 16, 2, 32, 32 });
  CHECK(crops->table.Texts("Metadata_Well")[15] == "B02");
  // A disc of radius 8 has about 201 pixels of 200; smoothing moves its edge by less than one.
  CHECK(crops->table.Numbers("Nuclei_AreaShape_Area")[5] == doctest::Approx(201).epsilon(0.15));
  CHECK(crops->table.Numbers("Cells_Intensity_NucleusCytoplasmRatio_body")[5] == doctest::Approx(1).epsilon(0.1));
  const auto * pixels = static_cast<const std::uint16_t *>(crops->pixels);
  CHECK(pixels[16 * 32 + 16] == 200);
}

TEST_CASE("segment and crop: a constant field has no cells, and that is no error")
{
  NodeHarness segment("pheno.segment_cells", { { "nucleus_channel", "dna" } });
  segment.In("image", ConstantImage(7)).Run();
  NodeHarness crop("pheno.crop_cells", { { "size_px", 16 } });
  crop.In("image", ConstantImage(7)).In("cells", *segment.Out<Labels>("cells")).Run();
  const Ptr<Crops> crops = crop.Out<Crops>("crops");
  CHECK(crops->Count() == 0);
  CHECK(crops->shape[1] == 2);
}

TEST_CASE("segment: an unknown channel is named")
{
  NodeHarness segment("pheno.segment_cells", { { "nucleus_channel", "red" } });
  CHECK_THROWS_WITH_AS(segment.In("image", DiscImage()).Run(), "image has no channel 'red'; it has dna, body", Error);
}

TEST_CASE("tile_site keeps tiles with foreground, and none of a constant field")
{
  const Json  params = { { "dna_channel", "dna" }, { "field_px", 64 }, { "tile_px", 32 } };
  NodeHarness tile("pheno.tile_site", params);
  tile.At({ { "plate", "P" }, { "well", "B02" }, { "site", "1" } }).In("image", DiscImage()).Run();
  CHECK(tile.Out<Crops>("crops")->shape == std::array<std::size_t, 4>{ 4, 2, 32, 32 });
  NodeHarness constant("pheno.tile_site", params);
  constant.In("image", ConstantImage(9)).Run();
  CHECK(constant.Out<Crops>("crops")->Count() == 0);
  CHECK_THROWS_AS(NodeHarness("pheno.tile_site", { { "dna_channel", "dna" }, { "tile_px", 100 } }), Error);
}

TEST_CASE("collect_crops appends in shard order and refuses other channels")
{
  NodeHarness collect("pheno.collect_crops");
  collect.In("crops", MakeCrops(2, "P", "A01"), OneAxis("site", "1"))
    .In("crops", MakeCrops(0, "P", "A01"), OneAxis("site", "2"))
    .In("crops", MakeCrops(1, "P", "A01", 500), OneAxis("site", "3"))
    .Run();
  const Ptr<Crops> crops = collect.Out<Crops>("crops");
  CHECK(crops->Count() == 3);
  CHECK(static_cast<const std::uint16_t *>(crops->pixels)[2 * 2 * 64] == 500);
  CHECK(crops->table.Numbers("Cells_AreaShape_Area")[2] == 500);

  Crops other = MakeCrops(1, "P", "A01");
  other.channels = { "dna", "other" };
  CHECK_THROWS_AS(collect.In("crops", other, OneAxis("site", "4")).Run(), Error);
  NodeHarness none("pheno.collect_crops");
  CHECK_THROWS_AS(none.Empty("crops").Run(), BadData);
}

TEST_CASE("render_thumbnails draws the first good site as a JPEG, a constant one too")
{
  for (const Image & image : { DiscImage(), ConstantImage(3) })
  {
    NodeHarness node("pheno.render_thumbnails", { { "size_px", 32 } });
    node.In("images", image)
      .In("levels", Table({ "channel", "low", "high" }, { { "dna", "0", "200" }, { "body", "0", "100" } }))
      .Run();
    std::ifstream file(node.Out<File>("picture")->path.string(), std::ios::binary);
    CHECK(file.get() == 0xFF);
    CHECK(file.get() == 0xD8);
  }
}

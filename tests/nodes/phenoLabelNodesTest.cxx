#include "phenoMessageOf.h"
#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoOmeZarr.h"
#include "phenoPng.h"
#include "phenoTiff.h"

#include <algorithm>
#include <functional>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
LabelMask::Pointer
MakeMask(unsigned width, unsigned height, const std::function<std::uint32_t(unsigned, unsigned)> & number)
{
  const auto mask = LabelMask::New();
  mask->SetRegions(itk::Size<2>{ { width, height } });
  mask->Allocate();
  for (unsigned i = 0; i < width * height; ++i)
  {
    mask->GetBufferPointer()[i] = number(i % width, i / width);
  }
  return mask;
}

/** Two objects, 700 above 9. */
std::uint32_t
TwoRows(unsigned, unsigned y)
{
  return y == 0 ? 700 : y == 2 ? 9 : 0;
}
const std::vector<std::uint32_t> kTwoRows = { 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2 };

/** The site's row of an index, whose image lies in `folder`/images. */
Table
Index(const TemporaryFolder & folder, const std::string & masks)
{
  return Table({ "plate", "well", "site", "channel", "path", "mask" },
               { { "P", "B02", "1", "dna", (folder / "images/a_w1.tif").string(), masks } });
}

struct Reader : NodeHarness
{
  Reader(const TemporaryFolder & folder, const Json & params, const std::string & masks)
    : NodeHarness("pheno.read_labels", params)
  {
    this->At({ { "plate", "P" }, { "well", "B02" }, { "site", "1" } }).In("files", Index(folder, masks));
  }
};

Table
Centres(const std::vector<std::vector<std::string>> & rows)
{
  return Table({ "x", "y" }, rows);
}

struct Seeder : NodeHarness
{
  Seeder(const std::vector<std::vector<std::string>> & rows, double radius)
    : NodeHarness("pheno.seed_labels", { { "x_column", "x" }, { "y_column", "y" }, { "radius_px", radius } })
  {
    this->In("image", ConstantImage(1, 20)).In("centres", Centres(rows));
  }
};
} // namespace

TEST_CASE("read_labels finds masks by a rule or a column and numbers objects in raster order")
{
  const TemporaryFolder folder;
  fs::create_directories(folder / "masks");
  WriteTiffLabels(folder / "masks/P_B02_1.tif", *MakeMask(4, 3, TwoRows));
  const std::vector<std::uint8_t> grey{ 70, 70, 70, 70, 0, 0, 0, 0, 9, 9, 9, 9 };
  WritePng(folder / "masks/a_w1_mask.png", grey, 4, 3);
  const auto plane = MakePlane(4, 3, [](unsigned x, unsigned) { return static_cast<float>(x); });
  WriteOmeZarrImage(folder / "masks/b.zarr", Image{ { "dna" }, { plane.GetPointer() } });
  WriteOmeZarrLabels(folder / "masks/b.zarr", "nuclei", *MakeMask(4, 3, TwoRows));

  const std::string absolute = (folder / "masks").string() + "/{plate}_{well}_{site}.tif";
  for (const Json & params : { Json{ { "rule", absolute } },
                               Json{ { "rule", "../masks/{stem}_mask.png" } },
                               Json{ { "rule", "../masks/b.zarr" } },
                               Json{ { "rule", "../masks/b.zarr" }, { "label", "nuclei" } },
                               Json{ { "column", "mask" } } })
  {
    CAPTURE(params.dump());
    Reader node(folder, params, "../masks/P_B02_1.tif");
    node.In("image", Image{ { "dna" }, { plane.GetPointer() } }).Run();
    CHECK(Numbers(*node.Out<Labels>("labels")) == kTwoRows);
  }
}

TEST_CASE("read_labels says in one sentence what is wrong")
{
  const TemporaryFolder folder;
  const std::string     at = folder.Path().string();
  fs::create_directories(folder / "images");
  WriteTiffLabels(folder / "images/m.tif", *MakeMask(4, 3, TwoRows));
  WriteTiffFloat(folder / "images/m.dat", { MakePlane(4, 3, [](unsigned, unsigned) { return 0.5f; }).GetPointer() });
  const auto message = [&](const Json & params, const std::string & masks = "") {
    Reader node(folder, params, masks);
    node.In("image", ConstantImage(1, 5));
    return MessageOf(node);
  };
  CHECK(message({ { "rule", "m.tif" } }) == at + "/images/m.tif: found 4 x 3 pixels, expected the 5 x 5 of the image");
  CHECK(message({ { "rule", "none.tif" } }) == at + "/images/none.tif: expected a label image, found no file");
  CHECK(message({ { "rule", "{field}.tif" } }) ==
        "rule '{field}.tif': expected {stem} or an axis that the step runs each of, found {field}");
  CHECK(message({ { "column", "mask" } }) == "column 'mask' of the index is empty, expected the path of a label image");
  CHECK(message({ { "rule", "m.dat" } }) == at + "/images/m.dat: expected whole numbers from 0 on, found 0.500000");
  const std::string either = "expected either a column or a rule that says where label images lie, found ";
  CHECK_THROWS_WITH_AS(NodeHarness("pheno.read_labels"), (either + "none").c_str(), Error);
  CHECK_THROWS_WITH_AS(
    NodeHarness("pheno.read_labels", { { "rule", "a" }, { "column", "b" } }), (either + "both").c_str(), Error);

  const auto plane = MakePlane(5, 5, [](unsigned, unsigned) { return 1.0f; });
  WriteOmeZarrImage(folder / "images/c.zarr", Image{ { "dna" }, { plane.GetPointer() } });
  CHECK(message({ { "rule", "c.zarr" } }) ==
        at + "/images/c.zarr: expected one label image or the name of one (label), found none");
}

TEST_CASE("seed_labels draws discs around centres; the nearer centre keeps a pixel")
{
  Seeder node({ { "5", "5" }, { "9", "5" }, { "18.4", "19" } }, 3);
  node.Run();
  const Ptr<Labels> labels = node.Out<Labels>("labels");
  const auto at = [&](itk::IndexValueType x, itk::IndexValueType y) { return labels->mask->GetPixel({ { x, y } }); };
  CHECK(at(5, 5) == 1);
  CHECK(at(2, 5) == 1);
  CHECK(at(1, 5) == 0);
  CHECK(at(7, 5) == 1); // as far from both
  CHECK(at(8, 5) == 2);
  CHECK(at(18, 19) == 3);
  const auto numbers = Numbers(*labels);
  CHECK(std::count(numbers.begin(), numbers.end(), 1u) == 28); // the disc of 29 less its part beyond x = 7

  Seeder points({ { "5", "5" } }, 0);
  points.Run();
  const auto one = Numbers(*points.Out<Labels>("labels"));
  CHECK(std::count(one.begin(), one.end(), 1u) == 1);
  Seeder none(std::vector<std::vector<std::string>>{}, 3);
  CHECK(Numbers(*none.Run().Out<Labels>("labels")) == std::vector<std::uint32_t>(400, 0));
}

TEST_CASE("seed_labels names the row whose centre lies nowhere")
{
  for (const std::string x : { "20", "-1", "" })
  {
    Seeder node({ { "5", "5" }, { x, "5" } }, 3);
    CHECK(MessageOf(node) ==
          "row 2 of the site's centres: found " + x + ", 5, expected a place in an image of 20 x 20 pixels");
  }
}

TEST_CASE("centres from a table become nuclei, cells and crops")
{
  NodeHarness seeds("pheno.seed_labels", { { "x_column", "x" }, { "y_column", "y" }, { "radius_px", 4 } });
  seeds.In("image", DiscImage()).In("centres", Centres({ { "60", "20" }, { "20", "20" } })).Run();
  NodeHarness segment("pheno.segment_cells", { { "nucleus_channel", "dna" }, { "cell_channel", "body" } });
  segment.In("image", DiscImage()).In("nuclei", *seeds.Out<Labels>("labels")).Run();
  const auto cells = Numbers(*segment.Out<Labels>("cells"));
  const auto area = std::count(cells.begin(), cells.end(), 1u);
  CHECK(area == doctest::Approx(616).epsilon(0.1)); // pi 14^2, the cell body of DiscImage
  NodeHarness crop("pheno.crop_cells", { { "size_px", 16 } });
  crop.In("image", DiscImage()).In("cells", *segment.Out<Labels>("cells")).Run();
  CHECK(crop.Out<Crops>("crops")->Count() == 2);

  NodeHarness other("pheno.segment_cells", { { "nucleus_channel", "dna" } });
  other.In("image", ConstantImage(1, 5)).In("nuclei", *seeds.Out<Labels>("labels"));
  CHECK(MessageOf(other) == "nuclei cover 160 x 160 pixels, expected the 5 x 5 of the image");
}

TEST_CASE("segment_cells: every method finds the 16 discs, and cytoplasms are cells without nuclei")
{
  const auto count = [](const Json & more) {
    CAPTURE(more.dump());
    Json params = { { "nucleus_channel", "dna" }, { "cell_channel", "body" } };
    params.update(more);
    NodeHarness node("pheno.segment_cells", params);
    node.In("image", DiscImage()).Run();
    const auto nuclei = Numbers(*node.Out<Labels>("nuclei"));
    const auto cells = Numbers(*node.Out<Labels>("cells"));
    const auto cytoplasm = Numbers(*node.Out<Labels>("cytoplasm"));
    bool       difference = true;
    for (std::size_t i = 0; i < cells.size(); ++i)
    {
      difference = difference && cytoplasm[i] == (nuclei[i] == 0 ? cells[i] : 0);
    }
    CHECK(difference);
    const auto cellArea = std::count_if(cells.begin(), cells.end(), [](std::uint32_t cell) { return cell != 0; });
    CHECK(cellArea == doctest::Approx(16 * 616).epsilon(0.15)); // thresholds differ in half a pixel of smoothed edge
    return *std::max_element(nuclei.begin(), nuclei.end());
  };
  for (const char * method : { "automatic", "otsu", "otsu3", "li", "minimum_cross_entropy", "triangle", "local" })
  {
    CHECK(count({ { "threshold_method", method } }) == 16);
  }
  for (const char * method : { "both", "shape", "intensity", "blobs", "none" })
  {
    CHECK(count({ { "declump_method", method } }) == 16);
  }
  CHECK(count({ { "cell_method", "watershed" } }) == 16);
  CHECK(count({ { "cell_threshold_method", "li" } }) == 16);
  CHECK_THROWS_AS(NodeHarness("pheno.segment_cells", { { "nucleus_channel", "dna" }, { "threshold_method", "yen" } }),
                  DiagnosticsError);
}

TEST_CASE("collect_tables appends in shard order and names a table of other columns")
{
  NodeHarness node("pheno.collect_tables");
  node.In("tables", Table({ "a", "b" }, { { "1", "2" } }), OneAxis("site", "1"))
    .In("tables", Table({ "a", "b" }, {}), OneAxis("site", "2"))
    .In("tables", Table({ "b", "a" }, { { "4", "3" } }), OneAxis("site", "3"))
    .Run();
  CHECK(node.Out<Table>("table")->Texts("a") == Table::Text{ "1", "3" });
  node.In("tables", Table({ "a" }, {}), OneAxis("site", "4"));
  CHECK(MessageOf(node) ==
        "the table of " + OneAxis("site", "4").ToString() + " has the columns a, expected a, b as in those before");
  NodeHarness none("pheno.collect_tables");
  none.Empty("tables");
  CHECK(MessageOf(none) == "there is no table to collect: all tasks are quarantined");
}

#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoImage.h"
#include "phenoModel.h"
#include "phenoNpy.h"

#include <cmath>
#include <fstream>

using namespace pheno;
using namespace pheno::test;

namespace
{
double
Vignette(unsigned x, unsigned y)
{
  const double r2 = (std::pow(x - 31.5, 2) + std::pow(y - 31.5, 2)) / (2 * 31.5 * 31.5);
  return 1 - 0.4 * r2;
}

/** One channel, 64 x 64: what a function of a place says. */
Image
OneChannel(const std::function<double(unsigned, unsigned)> & value)
{
  Image image;
  image.channels = { "dna" };
  image.planes = { MakePlane(64, 64, [&](unsigned x, unsigned y) {
                     return static_cast<float>(value(x, y));
                   }).GetPointer() };
  return image;
}

Table
Offsets(double offset)
{
  return Table({ "channel", "offset" }, { { "dna", std::to_string(offset) } });
}

/** A folder with a field for the plate P, mean 1, written by the node. */
fs::path
Written(NodeHarness & write)
{
  write.At({ { "plate", "P" } }).In("field", OneChannel(Vignette)).In("levels", Offsets(20)).Run();
  return write.Out<File>("files")->path;
}
} // namespace

TEST_CASE("estimate_illumination: every method finds a vignette whose offset it is told")
{
  for (const char * method : { "flat_field", "regular", "percentile", "quarter_scale", "basic" })
  {
    CAPTURE(method);
    NodeHarness estimate("pheno.estimate_illumination",
                         { { "method", method },
                           { "estimate_offset", false },
                           { "offset", 20 },
                           { "smoothing", "polynomial" },
                           { "window_px", 3 },
                           { "smoothing_px", std::string(method) == "percentile" ? 1 : 0 } });
    for (int site = 0; site < 30; ++site)
    {
      estimate.In("images",
                  OneChannel([&](unsigned x, unsigned y) { return 20 + (100 + site) * Vignette(x, y); }),
                  OneAxis("site", std::to_string(site)));
    }
    estimate.Run();
    const auto flat = estimate.Out<Image>("field")->Plane("dna");
    CHECK(estimate.Out<Table>("levels")->Numbers("offset")[0] == 20);
    if (std::string(method) != "quarter_scale") // its median looks at more than the whole of so small a site
    {
      const double across = flat->GetPixel({ { 8, 32 } }) / flat->GetPixel({ { 32, 32 } });
      CHECK(across == doctest::Approx(Vignette(8, 32) / Vignette(32, 32)).epsilon(0.03));
    }
    double sum = 0;
    for (unsigned i = 0; i < 64 * 64; ++i)
    {
      sum += flat->GetBufferPointer()[i];
    }
    CHECK(sum / (64 * 64) == doctest::Approx(1).epsilon(1e-5));
  }
}

TEST_CASE("estimate_illumination: basic finds a dark field that varies, which correct_illumination takes off")
{
  const auto dark = [](unsigned x, unsigned) { return 20 + 4 * (x / 31.5 - 1); };
  const auto site = [&](double baseline) {
    return OneChannel([&](unsigned x, unsigned y) { return dark(x, y) + baseline * Vignette(x, y); });
  };
  NodeHarness estimate("pheno.estimate_illumination", { { "method", "basic" } });
  for (int i = 0; i < 30; ++i)
  {
    estimate.In("images", site(50 + 4 * i), OneAxis("site", std::to_string(i)));
  }
  estimate.Run();
  const auto found = estimate.Out<Image>("dark")->Plane("dna");
  CHECK(found->GetPixel({ { 56, 32 } }) - found->GetPixel({ { 8, 32 } }) ==
        doctest::Approx(dark(56, 32) - dark(8, 32)).epsilon(0.1));

  NodeHarness correct("pheno.correct_illumination");
  correct.In("image", site(100))
    .In("field", *estimate.Out<Image>("field"))
    .In("dark", *estimate.Out<Image>("dark"))
    .In("levels", *estimate.Out<Table>("levels"))
    .Run();
  const auto corrected = correct.Out<Image>("image")->Plane("dna");
  CHECK(corrected->GetPixel({ { 8, 32 } }) == doctest::Approx(corrected->GetPixel({ { 56, 32 } })).epsilon(0.01));
}

TEST_CASE("estimate_illumination: the dark field of other methods is the offset everywhere")
{
  NodeHarness estimate("pheno.estimate_illumination",
                       { { "method", "percentile" }, { "estimate_offset", false }, { "offset", 20 } });
  estimate.In("images", OneChannel([](unsigned x, unsigned y) { return 20 + 100 * Vignette(x, y); })).Run();
  const auto dark = estimate.Out<Image>("dark")->Plane("dna");
  CHECK(dark->GetPixel({ { 0, 0 } }) == 20);
  CHECK(dark->GetPixel({ { 63, 63 } }) == 20);
}

TEST_CASE("estimate_illumination at the scale asked for")
{
  NodeHarness estimate("pheno.estimate_illumination", { { "method", "basic" }, { "normalisation", "maximum_one" } });
  estimate.In("images", OneChannel([](unsigned x, unsigned y) { return 100 * Vignette(x, y); })).Run();
  const auto flat = estimate.Out<Image>("field")->Plane("dna");
  float      greatest = 0;
  for (unsigned i = 0; i < 64 * 64; ++i)
  {
    greatest = std::max(greatest, flat->GetBufferPointer()[i]);
  }
  CHECK(greatest == doctest::Approx(1));
}

TEST_CASE("correct_illumination with and without offset, less the background")
{
  const auto run = [](const Json & params) {
    NodeHarness correct("pheno.correct_illumination", params);
    correct.In("image", OneChannel([](unsigned x, unsigned y) { return x == 5 && y == 5 ? 90 : 50; }))
      .In("field", OneChannel([](unsigned, unsigned) { return 2; }))
      .In("levels", Offsets(10))
      .Run();
    const auto plane = correct.Out<Image>("image")->Plane("dna");
    return std::vector<float>{ plane->GetPixel({ { 0, 0 } }), plane->GetPixel({ { 5, 5 } }) };
  };
  CHECK(run(Json::object()) == std::vector<float>{ 20, 40 }); // (50 - 10) / 2, (90 - 10) / 2
  CHECK(run({ { "subtract_offset", false } }) == std::vector<float>{ 25, 45 });
  CHECK(run({ { "subtract_background", true }, { "background_percentile", 50 } }) == std::vector<float>{ 0, 20 });
}

TEST_CASE("illumination functions are written as CellProfiler names them and read back")
{
  NodeHarness    write("pheno.write_illumination", { { "channels", { { "dna", "DNA" } } } });
  const fs::path folder = Written(write);
  const NpyArray array = ReadNpy(folder / "P" / "P_IllumDNA.npy");
  CHECK(array.shape == std::vector<std::size_t>{ 64, 64 });
  const std::vector<double> values = array.Doubles();
  CHECK(*std::min_element(values.begin(), values.end()) == 1.0); // the robust minimum
  CHECK(values[32 * 64 + 32] > 1.4);
  CHECK(ReadJson(folder / "P" / "P_IllumDNA.json").dump() == R"({"normalisation":"robust_minimum","offset":20})");

  NodeHarness read("pheno.read_illumination", { { "channels", { { "DNA", "dna" } } } });
  read.At({ { "plate", "P" } }).In("files", File{ folder }).Run();
  const auto flat = read.Out<Image>("field")->Plane("dna");
  CHECK(read.Out<Table>("levels")->Numbers("offset")[0] == 20);
  CHECK(flat->GetPixel({ { 8, 32 } }) / flat->GetPixel({ { 32, 32 } }) ==
        doctest::Approx(Vignette(8, 32) / Vignette(32, 32)).epsilon(1e-5));
  double sum = 0;
  for (unsigned i = 0; i < 64 * 64; ++i)
  {
    sum += flat->GetBufferPointer()[i];
  }
  CHECK(sum / (64 * 64) == doctest::Approx(1).epsilon(1e-5));
}

TEST_CASE("a dark field is written and read back; without its file it is the offset")
{
  NodeHarness write("pheno.write_illumination");
  write.At({ { "plate", "P" } })
    .In("field", OneChannel(Vignette))
    .In("dark", OneChannel([](unsigned x, unsigned) { return x - 3.0; }))
    .In("levels", Offsets(28.5))
    .Run();
  const fs::path folder = write.Out<File>("files")->path;
  const auto     darkAt = [&folder](unsigned x) {
    NodeHarness read("pheno.read_illumination");
    read.At({ { "plate", "P" } }).In("files", File{ folder }).Run();
    return read.Out<Image>("dark")->Plane("dna")->GetPixel({ { x, 5 } });
  };
  CHECK(darkAt(0) == -3);
  CHECK(darkAt(40) == 37);
  fs::remove(folder / "P" / "P_Darkdna.npy");
  CHECK(darkAt(0) == 28.5);
}

TEST_CASE("read_illumination: without a sidecar what is said here holds; channels keep their names")
{
  NodeHarness    write("pheno.write_illumination");
  const fs::path folder = Written(write);
  fs::remove(folder / "P" / "P_Illumdna.json");
  NodeHarness read("pheno.read_illumination", { { "stored_as", "mean_one" }, { "normalisation", "none" } });
  read.At({ { "plate", "P" } }).In("files", File{ folder / "P" }).Run();
  CHECK(read.Out<Image>("field")->channels == std::vector<std::string>{ "dna" });
  CHECK(read.Out<Table>("levels")->Numbers("offset")[0] == 0);
  CHECK(read.Messages().at(0).find("P_Illumdna.npy: normalisation mean_one") == 0);
}

TEST_CASE("read_illumination refuses what is no field and a plate without files")
{
  const TemporaryFolder folder;
  const auto            run = [&folder] {
    NodeHarness read("pheno.read_illumination");
    read.At({ { "plate", "P" } }).In("files", File{ folder.Path() }).Run();
  };
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("found no P_Illum<channel>.npy"), Error);
  const fs::path           npy = folder / "P_IllumDNA.npy";
  const std::vector<float> values = { 1, 2, 0, 4 };
  WriteNpy(npy, NpyArray::Type::Float32, { 4 }, values.data());
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("array of 1 axes"), BadData);
  WriteNpy(npy, NpyArray::Type::Float32, { 2, 2 }, values.data());
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("value 2 is 0"), BadData);
  const std::vector<float> good = { 1, 2, 3, 4 };
  WriteNpy(npy, NpyArray::Type::Float32, { 2, 2 }, good.data());
  std::ofstream((folder / "P_IllumDNA.json").string()) << R"({"normalisation": "brightest", "offset": 0})";
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("found the normalisation 'brightest'"), BadData);
}

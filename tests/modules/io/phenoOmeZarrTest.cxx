#include "phenoOmeZarr.h"

#include "phenoOmeZarrMaker.h"
#include "phenoReadPlane.h"

using namespace pheno;
using test::MakePlane;

namespace
{
OmeZarrOptions
Options(unsigned zarr, bool shard = false)
{
  OmeZarrOptions options;
  options.zarr = zarr;
  options.shard = shard;
  options.chunk = 16;
  options.pixelSize = 0.65;
  return options;
}

Image
TwoChannels()
{
  return { { "DNA", "Actin" }, { MakePlane(40, 30, 0), MakePlane(40, 30, 5000) } };
}

std::string
Refusal(const fs::path & folder)
{
  return test::MessageOf<BadData>([&] { ReadOmeZarrImage(folder); });
}

/** A file of a group, changed. */
void
Edit(const fs::path & file, const std::function<void(Json &)> & change)
{
  Json json = Json::parse(test::Read(file));
  change(json);
  test::Write(file, json.dump());
}
} // namespace

TEST_CASE("an image keeps its pixels, channels and pixel size in both versions, sharded or not")
{
  for (const auto & [zarr, shard] : { std::pair(2u, false), std::pair(3u, false), std::pair(3u, true) })
  {
    CAPTURE(zarr);
    CAPTURE(shard);
    const test::TemporaryFolder folder;
    WriteOmeZarrImage(folder / "a.zarr", TwoChannels(), Options(zarr, shard));
    const OmeZarrImage image = ReadOmeZarrImage(folder / "a.zarr");
    CHECK(image.version == (zarr == 2 ? "0.4" : "0.5"));
    CHECK(image.channels == std::vector<std::string>{ "DNA", "Actin" });
    CHECK(image.shape == ZarrSizes{ 2, 30, 40 });
    CHECK(image.type.Name() == "uint16");
    REQUIRE(image.levels.size() == 1);
    CHECK(image.levels[0].scale == std::vector<double>{ 1, 0.65, 0.65 });
    CHECK(image.axes.back().unit == "micrometer");
    const Image read = ReadOmeZarrChannels(image);
    CHECK(test::SamePixels(*read.Plane("DNA"), *MakePlane(40, 30, 0)));
    CHECK(test::SamePixels(*read.Plane("Actin"), *MakePlane(40, 30, 5000)));
    // The same through the path and page of an index row, by the array or by the image.
    CHECK(test::SamePixels(*ReadPlane(folder / "a.zarr/0", 1), *MakePlane(40, 30, 5000)));
    CHECK(test::SamePixels(*ReadPlane(folder / "a.zarr", 1), *MakePlane(40, 30, 5000)));
    CHECK(DescribePlane(folder / "a.zarr/0", 1).width == 40);
    CHECK(DescribePlane(folder / "a.zarr/0", 1).bits == 16);
    CHECK_HOLDS(test::MessageOf<BadData>([&] { ReadPlane(folder / "a.zarr/0", 2); }), "has no plane 2, only 2");
  }
}

TEST_CASE("planes of a stack are found by channel, z and t, whatever the order of the axes")
{
  const test::TemporaryFolder folder;
  OmeZarrStack                stack{ { "a", "b" }, 2, 3, {} };
  for (int i = 0; i < 12; ++i)
  {
    stack.planes.push_back(MakePlane(8, 6, static_cast<float>(100 * i)));
  }
  WriteOmeZarrImage(folder / "s.zarr", stack, Options(3));
  OmeZarrImage image = ReadOmeZarrImage(folder / "s.zarr");
  CHECK(image.shape == ZarrSizes{ 2, 2, 3, 6, 8 });
  CHECK(image.Page(1, 2, 0) == 5); // t, c, z: (0 * 2 + 1) * 3 + 2
  CHECK(image.Page(0, 1, 1) == 7);
  CHECK(test::SamePixels(*ReadOmeZarrChannels(image, 1, 1).Plane("a"), *MakePlane(8, 6, 700)));
  CHECK_HOLDS(test::MessageOf([&] { image.Page(2, 0, 0); }), "has no plane of channel 2");
  // The same array read as z, c, t.
  Edit(folder / "s.zarr/zarr.json", [](Json & json) {
    Json & axes = json["attributes"]["ome"]["multiscales"][0]["axes"];
    axes[0] = { { "name", "z" }, { "type", "space" } };
    axes[2] = { { "name", "t" }, { "type", "time" } };
  });
  image = ReadOmeZarrImage(folder / "s.zarr");
  CHECK(image.SizeOf("z") == 2);
  CHECK(image.SizeOf("t") == 3);
  CHECK(image.Page(0, 1, 1) == 7); // z, c, t: (1 * 2 + 0) * 3 + 1
}

TEST_CASE("types: 8 bits are rounded and clamped, floats are kept")
{
  const test::TemporaryFolder folder;
  const auto                  plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 4, 1 } });
  plane->Allocate();
  const float values[] = { -3, 1.5F, 2.4F, 300 };
  std::copy_n(values, 4, plane->GetBufferPointer());
  const auto write = [&](ZarrType type) {
    OmeZarrOptions options;
    options.type = type;
    WriteOmeZarrImage(folder / type.Name(), Image{ { "a" }, { plane.GetPointer() } }, options);
    const Plane::Pointer read = ReadPlane(folder / type.Name());
    return std::vector<float>(read->GetBufferPointer(), read->GetBufferPointer() + 4);
  };
  CHECK(write({ ZarrType::Kind::Unsigned, 1 }) == std::vector<float>{ 0, 2, 2, 255 });
  CHECK(write({ ZarrType::Kind::Unsigned, 2 }) == std::vector<float>{ 0, 2, 2, 300 });
  CHECK(write({ ZarrType::Kind::Float, 4 }) == std::vector<float>{ -3, 1.5F, 2.4F, 300 });
}

TEST_CASE("labels are found by name")
{
  for (const unsigned zarr : { 2u, 3u })
  {
    const test::TemporaryFolder folder;
    WriteOmeZarrImage(folder / "a.zarr", TwoChannels(), Options(zarr));
    const auto mask = LabelMask::New();
    mask->SetRegions(itk::Size<2>{ { 40, 30 } });
    mask->Allocate(true);
    mask->GetBufferPointer()[41] = 4000000000u;
    WriteOmeZarrLabels(folder / "a.zarr", "nuclei", *mask, Options(zarr));
    WriteOmeZarrLabels(folder / "a.zarr", "cells", *mask, Options(zarr));
    const OmeZarrImage image = ReadOmeZarrImage(folder / "a.zarr");
    CHECK(image.labels == std::vector<std::string>{ "nuclei", "cells" });
    const LabelMask::Pointer read = ReadOmeZarrLabels(image, "cells");
    CHECK(read->GetBufferPointer()[41] == 4000000000u);
    CHECK(read->GetBufferPointer()[40] == 0);
    CHECK_HOLDS(test::MessageOf([&] { ReadOmeZarrLabels(image, "x"); }), "has no labels 'x'; it has nuclei, cells");
    CHECK_HOLDS(test::MessageOf([&] { WriteOmeZarrLabels(folder / "a.zarr", "cells", *mask, Options(zarr)); }),
                "cannot be called 'cells'");
  }
}

TEST_CASE("older metadata: axes as names, or none at all; the version with the image or with the group")
{
  const test::TemporaryFolder folder;
  WriteOmeZarrImage(folder / "a", TwoChannels(), Options(2));
  const fs::path attributes = folder / "a/.zattrs";
  Edit(attributes, [](Json & json) {
    json["multiscales"][0]["axes"] = { "c", "y", "x" };
    json["multiscales"][0]["version"] = "0.3";
    json.erase("omero");
  });
  const OmeZarrImage image = ReadOmeZarrImage(folder / "a");
  CHECK(image.version == "0.3");
  CHECK(image.channels == std::vector<std::string>{ "1", "2" });
  Edit(attributes, [](Json & json) {
    json["multiscales"][0].erase("axes");
    json["multiscales"][0]["datasets"][0].erase("coordinateTransformations");
  });
  CHECK_HOLDS(Refusal(folder / "a"), "has 3 axes, the image declares 5");
  Edit(attributes, [](Json & json) { json["multiscales"][0]["version"] = "9.9"; });
  CHECK_HOLDS(Refusal(folder / "a"), "expected a version of OME-NGFF from 0.1 to 0.5, got \"9.9\"");
}

TEST_CASE("metadata that lead elsewhere or do not fit are refused")
{
  const test::TemporaryFolder folder;
  const auto                  refusal = [&](const std::function<void(Json &)> & change) {
    fs::remove_all(folder / "a");
    WriteOmeZarrImage(folder / "a", TwoChannels(), Options(3));
    Edit(folder / "a/zarr.json", [&](Json & json) { change(json["attributes"]["ome"]); });
    return Refusal(folder / "a");
  };
  CHECK_HOLDS(refusal([](Json & ome) { ome["multiscales"][0]["datasets"][0]["path"] = "../b"; }),
              "expected a path below the group, got \"../b\"");
  CHECK_HOLDS(refusal([](Json & ome) { ome["multiscales"][0]["datasets"][0]["path"] = "/etc"; }), "below the group");
  CHECK_HOLDS(refusal([](Json & ome) { ome["multiscales"][0]["datasets"] = Json::array(); }),
              "/multiscales/0/datasets");
  CHECK_HOLDS(refusal([](Json & ome) { ome["multiscales"][0]["axes"][0]["name"] = "q"; }), "expected axes among t, c");
  CHECK_HOLDS(
    refusal([](Json & ome) { std::swap(ome["multiscales"][0]["axes"][0], ome["multiscales"][0]["axes"][2]); }),
    "expected y and x as the last axes");
  CHECK_HOLDS(refusal([](Json & ome) { ome["omero"]["channels"].erase(0); }), "expected as many channels");
  CHECK_HOLDS(refusal([](Json & ome) { ome.erase("multiscales"); }), "without metadata of an image");
  CHECK_HOLDS(refusal([](Json & ome) { ome["multiscales"] = 3; }), "expected a list, got 3");
}

TEST_CASE("a plate is never opened as its first image")
{
  for (const unsigned zarr : { 2u, 3u })
  {
    const test::TemporaryFolder folder;
    test::MakePlate(folder / "P1.zarr", zarr);
    CHECK_HOLDS(Refusal(folder / "P1.zarr"), "is a plate; index it with the layout ome_zarr, expected one image");
    CHECK_HOLDS(Refusal(folder / "P1.zarr/B/3"), "is a well; its images lie below it");
    CHECK_HOLDS(test::MessageOf<BadData>([&] { ReadPlane(folder / "P1.zarr"); }), "is a plate");
    CHECK(IsOmeZarrPlate(folder / "P1.zarr"));
    CHECK_FALSE(IsOmeZarrPlate(folder / "P1.zarr/B/3"));
  }
}

TEST_CASE("writing twice gives the same bytes")
{
  const test::TemporaryFolder folder;
  test::MakePlate(folder / "1/P1.zarr", 3);
  test::MakePlate(folder / "2/P1.zarr", 3);
  std::size_t files = 0;
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder / "1"))
  {
    if (fs::is_regular_file(entry.status()))
    {
      ++files;
      CHECK(test::Read(entry.path()) ==
            test::Read(folder / "2" / entry.path().lexically_relative(folder / "1").string()));
    }
  }
  CHECK(files > 10);
}

#include "phenoCrops.h"
#include "phenoImage.h"
#include "phenoProfiles.h"

#include "phenoTestFiles.h"

using namespace pheno;

TEST_CASE("crops own their pixels and check that everything fits")
{
  const Table table({ "Metadata_Well" }, { { "A01" }, { "A02" } });
  const Crops crops =
    Crops::Own(std::vector<std::uint16_t>(2 * 3 * 4 * 5, 7), { 2, 3, 4, 5 }, { "a", "b", "c" }, table);
  CHECK(crops.Count() == 2);
  CHECK(crops.PixelsPerCrop() == 60);
  CHECK(crops.type == Crops::Type::UInt16);
  CHECK(static_cast<const std::uint16_t *>(crops.pixels)[119] == 7);
  const Crops copy = crops; // shares the pixels
  CHECK(copy.pixels == crops.pixels);
  CHECK(Crops::BytesPerPixel(Crops::Type::UInt8) == 1);
  CHECK(Crops::BytesPerPixel(Crops::Type::Float32) == 4);

  CHECK_HOLDS(test::MessageOf([&] {
                Crops::Own(std::vector<float>(3), { 2, 1, 1, 1 }, { "a" }, table);
              }),
              "need 2 pixels, got 3");
  CHECK_HOLDS(test::MessageOf([&] {
                Crops::Own(std::vector<float>(2), { 2, 1, 1, 1 }, {}, table);
              }),
              "0 channel names");
  CHECK_HOLDS(test::MessageOf([&] {
                Crops::Own(std::vector<float>(1), { 1, 1, 1, 1 }, { "a" }, table);
              }),
              "has 2 rows");
  CHECK(Crops::Own(std::vector<std::uint8_t>(), { 0, 2, 8, 8 }, { "a", "b" }, Table({ "Metadata_Well" }, {})).Count() ==
        0);
}

TEST_CASE("profiles check their parts and select rows")
{
  Profiles profiles;
  profiles.metadata = Table({ "Metadata_Well" }, { { "A01" }, { "A02" } });
  profiles.features = { "f1", "f2", "f3" };
  profiles.values = { 1, 2, 3, 4, 5, 6 };
  profiles.Check();
  const Profiles selected = profiles.Select({ 1 });
  CHECK(selected.values == std::vector<double>{ 4, 5, 6 });
  CHECK(selected.metadata.Cell(0, "Metadata_Well") == "A02");
  CHECK(profiles.Select({}).Rows() == 0);
  CHECK_THROWS_AS(profiles.Select({ 2 }), Error);
  profiles.values.pop_back();
  CHECK_HOLDS(test::MessageOf([&] { profiles.Check(); }), "need 6 values, got 5");
}

TEST_CASE("an image gives its planes by name")
{
  Image image;
  CHECK(image.Size() == itk::Size<2>{ { 0, 0 } });
  CHECK(test::MessageOf([&] { image.Plane("dna"); }) == "image has no channel 'dna'; it has none");
  const auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 3, 2 } });
  plane->Allocate();
  image.channels = { "dna", "er" };
  image.planes = { plane.GetPointer(), plane.GetPointer() };
  CHECK(image.Plane("er") == plane);
  CHECK(image.Size() == itk::Size<2>{ { 3, 2 } });
  CHECK(test::MessageOf([&] { image.Plane("rna"); }) == "image has no channel 'rna'; it has dna, er");
}

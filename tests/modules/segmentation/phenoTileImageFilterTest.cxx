#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoTileImageFilter.h"

#include <cmath>
#include <limits>

using namespace pheno;
using pheno::test::Grid;
using Filter = TileImageFilter<FloatImage>;

namespace
{
/** Two grey levels: bright in the left quarter of the field. */
FloatImage::Pointer
LeftQuarter(const Grid & grid)
{
  return test::MakeImage<float>(
    grid, [&](double x, double) { return x < 0.25 * static_cast<double>(grid.width) ? 900.0 : 100.0; });
}
} // namespace

TEST_CASE("tiles keep the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) { filter.AddPlane(LeftQuarter(grid)); } };
  contract.streaming = test::Streaming::NoImage;
  contract.Check();
}

TEST_CASE("tiles without foreground are left out")
{
  auto filter = Filter::New();
  filter->AddPlane(LeftQuarter({ 512, 512, 1.0 }));
  filter->AddPlane(test::MakeImage<float>({ 512, 512, 1.0 }, [](double, double y) { return y; }));
  filter->Update();
  const FieldTiles & tiles = filter->GetTiles();
  CHECK(tiles.foreground == 0.25);
  CHECK(tiles.table.tile == std::vector<std::uint32_t>{ 1, 5, 9, 13 });
  CHECK(tiles.table.top == std::vector<std::uint32_t>{ 0, 128, 256, 384 });
  CHECK(tiles.table.foreground == std::vector<double>{ 1, 1, 1, 1 });
  CHECK(tiles.all_tile_foregrounds.size() == 16);
  CHECK(tiles.stack.number == 4);
  CHECK(tiles.stack.channels == 2);
  REQUIRE(tiles.stack.pixels.size() == 4u * 2 * 128 * 128);
  CHECK(tiles.stack.pixels[0] == 255);
  // second channel: rows 0..511 stretched to 0..255, first row of the last tile is 384
  CHECK(tiles.stack.pixels[7 * 128 * 128] == doctest::Approx(384.0 / 511 * 255).epsilon(0.01));
}

TEST_CASE("a field with too little foreground has no tiles")
{
  auto filter = Filter::New();
  filter->AddPlane(LeftQuarter({ 512, 512, 1.0 }));
  filter->SetMinimumFieldForeground(0.26);
  filter->Update();
  CHECK(filter->GetTiles().stack.number == 0);
  CHECK(filter->GetTiles().all_tile_foregrounds.size() == 16);
}

TEST_CASE("constant, one pixel, not finite: no foreground, no tiles")
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Grid & grid : { Grid{}, Grid{ 1, 1, 1.0 } })
  {
    for (const double value : { 0.0, 5.0, nan })
    {
      auto filter = Filter::New();
      filter->AddPlane(test::MakeImage<float>(grid, [value](double, double) { return value; }));
      filter->Update();
      CHECK(filter->GetTiles().foreground == 0.0);
      CHECK(filter->GetTiles().stack.number == 0);
    }
  }
}

TEST_CASE("further planes must have the geometry of the first")
{
  auto filter = Filter::New();
  filter->AddPlane(LeftQuarter({}));
  filter->AddPlane(LeftQuarter({ 65, 48, 1.0 }));
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("expected [64, 48]"), itk::ExceptionObject);
}

TEST_CASE("settings without sense are refused")
{
  auto filter = Filter::New();
  filter->AddPlane(LeftQuarter({}));
  filter->SetDnaChannel(1);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("DNA channel 1 of 1"), itk::ExceptionObject);
  filter->SetDnaChannel(0);
  filter->SetTileSize(100);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("divisor"), itk::ExceptionObject);
  filter->SetTileSize(128);
  filter->SetHighPercentile(101);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("percentiles"), itk::ExceptionObject);
}

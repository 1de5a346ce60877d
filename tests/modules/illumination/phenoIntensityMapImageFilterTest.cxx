#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoIntensityMapImageFilter.h"
#include "phenoPlanePicture.h"

#include <cmath>
#include <limits>

using namespace pheno;
using pheno::test::Grid;
using Image = itk::Image<float, 2>;
using Bytes = itk::Image<unsigned char, 2>;

namespace
{
IntensityMap
TensToBytes()
{
  IntensityMap map;
  map.high = 10;
  map.gain = 255;
  map.rounding = IntensityRounding::Truncate;
  return map;
}
} // namespace

TEST_CASE_TEMPLATE("an intensity map keeps the contract of an image filter", Output, Image, Bytes)
{
  using Filter = IntensityMapImageFilter<Image, Output>;
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) {
    filter.SetMap(TensToBytes());
    filter.SetInput(test::MakeImage<float>(grid, [](double x, double y) { return 0.1 * x + 0.05 * y; }));
  } };
  contract.streaming = test::Streaming::Pieces;
  contract.Check();
}

TEST_CASE_TEMPLATE("every pixel goes through the map", Output, Image, Bytes)
{
  auto filter = IntensityMapImageFilter<Image, Output>::New();
  filter->SetInput(test::MakeImage<float>({ 4, 1, 1.0 }, [](double x, double) { return 4 * x - 2; }));
  filter->SetMap(TensToBytes());
  filter->Update();
  // -2, 2, 6, 10 of 0..10: 0, 51, 153, 255
  CHECK(test::PixelsOf(filter->GetOutput()) == std::vector<typename Output::PixelType>{ 0, 51, 153, 255 });
}

TEST_CASE("bytes are clipped where the map does not")
{
  auto filter = IntensityMapImageFilter<Image, Bytes>::New();
  filter->SetInput(test::MakeImage<float>({ 2, 1, 1.0 }, [](double x, double) { return x; }));
  IntensityMap map;
  map.low = 0.5;
  map.high = 0.501;
  map.clip = false;
  filter->SetMap(map);
  filter->Update();
  CHECK(test::PixelsOf(filter->GetOutput()) == std::vector<unsigned char>{ 0, 255 });
}

TEST_CASE("an intensity map gives the same bytes for any number of work units")
{
  const auto run = [](unsigned int units) {
    auto filter = IntensityMapImageFilter<Image>::New();
    filter->SetInput(test::MakeImage<float>({ 101, 67, 1.0 }, [](double x, double y) { return 9 * std::sin(x * y); }));
    IntensityMap map = TensToBytes();
    map.logarithm = true;
    filter->SetMap(map);
    filter->SetNumberOfWorkUnits(units);
    filter->Update();
    return test::PixelsOf(filter->GetOutput());
  };
  CHECK(run(1) == run(7));
}

TEST_CASE("a pixel that is not finite is refused with its place")
{
  const auto image = test::MakeImage<float>(
    {}, [](double x, double y) { return x == 5 && y == 7 ? std::numeric_limits<double>::quiet_NaN() : 1.0; });
  auto filter = IntensityMapImageFilter<Image, Bytes>::New();
  filter->SetInput(image);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("pixel [5, 7] is nan"), itk::ExceptionObject);
  CHECK_THROWS_WITH_AS(PictureOf(*image), doctest::Contains("pixel [5, 7] is nan"), itk::ExceptionObject);
}

TEST_CASE("planes and pictures")
{
  const auto         plane = test::MakeImage<float>({ 3, 2, 0.5 }, [](double x, double y) { return x + 10 * y; });
  const FieldPicture picture = PictureOf(*plane);
  CHECK(picture.width == 3);
  CHECK(picture.height == 2);
  CHECK(picture.values == std::vector<double>{ 0, 1, 2, 10, 11, 12 });
  const auto back = PlaneOf(picture, *plane);
  CHECK(test::PixelsOf(back.GetPointer()) == test::PixelsOf(plane.GetPointer()));
  CHECK(back->GetSpacing() == plane->GetSpacing());
  CHECK_THROWS_AS(PictureOf(*Image::New()), itk::ExceptionObject);
}

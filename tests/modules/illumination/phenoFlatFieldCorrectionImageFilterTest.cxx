#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoFlatFieldCorrectionImageFilter.h"

#include <cmath>
#include <limits>

using namespace pheno;
using pheno::test::Grid;
using Image = itk::Image<float, 2>;
using Filter = FlatFieldCorrectionImageFilter<Image>;

namespace
{
Image::Pointer
Constant(const Grid & grid, double value)
{
  return test::MakeImage<float>(grid, [value](double, double) { return value; });
}
} // namespace

TEST_CASE("correction keeps the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) {
                       filter.SetInput(test::MakeImage<float>(grid, [](double x, double y) { return x + 3 * y; }));
                     },
                      [](Filter & filter, const Grid & grid) {
                        filter.SetFlatField(
                          test::MakeImage<float>(grid, [](double x, double) { return 1 + 0.01 * x; }));
                      } };
  contract.streaming = test::Streaming::Pieces;
  contract.Check();
}

TEST_CASE("correction is (in - dark) / flat")
{
  const Grid grid{ 3, 2, 1.0 };
  auto       filter = Filter::New();
  filter->SetInput(test::MakeImage<float>(grid, [](double x, double y) { return 10 + 2 * x + 4 * y; }));
  filter->SetFlatField(test::MakeImage<float>(grid, [](double x, double) { return x == 1 ? 2.0 : 0.5; }));
  filter->SetDark(10.0);
  filter->Update();
  // by hand: rows (0, 2, 4) and (4, 6, 8) over (0.5, 2, 0.5)
  CHECK(test::PixelsOf(filter->GetOutput()) == std::vector<float>{ 0, 1, 8, 8, 3, 16 });
}

TEST_CASE("correction takes a dark field off pixel by pixel, instead of the constant; it must cover the image")
{
  const Grid grid{ 3, 1, 1.0 };
  auto       filter = Filter::New();
  filter->SetInput(Constant(grid, 10));
  filter->SetFlatField(Constant(grid, 2));
  filter->SetDark(7);
  filter->SetDarkField(test::MakeImage<float>(grid, [](double x, double) { return 2 * x; }));
  filter->Update();
  CHECK(test::PixelsOf(filter->GetOutput()) == std::vector<float>{ 5, 4, 3 });
  filter->SetDarkField(Constant({ 2, 1, 1.0 }, 0));
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("the dark field covers [2, 1]"), itk::ExceptionObject);
}

TEST_CASE("correction gives the same bytes for any number of work units")
{
  const auto run = [](unsigned int units) {
    const Grid grid{ 101, 67, 1.0 };
    auto       filter = Filter::New();
    filter->SetInput(test::MakeImage<float>(grid, [](double x, double y) { return std::sin(x * y) * 1000; }));
    filter->SetFlatField(test::MakeImage<float>(grid, [](double x, double y) { return 0.3 + 0.001 * x * y; }));
    filter->SetNumberOfWorkUnits(units);
    filter->Update();
    return test::PixelsOf(filter->GetOutput());
  };
  CHECK(run(1) == run(7));
}

TEST_CASE("correction of one pixel")
{
  auto filter = Filter::New();
  filter->SetInput(Constant({ 1, 1, 1.0 }, 6));
  filter->SetFlatField(Constant({ 1, 1, 1.0 }, 2));
  filter->Update();
  CHECK(test::PixelsOf(filter->GetOutput()) == std::vector<float>{ 3 });
}

TEST_CASE("correction refuses a field that is not positive")
{
  for (const double bad : { 0.0, -1.0, std::numeric_limits<double>::quiet_NaN() })
  {
    CAPTURE(bad);
    auto filter = Filter::New();
    filter->SetInput(Constant({}, 6));
    filter->SetFlatField(
      test::MakeImage<float>({}, [bad](double x, double y) { return x == 5 && y == 7 ? bad : 1.0; }));
    CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("at [5, 7]"), itk::ExceptionObject);
  }
}

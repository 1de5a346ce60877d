#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoCellGrowingImageFilter.h"

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace pheno;
using pheno::test::Grid;
using Filter = CellGrowingImageFilter<FloatImage>;

namespace
{
/** Nuclei 5 and 9, 30 px apart. */
LabelImage::Pointer
TwoNuclei(const Grid & grid)
{
  return test::MakeImage<std::uint32_t>(grid, [](double x, double y) {
    return std::hypot(x - 16, y - 24) <= 4 ? 5 : std::hypot(x - 46, y - 24) <= 4 ? 9 : 0;
  });
}

/** A band of stain in which both nuclei lie. */
FloatImage::Pointer
Band(const Grid & grid)
{
  return test::MakeImage<float>(grid, [](double, double y) { return std::abs(y - 24) <= 8 ? 500.0 : 50.0; });
}

Filter::Pointer
Grow(const LabelImage * nuclei, const FloatImage * stain)
{
  auto filter = Filter::New();
  filter->SetInput(nuclei);
  filter->SetCytoplasm(stain);
  filter->SetSmoothingSigma(0);
  return filter;
}

std::uint32_t
CellAt(Filter & filter, itk::IndexValueType x, itk::IndexValueType y)
{
  return filter.GetOutput()->GetPixel({ { x, y } });
}
} // namespace

TEST_CASE("growing keeps the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) { filter.SetInput(TwoNuclei(grid)); },
                      [](Filter & filter, const Grid & grid) { filter.SetCytoplasm(Band(grid)); } };
  contract.Check();
}

TEST_CASE("even stain is divided half way, numbers stay, background stays empty")
{
  auto filter = Grow(TwoNuclei({}), Band({}));
  filter->Update();
  CHECK(CellAt(*filter, 16, 24) == 5);
  CHECK(CellAt(*filter, 30, 24) == 5);
  CHECK(CellAt(*filter, 32, 24) == 9);
  CHECK(CellAt(*filter, 60, 30) == 9);
  CHECK(CellAt(*filter, 16, 10) == 0);
  const auto nuclei = test::PixelsOf(TwoNuclei({}).GetPointer());
  const auto cells = test::PixelsOf(filter->GetOutput());
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    CHECK((nuclei[i] == 0 || cells[i] == nuclei[i]));
  }
}

TEST_CASE("a bright membrane holds a cell up unless distance alone counts")
{
  // The step at x = 24 lies nearer to nucleus 5; low lambda makes it the boundary.
  const auto stain = test::MakeImage<float>({}, [](double x, double y) {
    return std::abs(y - 24) > 8 ? 0.0 : x < 24 ? 600.0 : 900.0;
  });
  auto       filter = Grow(TwoNuclei({}), stain);
  filter->SetRegularization(0.0005);
  filter->Update();
  CHECK(CellAt(*filter, 22, 24) == 5);
  CHECK(CellAt(*filter, 26, 24) == 9);
  filter->SetRegularization(100);
  filter->Update();
  CHECK(CellAt(*filter, 29, 24) == 5);
}

TEST_CASE("cells end at the maximum distance")
{
  auto filter = Grow(TwoNuclei({}), Band({}));
  filter->SetMaximumDistance(3);
  filter->Update();
  CHECK(CellAt(*filter, 23, 24) == 5); // 3 px from the nucleus' edge at 20
  CHECK(CellAt(*filter, 24, 24) == 0);
  filter->SetMaximumDistance(0);
  filter->Update();
  CHECK(test::PixelsOf(filter->GetOutput()) == test::PixelsOf(TwoNuclei({}).GetPointer()));
}

TEST_CASE("a watershed divides in the valley of the stain, wherever the nuclei lie")
{
  // Brighter towards both ends; the valley at x = 24 is nearer to nucleus 5.
  const auto stain = test::MakeImage<float>(
    {}, [](double x, double y) { return std::abs(y - 24) > 8 ? 0.0 : 300.0 + 10.0 * std::abs(x - 24); });
  auto filter = Grow(TwoNuclei({}), stain);
  filter->SetMethod(CellMethod::Watershed);
  filter->Update();
  CHECK(CellAt(*filter, 22, 24) == 5);
  CHECK(CellAt(*filter, 26, 24) == 9);
  CHECK(CellAt(*filter, 16, 10) == 0);
  CHECK_THROWS_WITH_AS(CellMethodOf("snakes"),
                       "expected a way to draw cells (propagation, watershed), found 'snakes'",
                       std::invalid_argument);
}

TEST_CASE("another threshold keeps dim cells")
{
  // Bodies of 500 and, over x > 40, of 120: Otsu's one threshold lies between them.
  const auto stain = test::MakeImage<float>({}, [](double x, double y) {
    return std::abs(y - 24) > 8 ? 20.0 : x > 36 ? 120.0 : 500.0;
  });
  auto       filter = Grow(TwoNuclei({}), stain);
  filter->Update();
  CHECK(CellAt(*filter, 54, 24) == 0);
  filter->SetThreshold(ThresholdMethod::Otsu3);
  filter->Update();
  CHECK(CellAt(*filter, 54, 24) == 9);
}

TEST_CASE("no nuclei, no stain, one pixel")
{
  auto none = Grow(test::MakeImage<std::uint32_t>({}, [](double, double) { return 0; }), Band({}));
  none->Update();
  CHECK(test::PixelsOf(none->GetOutput()) == std::vector<std::uint32_t>(64 * 48, 0));

  for (const double value : { 7.0, std::numeric_limits<double>::quiet_NaN() })
  {
    auto even = Grow(TwoNuclei({}), test::MakeImage<float>({}, [value](double, double) { return value; }));
    even->Update();
    CHECK(test::PixelsOf(even->GetOutput()) == test::PixelsOf(TwoNuclei({}).GetPointer()));
  }
  const Grid one{ 1, 1, 1.0 };
  auto       pixel = Grow(test::MakeImage<std::uint32_t>(one, [](double, double) { return 3; }),
                    test::MakeImage<float>(one, [](double, double) { return 3; }));
  pixel->Update();
  CHECK(test::PixelsOf(pixel->GetOutput()) == std::vector<std::uint32_t>{ 3 });
}

TEST_CASE("settings without sense are refused")
{
  auto filter = Grow(TwoNuclei({}), Band({}));
  filter->SetRegularization(-1);
  CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject);
}

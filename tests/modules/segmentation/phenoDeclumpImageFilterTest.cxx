#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoBlobSeedImageFilter.h"
#include "phenoCytoplasmImageFilter.h"
#include "phenoDeclumpImageFilter.h"
#include "phenoSeededWatershedImageFilter.h"

#include <cmath>
#include <set>
#include <stdexcept>

using namespace pheno;
using pheno::test::Grid;
using Declumping = DeclumpImageFilter<FloatImage>;
using Seeding = BlobSeedImageFilter<FloatImage>;
using Watershed = SeededWatershedImageFilter<FloatImage>;
using Difference = CytoplasmImageFilter<LabelImage>;

namespace
{
using Inside = std::function<bool(double, double)>;

MaskImage::Pointer
MaskOf(const Grid & grid, const Inside & inside)
{
  return test::MakeImage<std::uint8_t>(grid, [&](double x, double y) { return inside(x, y) ? 1 : 0; });
}

/** Two discs of radius 10 whose centres are 16 apart. */
bool
InTwoDiscs(double x, double y)
{
  return std::hypot(x - 22, y - 24) <= 10 || std::hypot(x - 38, y - 24) <= 10;
}

bool
InOval(double x, double y)
{
  return std::hypot((x - 32) / 20, (y - 24) / 10) <= 1;
}

FloatImage::Pointer
Even(const Grid & grid)
{
  return test::MakeImage<float>(grid, [](double, double) { return 500.0; });
}

/** Two round hills in one oval, so that only the stain tells them apart. */
FloatImage::Pointer
Hills(const Grid & grid)
{
  return test::MakeImage<float>(grid, [](double x, double y) {
    const auto hill = [&](double centre) { return std::exp(-(std::pow(x - centre, 2) + std::pow(y - 24, 2)) / 50); };
    return 100 + 800 * (hill(22) + hill(42));
  });
}

std::size_t
NumberOf(const LabelImage * labels)
{
  const auto              pixels = test::PixelsOf(labels);
  std::set<std::uint32_t> numbers(pixels.begin(), pixels.end());
  numbers.insert(0);
  CHECK(*numbers.rbegin() + 1 == numbers.size()); // 0..n
  return numbers.size() - 1;
}

std::size_t
Divided(const MaskImage * mask, const FloatImage * stain, DeclumpMethod method)
{
  auto filter = Declumping::New();
  filter->SetInput(mask);
  filter->SetStain(stain);
  filter->SetMethod(method);
  filter->Update();
  return NumberOf(filter->GetOutput());
}
} // namespace

TEST_CASE("dividing, seeding, flooding and subtracting keep the contract of an image filter")
{
  test::ImageFilterContract<Declumping> declumping;
  declumping.inputs = { [](Declumping & filter, const Grid & grid) { filter.SetInput(MaskOf(grid, InTwoDiscs)); },
                        [](Declumping & filter, const Grid & grid) { filter.SetStain(Even(grid)); } };
  declumping.Check();
  test::ImageFilterContract<Seeding> seeding;
  seeding.inputs = { [](Seeding & filter, const Grid & grid) { filter.SetInput(Hills(grid)); } };
  seeding.Check();
  const auto numbers = [](const Grid & grid) {
    return test::MakeImage<std::uint32_t>(grid, [](double x, double y) { return y == 24 && x == 22 ? 3 : 0; });
  };
  test::ImageFilterContract<Watershed> watershed;
  watershed.inputs = { [&](Watershed & filter, const Grid & grid) { filter.SetInput(numbers(grid)); },
                       [](Watershed & filter, const Grid & grid) { filter.SetStain(Hills(grid)); },
                       [](Watershed & filter, const Grid & grid) { filter.SetMask(MaskOf(grid, InOval)); } };
  watershed.Check();
  test::ImageFilterContract<Difference> difference;
  difference.inputs = { [&](Difference & filter, const Grid & grid) { filter.SetInput(numbers(grid)); },
                        [&](Difference & filter, const Grid & grid) { filter.SetNuclei(numbers(grid)); } };
  difference.Check();
}

TEST_CASE("a neck divides by shape, a dip by intensity, either by both, nothing by none")
{
  const auto discs = MaskOf({}, InTwoDiscs);
  const auto oval = MaskOf({}, InOval);
  CHECK(Divided(discs, Even({}), DeclumpMethod::Shape) == 2);
  CHECK(Divided(discs, Even({}), DeclumpMethod::Both) == 2);
  CHECK(Divided(discs, Even({}), DeclumpMethod::Intensity) == 1);
  CHECK(Divided(discs, Even({}), DeclumpMethod::None) == 1);
  CHECK(Divided(oval, Even({}), DeclumpMethod::Shape) == 1);
  CHECK(Divided(oval, Even({}), DeclumpMethod::Both) == 1);
  CHECK(Divided(oval, Hills({}), DeclumpMethod::Intensity) == 2);
  CHECK(Divided(oval, Hills({}), DeclumpMethod::Both) == 2);
  CHECK(Divided(oval, Hills({}), DeclumpMethod::Shape) == 1);
  CHECK(Divided(oval, Hills({}), DeclumpMethod::Blobs) == 2);
  CHECK(Divided(MaskOf({}, [](double, double) { return false; }), Even({}), DeclumpMethod::Both) == 0);
  CHECK(Divided(MaskOf({ 1, 1, 1.0 }, [](double, double) { return true; }), Even({ 1, 1, 1.0 }), DeclumpMethod::Both) ==
        1);
}

TEST_CASE("a blob's seed lies in its middle, and its answer is its height")
{
  const auto disc = test::MakeImage<float>(
    {}, [](double x, double y) { return 50.0 + (std::hypot(x - 30, y - 20) <= 10 ? 200.0 : 0.0); });
  auto filter = Seeding::New();
  filter->SetInput(disc);
  filter->SetDiameter(20);
  for (const auto & [least, found] : { std::pair{ 180.0, 1u }, { 215.0, 0u } }) // 200, within a tenth for the pixels
  {
    filter->SetLeastHeight(least);
    filter->Update();
    CHECK(NumberOf(filter->GetOutput()) == found);
    CHECK(filter->GetOutput()->GetPixel({ { 30, 20 } }) == found);
  }
  filter->SetInput(Hills({}));
  filter->SetDiameter(12);
  filter->SetLeastHeight(50);
  filter->Update();
  CHECK(NumberOf(filter->GetOutput()) == 2);
  CHECK(filter->GetOutput()->GetPixel({ { 22, 24 } }) == 1);
  CHECK(filter->GetOutput()->GetPixel({ { 42, 24 } }) == 2);
}

TEST_CASE("seeds meet in the valley of the stain, keep their numbers and stay within the mask")
{
  auto filter = Watershed::New();
  filter->SetInput(test::MakeImage<std::uint32_t>({}, [](double x, double y) {
    return y == 24 && x == 22 ? 7 : y == 24 && x == 42 ? 4 : 0;
  }));
  filter->SetStain(Hills({}));
  filter->SetMask(MaskOf({}, InOval));
  filter->Update();
  const LabelImage * labels = filter->GetOutput();
  CHECK(labels->GetPixel({ { 31, 24 } }) == 7); // the valley is at 32
  CHECK(labels->GetPixel({ { 33, 24 } }) == 4);
  CHECK(labels->GetPixel({ { 31, 30 } }) == 7);
  CHECK(labels->GetPixel({ { 32, 2 } }) == 0);
}

TEST_CASE("cytoplasms are cells without nuclei")
{
  const auto row = [](std::vector<std::uint32_t> values) {
    return test::MakeImage<std::uint32_t>({ values.size(), 1, 1.0 },
                                          [&](double x, double) { return values[static_cast<std::size_t>(x)]; });
  };
  auto filter = Difference::New();
  filter->SetInput(row({ 1, 1, 1, 2, 2, 0 }));
  filter->SetNuclei(row({ 0, 1, 0, 0, 1, 3 })); // a nucleus takes its pixels from every cell
  filter->Update();
  CHECK(test::PixelsOf(filter->GetOutput()) == std::vector<std::uint32_t>{ 1, 0, 1, 2, 0, 0 });
}

TEST_CASE("settings without sense are refused")
{
  auto filter = Declumping::New();
  filter->SetInput(MaskOf({}, InOval));
  filter->SetStain(Even({}));
  filter->SetDiameter(0);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("found a diameter of 0 px"), itk::ExceptionObject);
  CHECK_THROWS_WITH_AS(DeclumpMethodOf("size"),
                       "expected a way to divide objects (both, shape, intensity, blobs, none), found 'size'",
                       std::invalid_argument);
}

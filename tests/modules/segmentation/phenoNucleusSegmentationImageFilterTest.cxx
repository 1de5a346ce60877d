#include "phenoTest.h"

#include "modules/illumination/phenoSimulatedField.h"
#include "modules/segmentation/phenoF1.h"

#include "phenoNucleusSegmentationImageFilter.h"

#include <limits>
#include <set>

using namespace pheno;
using pheno::test::Grid;
using Filter = NucleusSegmentationImageFilter<FloatImage>;

namespace
{
/** 1000 in discs on a background of 100. */
FloatImage::Pointer
Discs(const Grid & grid, const std::vector<std::array<double, 3>> & discs)
{
  return test::MakeImage<float>(grid, [&](double x, double y) {
    const bool inside =
      std::any_of(discs.begin(), discs.end(), [&](const auto & d) { return std::hypot(x - d[0], y - d[1]) <= d[2]; });
    return inside ? 1000.0 : 100.0;
  });
}

std::uint32_t
LabelAt(Filter & filter, itk::IndexValueType x, itk::IndexValueType y)
{
  return filter.GetOutput()->GetPixel({ { x, y } });
}

Filter::Pointer
Segment(const FloatImage * image)
{
  auto filter = Filter::New();
  filter->SetInput(image);
  filter->Update();
  return filter;
}
} // namespace

TEST_CASE("nuclei keep the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) {
    filter.SetInput(Discs(grid, { { 20, 20, 9 }, { 45, 25, 8 } }));
  } };
  contract.Check();
}

TEST_CASE("separate discs are numbered in raster order with their own area")
{
  auto filter = Segment(Discs({}, { { 45, 30, 9 }, { 20, 20, 8 } }));
  CHECK(filter->GetNumberOfObjects() == 2);
  CHECK(LabelAt(*filter, 20, 20) == 1);
  CHECK(LabelAt(*filter, 45, 30) == 2);
  CHECK(LabelAt(*filter, 0, 0) == 0);
  const auto pixels = test::PixelsOf(filter->GetOutput());
  // pixels of the grid within 8 and 9 of a centre: 197 and 253
  CHECK(std::count(pixels.begin(), pixels.end(), 1u) == doctest::Approx(197).epsilon(0.12));
  CHECK(std::count(pixels.begin(), pixels.end(), 2u) == doctest::Approx(253).epsilon(0.12));
}

TEST_CASE("touching discs are divided at the neck, an oval is not")
{
  auto filter = Segment(Discs({}, { { 20, 24, 10 }, { 38, 24, 10 } }));
  CHECK(filter->GetNumberOfObjects() == 2);
  CHECK(LabelAt(*filter, 16, 24) != LabelAt(*filter, 42, 24));

  auto oval = Segment(test::MakeImage<float>(
    {}, [](double x, double y) { return std::hypot((x - 32) / 16, (y - 24) / 8) <= 1 ? 1000.0 : 100.0; }));
  CHECK(oval->GetNumberOfObjects() == 1);
}

TEST_CASE("a small hole is filled")
{
  auto image = Discs({}, { { 30, 24, 12 } });
  for (itk::IndexValueType x = 29; x < 32; ++x)
  {
    for (itk::IndexValueType y = 23; y < 26; ++y)
    {
      image->SetPixel({ { x, y } }, 100);
    }
  }
  auto filter = Segment(image);
  CHECK(filter->GetNumberOfObjects() == 1);
  CHECK(LabelAt(*filter, 30, 24) == 1);
}

TEST_CASE("size rules and border rule")
{
  const auto image = Discs({ 160, 100, 1.0 }, { { 20, 20, 3 }, { 60, 50, 9 }, { 120, 50, 28 }, { 0, 80, 9 } });
  auto       filter = Segment(image);
  CHECK(LabelAt(*filter, 20, 20) == 0); // 6 px, below 10
  CHECK(LabelAt(*filter, 60, 50) != 0);
  CHECK(LabelAt(*filter, 120, 50) == 0); // 56 px, above 40
  CHECK(LabelAt(*filter, 2, 80) != 0);
  filter->SetMinimumDiameter(4);
  filter->SetMaximumDiameter(70);
  filter->SetExcludeBorder(true);
  filter->Update();
  CHECK(LabelAt(*filter, 20, 20) != 0);
  CHECK(LabelAt(*filter, 120, 50) != 0);
  CHECK(LabelAt(*filter, 2, 80) == 0);
  CHECK(filter->GetNumberOfObjects() == 3);
}

TEST_CASE("a dim nucleus beside a bright one is found")
{
  auto filter = Segment(test::MakeImage<float>({}, [](double x, double y) {
    return 100.0 + (std::hypot(x - 16, y - 24) <= 9 ? 4000.0 : 0.0) + (std::hypot(x - 44, y - 24) <= 9 ? 1500.0 : 0.0);
  }));
  CHECK(filter->GetNumberOfObjects() == 2);
}

TEST_CASE("one threshold for all pixels, and no division, on request")
{
  const auto dimAndBright = test::MakeImage<float>({}, [](double x, double y) {
    return 100.0 + (std::hypot(x - 16, y - 24) <= 9 ? 4000.0 : 0.0) + (std::hypot(x - 44, y - 24) <= 9 ? 1500.0 : 0.0);
  });
  auto       filter = Segment(dimAndBright);
  filter->SetThreshold(ThresholdMethod::Otsu);
  filter->SetThresholdCorrection(1.5);
  filter->Update();
  CHECK(filter->GetNumberOfObjects() == 1);
  filter->SetThreshold(ThresholdMethod::Otsu3);
  filter->SetThresholdCorrection(1);
  filter->Update();
  CHECK(filter->GetNumberOfObjects() == 2);

  auto whole = Filter::New();
  whole->SetInput(Discs({}, { { 20, 24, 10 }, { 38, 24, 10 } }));
  whole->SetDeclump(DeclumpMethod::None);
  whole->Update();
  CHECK(whole->GetNumberOfObjects() == 1);
}

TEST_CASE("nuclei of all sizes with one setting")
{
  for (const double radius : { 3.0, 6.0, 12.0, 24.0, 40.0 })
  {
    CAPTURE(radius);
    const double step = 4 * radius;
    const auto   side = static_cast<itk::SizeValueType>(4 * step);
    const auto   image = test::MakeImage<float>({ side, side, 1.0 }, [&](double x, double y) {
      const bool inside = std::hypot(std::fmod(x, step) - step / 2, std::fmod(y, step) - step / 2) <= radius;
      return inside ? 1000.0 : 100.0;
    });
    auto         filter = Segment(image);
    filter->SetMinimumDiameter(5);
    filter->SetMaximumDiameter(100);
    filter->Update();
    CHECK(filter->GetNumberOfObjects() == 16);
  }
}

TEST_CASE("nothing to find")
{
  CHECK(Segment(Discs({}, {}))->GetNumberOfObjects() == 0);
  CHECK(Segment(Discs({ 1, 1, 1.0 }, {}))->GetNumberOfObjects() == 0);
  CHECK(Segment(Discs({ 40, 1, 1.0 }, {}))->GetNumberOfObjects() == 0);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(Segment(test::MakeImage<float>({}, [nan](double, double) { return nan; }))->GetNumberOfObjects() == 0);
  test::Random random(3);
  const auto   noise =
    test::MakeImage<float>({ 256, 256, 1.0 }, [&](double, double) { return 100 + 5 * random.Normal(); });
  CHECK(Segment(noise)->GetNumberOfObjects() == 0);
}

TEST_CASE("pixels that are not finite are background")
{
  auto image = Discs({}, { { 30, 24, 9 } });
  image->SetPixel({ { 2, 2 } }, std::numeric_limits<float>::quiet_NaN());
  image->SetPixel({ { 3, 2 } }, std::numeric_limits<float>::infinity());
  auto filter = Segment(image);
  CHECK(filter->GetNumberOfObjects() == 1);
  CHECK(LabelAt(*filter, 30, 24) == 1);
}

TEST_CASE("16-bit input gives what float input gives")
{
  const auto image = test::SimulateField({}, 4).plane;
  auto       shortImage = itk::Image<std::uint16_t, 2>::New();
  shortImage->SetRegions(image->GetLargestPossibleRegion());
  shortImage->Allocate();
  const auto values = test::PixelsOf(image.GetPointer());
  std::copy(values.begin(), values.end(), shortImage->GetBufferPointer());
  auto filter = NucleusSegmentationImageFilter<itk::Image<std::uint16_t, 2>>::New();
  filter->SetInput(shortImage);
  filter->Update();
  CHECK(test::PixelsOf(filter->GetOutput()) == test::PixelsOf(Segment(image)->GetOutput()));
}

TEST_CASE("settings without sense are refused")
{
  auto filter = Filter::New();
  filter->SetInput(Discs({}, {}));
  filter->SetMinimumDiameter(50);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("found diameters 50 to 40"), itk::ExceptionObject);
}

TEST_CASE("simulated colonies: F1 of at least 0.9 at IoU 0.5")
{
  for (const double packing : { 2.4, 2.1, 2.0 }) // apart, touching here and there, touching everywhere
  {
    test::FieldRecipe recipe;
    recipe.packing = packing;
    recipe.vignette = 0.2;
    test::Matches matches;
    for (std::uint64_t seed = 0; seed < 12; ++seed)
    {
      const auto field = test::SimulateField(recipe, 900 + seed);
      matches.Add(test::PixelsOf(Segment(field.plane)->GetOutput()), test::PixelsOf(field.truth.GetPointer()), 0.5);
    }
    MESSAGE("packing ", packing, ": F1 ", matches.F1(), ", found ", matches.found, " of ", matches.there);
    CHECK(matches.F1() >= 0.9);
  }
}

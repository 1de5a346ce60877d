#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoCellCropImageFilter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

using namespace pheno;
using pheno::test::Grid;
using Filter = CellCropImageFilter<FloatImage, std::uint16_t>;

namespace
{
/** Cell 3: the square (10..14, 10..14) with nucleus (12, 12); cell 8: the pixel row (0..3, 40). */
LabelImage::Pointer
Cells(const Grid & grid)
{
  return test::MakeImage<std::uint32_t>(grid, [](double x, double y) {
    return x >= 10 && x <= 14 && y >= 10 && y <= 14 ? 3 : y == 40 && x <= 3 ? 8 : 0;
  });
}
LabelImage::Pointer
Nuclei(const Grid & grid)
{
  return test::MakeImage<std::uint32_t>(grid, [](double x, double y) { return x == 12 && y == 12 ? 3 : 0; });
}
FloatImage::Pointer
Ramp(const Grid & grid)
{
  return test::MakeImage<float>(grid, [](double x, double y) { return x + 100 * y; });
}
FloatImage::Pointer
Constant(const Grid & grid, double value)
{
  return test::MakeImage<float>(grid, [value](double, double) { return value; });
}

template <typename TFilter = Filter>
typename TFilter::Pointer
Make(unsigned int size)
{
  auto filter = TFilter::New();
  filter->SetLabels(Cells({}));
  filter->AddPlane(Ramp({}));
  filter->AddPlane(Constant({}, 7));
  filter->SetCropSize(size);
  return filter;
}
} // namespace

TEST_CASE("crops keep the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) { filter.SetLabels(Cells(grid)); },
                      [](Filter & filter, const Grid & grid) { filter.AddPlane(Ramp(grid)); } };
  contract.streaming = test::Streaming::NoImage;
  contract.Check();
}

TEST_CASE("every further input must have the geometry too")
{
  auto filter = Make(4);
  filter->AddPlane(Ramp({ 64, 47, 1.0 }));
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("expected [64, 48]"), itk::ExceptionObject);
  filter = Make(4);
  filter->SetNuclei(Nuclei({ 64, 48, 0.5 }));
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("spacing"), itk::ExceptionObject);
}

TEST_CASE("crops hold the pixels around the centre; what leaves the image is dropped")
{
  auto filter = Make(6);
  filter->Update();
  const auto & crops = filter->GetCrops();
  CHECK(crops.stack.number == 1);
  CHECK(crops.stack.channels == 2);
  CHECK(crops.stack.height == 6);
  CHECK(crops.stack.width == 6);
  CHECK(crops.dropped == 1); // cell 8, centred at column 2, would start at -1
  REQUIRE(crops.stack.pixels.size() == 72);
  // centre (12, 12), so the crop starts at (9, 9)
  CHECK(crops.stack.pixels[0] == 909);
  CHECK(crops.stack.pixels[7] == 1010);
  CHECK(crops.stack.pixels[35] == 1414);
  CHECK(crops.stack.pixels[36] == 7);
  CHECK(crops.table.label == std::vector<std::uint32_t>{ 3 });
}

TEST_CASE("zero fill keeps every object")
{
  auto filter = Make(4);
  filter->SetEdge(CropEdge::Zero);
  filter->Update();
  const auto & crops = filter->GetCrops();
  REQUIRE(crops.stack.number == 2);
  CHECK(crops.dropped == 0);
  CHECK(crops.table.label == std::vector<std::uint32_t>{ 3, 8 });
  // centre (1.5, 40) rounds to (2, 40): columns 0..3, rows 38..41, all inside
  CHECK(crops.stack.pixels[32] == 3800);
  filter->SetCropSize(8);
  filter->Update();
  const auto & wide = filter->GetCrops();
  // columns -2..5, rows 36..43
  CHECK(wide.stack.pixels[2 * 64] == 0);
  CHECK(wide.stack.pixels[2 * 64 + 1] == 0);
  CHECK(wide.stack.pixels[2 * 64 + 2] == 3600);
}

TEST_CASE("a shifted crop lies inside, where the image is large enough")
{
  auto filter = Make(8);
  filter->SetEdge(CropEdge::Shift);
  filter->Update();
  const auto & crops = filter->GetCrops();
  REQUIRE(crops.stack.number == 2);
  CHECK(crops.stack.pixels[0] == 808);       // cell 3 has room: from (8, 8)
  CHECK(crops.stack.pixels[2 * 64] == 3600); // cell 8 would start at column -2
  CHECK(crops.stack.pixels[2 * 64 + 63] == 4307);
  CHECK(crops.table.centre_x[1] == 1.5); // where the object is, not the crop
  filter->SetCropSize(48);
  filter->Update();
  CHECK(filter->GetCrops().stack.number == 2);
  filter->SetCropSize(49); // the image has 48 rows
  filter->Update();
  CHECK(filter->GetCrops().stack.number == 0);
  CHECK(filter->GetCrops().dropped == 2);
}

TEST_CASE("outside the image a reflected crop shows the mirror image, of the mask too")
{
  auto filter = Make(8);
  filter->SetEdge(CropEdge::Reflect);
  filter->Update();
  REQUIRE(filter->GetCrops().stack.number == 2);
  const auto line = [&filter](std::size_t first) {
    const auto begin = filter->GetCrops().stack.pixels.begin() + static_cast<std::ptrdiff_t>(first);
    return std::vector<std::uint16_t>(begin, begin + 8);
  };
  CHECK(line(0) == std::vector<std::uint16_t>{ 808, 809, 810, 811, 812, 813, 814, 815 });
  // columns -2..5 of row 36, as numpy.pad(mode="reflect")
  CHECK(line(2 * 64) == std::vector<std::uint16_t>{ 3602, 3601, 3600, 3601, 3602, 3603, 3604, 3605 });
  filter->SetMask(true);
  filter->Update();
  CHECK(line(2 * 64 + 4 * 8) == std::vector<std::uint16_t>{ 4002, 4001, 4000, 4001, 4002, 4003, 0, 0 });
  CHECK(line(2 * 64 + 3 * 8) == std::vector<std::uint16_t>(8, 0));
}

TEST_CASE("a reflected crop larger than the image goes to and fro; of one pixel it is that pixel")
{
  const auto run = [](unsigned int side, unsigned int size) {
    const Grid grid{ side, side, 1.0 };
    auto       filter = Filter::New();
    filter->SetLabels(test::MakeImage<std::uint32_t>(grid, [](double, double) { return 1; }));
    filter->AddPlane(Ramp(grid));
    filter->SetCropSize(size);
    filter->SetEdge(CropEdge::Reflect);
    filter->Update();
    const auto & pixels = filter->GetCrops().stack.pixels;
    return std::vector<std::uint16_t>(pixels.begin(), pixels.begin() + size);
  };
  // centre 1, so columns -5..6; row -5 shows row 1
  CHECK(run(3, 12) == std::vector<std::uint16_t>{ 101, 100, 101, 102, 101, 100, 101, 102, 101, 100, 101, 102 });
  CHECK(run(1, 3) == std::vector<std::uint16_t>{ 0, 0, 0 });
}

TEST_CASE("crops are scaled until their nuclei have the diameter asked for")
{
  const double diameter = 2 / std::sqrt(std::numbers::pi); // of the nucleus of cell 3, one pixel
  const auto   run = [](unsigned int size, double wanted, double scale) {
    auto filter = Make(size);
    filter->SetNuclei(Nuclei({}));
    filter->SetEdge(CropEdge::Zero);
    filter->SetNucleusDiameter(wanted);
    filter->SetScale(scale);
    filter->Update();
    return filter;
  };
  // Half the size: the square of 16 from (4, 4); pixel i shows 2 i + 4.5 where the kernel (4 to either side) fits.
  const auto small = run(8, diameter / 2, 2);
  CHECK(small->GetCrops().dropped == 1); // cell 8 has no nucleus
  CHECK(small->GetCrops().magnification == std::vector<double>{ 0.5 });
  CHECK(small->GetCrops().table.label == std::vector<std::uint32_t>{ 3 });
  REQUIRE(small->GetCrops().stack.pixels.size() == 2 * 64);
  CHECK(small->GetCrops().stack.pixels[3 * 8 + 3] == 2 * (4.5 + 6 + 100 * (4.5 + 6)));
  CHECK(small->GetCrops().stack.pixels[5 * 8 + 2] == 2 * (4.5 + 4 + 100 * (4.5 + 10)));
  CHECK(small->GetCrops().stack.pixels[64] == 14);
  CHECK(small->GetCrops().stack.pixels[127] == 14);
  // Twice the size: the square of 8 from (8, 8); pixel i shows i / 2 + 7.75.
  const auto large = run(16, diameter * 2, 4);
  CHECK(large->GetCrops().magnification == std::vector<double>{ 2 });
  CHECK(large->GetCrops().stack.pixels[5 * 16 + 5] == 4 * (10.25 + 1025));
  CHECK(large->GetCrops().stack.pixels[9 * 16 + 4] == 4 * (9.75 + 1225));
  // As large as asked for: the pixels themselves.
  const auto equal = run(6, diameter, 1);
  CHECK(equal->GetCrops().stack.pixels[0] == 909);
  CHECK(equal->GetCrops().stack.pixels[35] == 1414);
  // A square of 64 is as long as the image, one of 65 is dropped.
  CHECK(run(16, diameter / 4, 1)->GetCrops().dropped == 1);
  CHECK(run(16, diameter * 16 / 65, 1)->GetCrops().dropped == 2);
}

TEST_CASE("masks stand before the planes, of the nucleus and of the object")
{
  auto filter = Make(8);
  filter->MaskChannelsOn();
  filter->Update();
  const auto & one = filter->GetCrops().stack; // from (8, 8)
  CHECK(one.channels == 3);
  CHECK(one.pixels[1 * 8 + 1] == 0);
  CHECK(one.pixels[2 * 8 + 2] == 65535);
  CHECK(one.pixels[6 * 8 + 6] == 65535);
  CHECK(one.pixels[64] == 808);
  filter->SetNuclei(Nuclei({}));
  filter->Update();
  const auto & two = filter->GetCrops().stack;
  CHECK(two.channels == 4);
  CHECK(std::count(two.pixels.begin(), two.pixels.begin() + 64, 65535) == 1);
  CHECK(two.pixels[4 * 8 + 4] == 65535); // the nucleus
  CHECK(std::count(two.pixels.begin() + 64, two.pixels.begin() + 128, 65535) == 25);
  auto floats = Make<CellCropImageFilter<FloatImage, float>>(8);
  floats->MaskChannelsOn();
  floats->Update();
  CHECK(floats->GetCrops().stack.pixels[2 * 8 + 2] == 1);
}

TEST_CASE("masked crops are 0 outside the object")
{
  auto filter = Make(8);
  filter->SetMask(true);
  filter->Update();
  const auto & pixels = filter->GetCrops().stack.pixels; // from (8, 8)
  CHECK(pixels[0] == 0);
  CHECK(pixels[2 * 8 + 2] == 1010);
  CHECK(pixels[64 + 2 * 8 + 1] == 0);
  CHECK(pixels[64 + 2 * 8 + 2] == 7);
}

TEST_CASE("the table")
{
  auto filter = Make(4);
  filter->SetEdge(CropEdge::Zero);
  filter->SetNuclei(Nuclei({}));
  filter->Update();
  const ObjectTable & table = filter->GetCrops().table;
  CHECK(table.size() == 2);
  CHECK(table.centre_x == std::vector<double>{ 12, 1.5 });
  CHECK(table.centre_y == std::vector<double>{ 12, 40 });
  CHECK(table.area == std::vector<std::uint32_t>{ 25, 4 });
  CHECK(table.left == std::vector<std::uint32_t>{ 10, 0 });
  CHECK(table.top == std::vector<std::uint32_t>{ 10, 40 });
  CHECK(table.right == std::vector<std::uint32_t>{ 14, 3 });
  CHECK(table.bottom == std::vector<std::uint32_t>{ 14, 40 });
  CHECK(table.touches_border == std::vector<std::uint8_t>{ 0, 1 });
  CHECK(table.nucleus_area == std::vector<std::uint32_t>{ 1, 0 });
  REQUIRE(table.channels.size() == 2);
  // x + 100 y over the square: mean 1212, variance of -2..2 is 2, so 2 + 100^2 * 2
  CHECK(table.channels[0].mean[0] == doctest::Approx(1212));
  CHECK(table.channels[0].standard_deviation[0] == doctest::Approx(std::sqrt(20002.0)));
  CHECK(table.channels[0].integrated[0] == doctest::Approx(1212 * 25));
  CHECK(table.channels[0].nucleus_cytoplasm_ratio[0] == doctest::Approx(1.0)); // the centre is the mean
  CHECK(std::isnan(table.channels[0].nucleus_cytoplasm_ratio[1]));             // no nucleus
  CHECK(table.channels[1].standard_deviation == std::vector<double>{ 0, 0 });
  CHECK(table.channels[1].nucleus_cytoplasm_ratio[0] == 1.0);
}

TEST_CASE("without nuclei the columns about them are empty")
{
  auto filter = Make(4);
  filter->Update();
  CHECK(filter->GetCrops().table.nucleus_area.empty());
  CHECK(filter->GetCrops().table.channels[0].nucleus_cytoplasm_ratio.empty());
}

TEST_CASE("values are scaled, rounded and saturated; not finite becomes 0")
{
  const auto run = [](auto filter, double value, double scale) {
    filter->SetLabels(Cells({}));
    filter->AddPlane(Constant({}, value));
    filter->SetCropSize(2);
    filter->SetScale(scale);
    filter->Update();
    return filter->GetCrops().stack.pixels[0];
  };
  using Bytes = CellCropImageFilter<FloatImage, std::uint8_t>;
  using Floats = CellCropImageFilter<FloatImage, float>;
  CHECK(run(Filter::New(), 2.6, 1) == 3);
  CHECK(run(Filter::New(), 2.6, 100) == 260);
  CHECK(run(Filter::New(), 70000, 1) == 65535);
  CHECK(run(Filter::New(), -4, 1) == 0);
  CHECK(run(Bytes::New(), 300, 1) == 255);
  CHECK(run(Floats::New(), -2.5, 2) == -5.0f);
  CHECK(run(Filter::New(), std::numeric_limits<double>::quiet_NaN(), 1) == 0);
  CHECK(run(Floats::New(), std::numeric_limits<double>::infinity(), 1) == 0.0f);
}

TEST_CASE("no objects, one pixel")
{
  auto filter = Filter::New();
  filter->SetLabels(test::MakeImage<std::uint32_t>({}, [](double, double) { return 0; }));
  filter->AddPlane(Ramp({}));
  filter->Update();
  CHECK(filter->GetCrops().stack.number == 0);
  CHECK(filter->GetCrops().stack.channels == 1);
  CHECK(filter->GetCrops().table.size() == 0);
  CHECK(filter->GetCrops().table.channels.size() == 1);

  const Grid one{ 1, 1, 1.0 };
  auto       pixel = Filter::New();
  pixel->SetLabels(test::MakeImage<std::uint32_t>(one, [](double, double) { return 4000000000u; }));
  pixel->AddPlane(Constant(one, 9));
  pixel->SetCropSize(1);
  pixel->Update();
  CHECK(pixel->GetCrops().table.label == std::vector<std::uint32_t>{ 4000000000u });
  CHECK(pixel->GetCrops().stack.pixels == std::vector<std::uint16_t>{ 9 });
}

TEST_CASE("bad settings and early reading are refused")
{
  auto filter = Make(0);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("crop size 0"), itk::ExceptionObject);
  CHECK_THROWS_AS(filter->GetCrops(), itk::ExceptionObject);
  filter = Make(4);
  filter->SetNucleusDiameter(20);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("found no nuclei, expected them"), itk::ExceptionObject);
  filter->SetNuclei(Nuclei({}));
  filter->SetNucleusDiameter(-1);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("found nucleus diameter -1"), itk::ExceptionObject);
}

#include "phenoIntensityRange.h"
#include "phenoLearnError.h"

#include "phenoTest.h"

#include <numeric>

using namespace pheno;

TEST_CASE("Percentiles of each channel are mapped to -0.5 and 0.5")
{
  // One crop of 2 channels with 101 pixels: 0 ... 100, and ten times that plus 7.
  std::vector<std::uint16_t> pixels(202);
  std::iota(pixels.begin(), pixels.begin() + 101, std::uint16_t{ 0 });
  for (std::size_t i = 0; i < 101; ++i)
  {
    pixels[101 + i] = static_cast<std::uint16_t>(10 * i + 7);
  }
  const BlockCropSource crops({ 2, 1, 101, PixelType::kUInt16 }, { { pixels.data(), 1 } });
  const InputScaling    scaling = MeasureInputScaling(crops, 10, 90);
  CHECK(scaling == RangeScaling({ 10, 107 }, { 90, 907 })); // the q-th percentile of 0 ... 100 is q
  CHECK((90 - scaling.offset[0]) * scaling.scale[0] == doctest::Approx(0.5));

  const std::vector<float> real(pixels.begin(), pixels.end());
  const BlockCropSource    same({ 2, 1, 101, PixelType::kFloat32 }, { { real.data(), 1 } });
  CHECK(MeasureInputScaling(same, 10, 90) == scaling);
}

TEST_CASE("8-bit crops have a fixed scaling, no crops map to 0, impossible percentiles are refused")
{
  const std::vector<std::uint8_t> bytes(6, 200);
  const BlockCropSource           crops({ 3, 1, 2, PixelType::kUInt8 }, { { bytes.data(), 1 } });
  CHECK(MeasureInputScaling(crops, 0.5, 99.9) == EightBitScaling(3));
  const BlockCropSource none({ 1, 4, 4, PixelType::kUInt16 }, {});
  CHECK(MeasureInputScaling(none, 0.5, 99.9) == RangeScaling({ 0 }, { 0 }));
  CHECK_THROWS_WITH_AS(MeasureInputScaling(none, 60, 40),
                       "intensity range: expected percentiles 0 <= low <= high <= 100, got [60.0,40.0]",
                       LearnError);
  CHECK_THROWS_AS(MeasureInputScaling(none, -1, 40), LearnError);
}

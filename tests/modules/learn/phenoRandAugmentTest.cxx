#include "phenoLearnTest.h"
#include "phenoRandAugment.h"

#include "phenoTest.h"

#include <numeric>
#include <set>

using namespace pheno;
using learn::RandOperation;

namespace
{
const CropShape kShape{ 3, 20, 30, PixelType::kUInt8 };

/** Pixel i is (7 i^2 + 13 i + 5) mod 256. */
std::vector<float>
Image(const CropShape & shape)
{
  std::vector<float> pixels(shape.Pixels());
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    pixels[i] = static_cast<float>((i * i * 7 + i * 13 + 5) % 256);
  }
  return pixels;
}

std::vector<float>
Applied(RandOperation operation, double strength, const CropShape & shape = kShape)
{
  std::vector<float> pixels = Image(shape);
  learn::Apply(operation, strength, shape, pixels);
  return pixels;
}

/** What torchvision 0.14.1 made of the same image at a magnitude of 31 (where no pixel is halfway between two): sums
 * over the pixels v_i of v_i and of (i mod 97 + 1) v_i. */
struct Expected
{
  RandOperation operation;
  int           magnitude;
  long          sum;
  long          weighted;
};
} // namespace

TEST_CASE("Every operation gives the pixels of torchvision")
{
  const std::vector<Expected> table = {
    { RandOperation::Identity, 13, 230248, 11139283 },   { RandOperation::ShearX, 13, 220205, 10624533 },
    { RandOperation::ShearX, -13, 220865, 10694047 },    { RandOperation::ShearX, 29, 207795, 10044307 },
    { RandOperation::ShearX, -29, 208067, 9987292 },     { RandOperation::ShearY, 13, 208436, 10183211 },
    { RandOperation::ShearY, -13, 207196, 10122502 },    { RandOperation::ShearY, 29, 181096, 8976848 },
    { RandOperation::ShearY, -29, 178256, 8610971 },     { RandOperation::TranslateX, 13, 190944, 9185887 },
    { RandOperation::TranslateX, -13, 192584, 9210589 }, { RandOperation::TranslateX, 29, 131296, 6362929 },
    { RandOperation::TranslateX, -29, 130376, 6204967 }, { RandOperation::TranslateY, 13, 195822, 9324732 },
    { RandOperation::TranslateY, -13, 195878, 9444706 }, { RandOperation::TranslateY, 29, 137304, 6744064 },
    { RandOperation::TranslateY, -29, 138072, 6920346 }, { RandOperation::Rotate, 13, 207376, 10140201 },
    { RandOperation::Rotate, -13, 207320, 9917021 },     { RandOperation::Rotate, 29, 188912, 9183828 },
    { RandOperation::Rotate, -29, 192548, 9231939 },     { RandOperation::Brightness, 13, 293708, 14200054 },
    { RandOperation::Brightness, -13, 139563, 6751943 }, { RandOperation::Brightness, 29, 336059, 16233893 },
    { RandOperation::Brightness, -29, 29032, 1404364 },  { RandOperation::Color, 13, 229339, 11093723 },
    { RandOperation::Color, -13, 229323, 11102845 },     { RandOperation::Color, 29, 229666, 11112523 },
    { RandOperation::Color, -29, 228921, 11093674 },     { RandOperation::Contrast, 13, 229468, 11106847 },
    { RandOperation::Contrast, -13, 229196, 11086223 },  { RandOperation::Contrast, 29, 229547, 11113081 },
    { RandOperation::Contrast, -29, 228973, 11072574 },  { RandOperation::Sharpness, 13, 228999, 11081290 },
    { RandOperation::Sharpness, -13, 229755, 11111400 }, { RandOperation::Sharpness, 29, 229395, 11100231 },
    { RandOperation::Sharpness, -29, 229152, 11077631 }, { RandOperation::Posterize, 13, 226648, 10965248 },
    { RandOperation::Posterize, 29, 215840, 10443280 },  { RandOperation::Solarize, 13, 116139, 5590845 },
    { RandOperation::Solarize, 29, 214675, 10358330 },   { RandOperation::AutoContrast, 13, 228462, 11052974 },
    { RandOperation::Equalize, 13, 262474, 12695610 },
  };
  for (const Expected & expected : table)
  {
    CAPTURE(static_cast<int>(expected.operation));
    CAPTURE(expected.magnitude);
    const std::vector<float> pixels = Applied(expected.operation, expected.magnitude / 30.0);
    long                     sum = 0, weighted = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i)
    {
      const long value = std::lrint(pixels[i]);
      REQUIRE(static_cast<float>(value) == pixels[i]);
      sum += value;
      weighted += static_cast<long>(i % 97 + 1) * value;
    }
    CHECK(sum == expected.sum);
    CHECK(weighted == expected.weighted);
  }
}

TEST_CASE("Any number of channels and a constant image go through every operation and stay from 0 to 255")
{
  for (const int channels : { 1, 2, 5 })
  {
    const CropShape shape{ channels, 6, 6, PixelType::kUInt8 };
    for (int i = 0; i < learn::kRandOperations; ++i)
    {
      for (const double strength : { -1.0, 0.4, 1.0 })
      {
        const auto pixels = Applied(static_cast<RandOperation>(i), strength, shape);
        CHECK(std::all_of(pixels.begin(), pixels.end(), [](float x) { return x >= 0 && x <= 255; }));
        std::vector<float> constant(shape.Pixels(), 100.0F);
        learn::Apply(static_cast<RandOperation>(i), strength, shape, constant);
        CHECK(std::all_of(constant.begin(), constant.end(), [](float x) { return x >= 0 && x <= 255; }));
      }
    }
    CHECK(Applied(RandOperation::Color, 1, shape) == Image(shape));
  }
}

TEST_CASE("Operations are drawn anew from the draws alone, each about equally often")
{
  std::set<std::vector<float>> seen;
  for (std::uint64_t crop = 0; crop < 300; ++crop)
  {
    std::vector<float> once = Image(kShape), again = Image(kShape);
    Draws              draws({ crop }), same({ crop });
    learn::RandAugment(1, 30, draws).Apply(kShape, once);
    learn::RandAugment(1, 30, same).Apply(kShape, again);
    CHECK(once == again);
    seen.insert(once);
  }
  CHECK(seen.size() == 23); // 9 operations with two signs, 5 without
  Draws draws({ 1 });
  CHECK(learn::RandAugment(0, 9, draws).IsIdentity());
}

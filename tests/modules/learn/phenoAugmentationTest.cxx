#include "phenoAugmentation.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <algorithm>
#include <set>

using namespace pheno;

namespace
{
const InputScaling kIdentity = { { 0.0F, 0.0F }, { 1.0F, 1.0F } };

std::vector<float>
Draw(const CropShape & shape, const std::vector<float> & pixels, const AugmentationSettings & settings, DrawId id)
{
  Augmentation       augmentation(shape, kIdentity, settings);
  std::vector<float> out(shape.Pixels());
  augmentation.Draw(reinterpret_cast<const std::byte *>(pixels.data()), id, out.data());
  return out;
}
} // namespace

TEST_CASE("Without augmentation channels are interleaved and scaled, for every pixel type")
{
  const std::vector<std::uint8_t>  bytes = { 0, 255, 10, 20 }; // 2 channels, 1 x 2
  const std::vector<std::uint16_t> words = { 0, 255, 10, 20 };
  const std::vector<float>         floats = { 0, 255, 10, 20 };
  const InputScaling               scaling = { { 0.0F, 10.0F }, { 1.0F, 0.5F } };
  const std::vector<float>         expected = { 0, 0, 255, 5 }; // pixel by pixel, by hand
  for (const auto & [type, pixels] :
       std::vector<std::pair<PixelType, const void *>>{ { PixelType::kUInt8, bytes.data() },
                                                        { PixelType::kUInt16, words.data() },
                                                        { PixelType::kFloat32, floats.data() } })
  {
    std::vector<float> out(4), drawn(4);
    Augmentation       augmentation({ 2, 1, 2, type }, scaling, {});
    augmentation.Scale(static_cast<const std::byte *>(pixels), out.data());
    augmentation.Draw(static_cast<const std::byte *>(pixels), {}, drawn.data());
    CHECK(out == expected);
    CHECK(drawn == expected);
  }
}

TEST_CASE("Flips and turns give exactly the eight symmetries of a square, each about equally often")
{
  const CropShape                   shape{ 2, 2, 2, PixelType::kFloat32 };
  AugmentationSettings              settings;
  std::map<std::vector<float>, int> seen;
  settings.horizontal_flip = settings.vertical_flip = 0.5;
  settings.rotate90 = true;
  for (std::uint64_t crop = 0; crop < 800; ++crop)
  {
    ++seen[Draw(shape, { 1, 2, 3, 4, 1, 2, 3, 4 }, settings, { 1, 2, crop, 0 })];
  }
  CHECK(seen.size() == 8);
  for (const auto & [pixels, count] : seen)
  {
    CHECK(count > 50);                 // 100 expected
    CHECK(pixels[0] == pixels[1]);     // both channels move together
    CHECK(pixels[0] + pixels[6] == 5); // 1 stays opposite 4, 2 opposite 3
  }
}

TEST_CASE("A horizontal flip mirrors columns and a vertical flip rows")
{
  const CropShape      shape{ 2, 2, 2, PixelType::kFloat32 };
  AugmentationSettings horizontal, vertical;
  horizontal.horizontal_flip = 1;
  vertical.vertical_flip = 1;
  const std::vector<float> pixels = { 1, 2, 3, 4, 5, 6, 7, 8 };
  CHECK(Draw(shape, pixels, horizontal, {}) == std::vector<float>{ 2, 6, 1, 5, 4, 8, 3, 7 });
  CHECK(Draw(shape, pixels, vertical, {}) == std::vector<float>{ 3, 7, 4, 8, 1, 5, 2, 6 });
}

TEST_CASE("A resized crop of a linear ramp is a linear ramp of smaller slope inside the original range")
{
  const int          size = 16;
  const CropShape    shape{ 2, size, size, PixelType::kFloat32 };
  std::vector<float> ramp(shape.Pixels());
  for (std::size_t i = 0; i < ramp.size(); ++i)
  {
    ramp[i] = static_cast<float>(i % size);
  }
  AugmentationSettings settings;
  settings.crop_scale_min = settings.crop_scale_max = 0.25; // 8 x 8 of 16 x 16
  const std::vector<float> out = Draw(shape, ramp, settings, { 3, 0, 0, 0 });
  for (int x = 2; x < size - 2; ++x) // away from the clamped border
  {
    CHECK(out[static_cast<std::size_t>(2 * (x + 1))] - out[static_cast<std::size_t>(2 * x)] == doctest::Approx(0.5));
  }
  CHECK(*std::max_element(out.begin(), out.end()) <= size - 1);
  CHECK(*std::min_element(out.begin(), out.end()) >= 0);
}

TEST_CASE("Blur spreads a point into the normalised Gaussian and keeps a constant channel")
{
  const CropShape    shape{ 2, 9, 9, PixelType::kFloat32 };
  std::vector<float> pixels(shape.Pixels(), 0.0F);
  pixels[4 * 9 + 4] = 1;
  std::fill(pixels.begin() + 81, pixels.end(), 3.0F);
  AugmentationSettings settings;
  settings.blur_probability = 1;
  settings.blur_kernel_px = 5;
  settings.blur_sigma_min_px = settings.blur_sigma_max_px = 1;
  const std::vector<float> out = Draw(shape, pixels, settings, {});
  double                   sum = 0;
  for (std::size_t i = 0; i < 81; ++i)
  {
    sum += out[2 * i];
    CHECK(out[2 * i + 1] == doctest::Approx(3.0));
  }
  CHECK(sum == doctest::Approx(1.0));
  const double side = out[2 * (4 * 9 + 5)], centre = out[2 * (4 * 9 + 4)];
  CHECK(side / centre == doctest::Approx(std::exp(-0.5)));
}

TEST_CASE("Jitter is one gain and offset a channel, within its bounds")
{
  const CropShape      shape{ 2, 1, 2, PixelType::kFloat32 };
  AugmentationSettings settings;
  settings.jitter_probability = 1;
  settings.jitter_gain = 0.2;
  settings.jitter_offset = 0.1;
  std::set<float> gains;
  for (std::uint64_t crop = 0; crop < 100; ++crop)
  {
    const std::vector<float> out = Draw(shape, { 0, 1, 0, 1 }, settings, { 1, 1, crop, 0 });
    for (const std::size_t c : { 0, 1 })
    {
      const float gain = out[2 + c] - out[c];
      CHECK(std::abs(gain - 1) <= 0.2F + 1e-6F);
      CHECK(std::abs(out[c]) <= 0.1F);
      gains.insert(gain);
    }
  }
  CHECK(gains.size() > 190);
}

TEST_CASE("Dropped channels are zero, each about as often as asked for, never all of them")
{
  const CropShape      shape{ 2, 1, 1, PixelType::kFloat32 };
  AugmentationSettings settings;
  settings.channel_drop = 0.5;
  int dropped = 0;
  for (std::uint64_t crop = 0; crop < 400; ++crop)
  {
    const std::vector<float> out = Draw(shape, { 5, 6 }, settings, { 1, 2, crop, 0 });
    CHECK((out[0] == 5 || out[0] == 0));
    CHECK((out[1] == 6 || out[1] == 0));
    CHECK(out[0] + out[1] > 0);
    dropped += (out[0] == 0) + (out[1] == 0);
  }
  CHECK(dropped > 150); // one of the two is never dropped: 200 are expected
  CHECK(dropped < 250);
}

TEST_CASE("RandAugment works on the input range as 0 to 255; a constant channel stays")
{
  const CropShape      shape{ 2, 8, 8, PixelType::kUInt16 };
  const InputScaling   scaling = { { 1000.0F, 50.0F }, { 1 / 2000.0F, 0.0F } }; // 0 to 2000, and a constant 50
  AugmentationSettings settings;
  settings.rand_operations = 2;
  settings.rand_magnitude = 20;
  std::vector<std::uint16_t> pixels(shape.Pixels(), 50);
  for (std::size_t i = 0; i < pixels.size() / 2; ++i)
  {
    pixels[i] = static_cast<std::uint16_t>(31 * i);
  }
  Augmentation                 augmentation(shape, scaling, settings);
  std::set<std::vector<float>> seen;
  for (std::uint64_t crop = 0; crop < 50; ++crop)
  {
    std::vector<float> out(shape.Pixels());
    augmentation.Draw(reinterpret_cast<const std::byte *>(pixels.data()), { 1, 1, crop, 0 }, out.data());
    for (std::size_t i = 0; i < out.size(); i += 2)
    {
      CHECK(out[i] >= -0.5001F);
      CHECK(out[i] <= 0.5001F);
      CHECK(out[i + 1] == 0);
    }
    seen.insert(out);
  }
  CHECK(seen.size() > 20);
}

TEST_CASE("A draw is a function of seed, epoch, crop and view, each of which matters")
{
  const CropShape      shape{ 2, 4, 4, PixelType::kFloat32 };
  AugmentationSettings settings;
  settings.jitter_probability = 1;
  settings.jitter_gain = 0.5;
  const std::vector<float> pixels(shape.Pixels(), 1.0F);
  const std::vector<float> reference = Draw(shape, pixels, settings, { 1, 2, 3, 4 });
  CHECK(Draw(shape, pixels, settings, { 1, 2, 3, 4 }) == reference);
  for (const DrawId & other :
       { DrawId{ 0, 2, 3, 4 }, DrawId{ 1, 0, 3, 4 }, DrawId{ 1, 2, 0, 4 }, DrawId{ 1, 2, 3, 0 } })
  {
    CHECK(Draw(shape, pixels, settings, other) != reference);
  }
}

TEST_CASE("A crop of one pixel survives every augmentation")
{
  AugmentationSettings settings;
  settings.crop_scale_min = 0.1;
  settings.blur_probability = settings.horizontal_flip = 1;
  settings.rotate90 = true;
  settings.rotation_deg = 180;
  settings.elastic_probability = 1;
  settings.elastic_affine_px = 20;
  CHECK(Draw({ 2, 1, 1, PixelType::kFloat32 }, { 5, 6 }, settings, {})[0] == doctest::Approx(5.0));
}

TEST_CASE("Settings round-trip, and every mistake is named at once")
{
  AugmentationSettings settings;
  settings.crop_scale_min = 0.8;
  settings.rotate90 = true;
  settings.blur_sigma_max_px = 5;
  settings.rotation_deg = 10;
  settings.elastic_probability = 0.5;
  settings.rand_operations = 2;
  settings.channel_drop = 0.1;
  CHECK(ToJson(AugmentationFromJson(ToJson(settings))) == ToJson(settings));
  CHECK_THROWS_WITH_AS(
    AugmentationFromJson({ { "horizontal_flip", 2 }, { "rotate", true } }),
    doctest::Contains("horizontal_flip: expected a number in [0.0,1.0], got 2\naugmentation/rotate: unknown key"),
    LearnError);
  CHECK_THROWS_WITH_AS(AugmentationFromJson({ { "gaussian_blur", { { "kernel_px", 4 } } } }),
                       doctest::Contains("an odd number"),
                       LearnError);
  CHECK_THROWS_WITH_AS(AugmentationFromJson({ { "rand_augment", { { "magnitude", 31 } } } }),
                       doctest::Contains("magnitude: expected an integer from 0 to 30"),
                       LearnError);
  CHECK_THROWS_AS(Augmentation({ 1, 2, 2, PixelType::kUInt8 }, kIdentity, {}), LearnError);
  CHECK_THROWS_AS(Augmentation({ 2, 2, 3, PixelType::kUInt8 }, kIdentity, settings), LearnError);
}

#include "phenoThumbnail.h"

#include "phenoError.h"

#include <doctest/doctest.h>
#include <opencv2/imgcodecs.hpp>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>

using namespace pheno;

namespace
{
Plane::ConstPointer
MakePlane(std::size_t width, std::size_t height, const std::function<double(std::size_t, std::size_t)> & value)
{
  auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { width, height } });
  plane->Allocate();
  for (std::size_t y = 0; y < height; ++y)
  {
    for (std::size_t x = 0; x < width; ++x)
    {
      plane->GetBufferPointer()[y * width + x] = static_cast<float>(value(x, y));
    }
  }
  return plane;
}

Image
OneChannel(Plane::ConstPointer plane)
{
  return { { "dna" }, { plane } };
}

cv::Vec3b
CenterOf(const std::vector<std::uint8_t> & jpeg)
{
  const cv::Mat picture = cv::imdecode(jpeg, cv::IMREAD_COLOR);
  return picture.at<cv::Vec3b>(picture.rows / 2, picture.cols / 2);
}

/** Blue, green, red within what JPEG changes of a flat picture. */
void
CheckColour(const cv::Vec3b & found, int blue, int green, int red)
{
  CHECK(std::abs(found[0] - blue) <= 3);
  CHECK(std::abs(found[1] - green) <= 3);
  CHECK(std::abs(found[2] - red) <= 3);
}
} // namespace

TEST_CASE("light of channels adds up in the given ranges and colours")
{
  const auto  flat = [](double v) { return MakePlane(32, 32, [v](auto, auto) { return v; }); };
  const Image image{ { "dna", "actin" }, { flat(150), flat(1000) } };
  // dna: (150 - 100) / (200 - 100) = 0.5 of (0, 0, 255); actin: above its range, all of (200, 100, 0).
  const auto jpeg =
    MakeThumbnail(image, { { "dna", { 100, 200 }, { 0, 0, 255 } }, { "actin", { 0, 500 }, { 200, 100, 0 } } }, 32);
  CheckColour(CenterOf(jpeg), 128, 100, 200);
}

TEST_CASE("the longest side is met, shape kept, small images stay small")
{
  const auto plane = MakePlane(400, 100, [](auto x, auto) { return static_cast<double>(x); });
  const auto size = [&](int side) {
    return cv::imdecode(MakeThumbnail(OneChannel(plane), { { "dna", { 0, 400 } } }, side), cv::IMREAD_COLOR).size();
  };
  CHECK(size(80) == cv::Size(80, 20));
  CHECK(size(1) == cv::Size(1, 1));
  CHECK(size(1000) == cv::Size(400, 100));
}

TEST_CASE("equal arguments give equal bytes; the same range shows a dimmer well dimmer")
{
  const auto bright = OneChannel(MakePlane(64, 64, [](auto, auto) { return 900.; }));
  const auto dim = OneChannel(MakePlane(64, 64, [](auto, auto) { return 300.; }));
  CHECK(MakeThumbnail(bright, { { "dna", { 0, 1000 } } }, 32) == MakeThumbnail(bright, { { "dna", { 0, 1000 } } }, 32));
  CheckColour(CenterOf(MakeThumbnail(bright, { { "dna", { 0, 1000 } } }, 32)), 230, 230, 230);
  CheckColour(CenterOf(MakeThumbnail(dim, { { "dna", { 0, 1000 } } }, 32)), 77, 77, 77);
}

TEST_CASE("constant channels, empty ranges and NaN pixels are drawn black")
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto   constant = MakePlane(16, 16, [](auto, auto) { return 42.; });
  const auto   nothing = MakePlane(16, 16, [nan](auto, auto) { return nan; });
  CheckColour(CenterOf(MakeThumbnail(OneChannel(constant), { { "dna", AutomaticRange(*constant) } }, 16)), 0, 0, 0);
  CheckColour(CenterOf(MakeThumbnail(OneChannel(constant), { { "dna", { nan, 100 } } }, 16)), 0, 0, 0);
  CheckColour(CenterOf(MakeThumbnail(OneChannel(nothing), { { "dna", { 0, 100 } } }, 16)), 0, 0, 0);
}

TEST_CASE("automatic ranges are percentiles of the finite pixels")
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  // 0..100 and one NaN: percentiles by linear interpolation are the values themselves.
  const auto plane =
    MakePlane(102, 1, [nan](auto x, auto) { return x == 101 ? nan : static_cast<double>((x * 37) % 101); });
  const DisplayRange range = AutomaticRange(*plane, 10, 99.5);
  CHECK(range.low == doctest::Approx(10));
  CHECK(range.high == doctest::Approx(99.5));
  const DisplayRange empty = AutomaticRange(*MakePlane(4, 4, [nan](auto, auto) { return nan; }));
  CHECK(empty.low == 0);
  CHECK(empty.high == 0);
  CHECK_THROWS_AS(AutomaticRange(*plane, 50, 50), Error);
  CHECK_THROWS_AS(AutomaticRange(*plane, 0, std::nan("")), Error);
}

TEST_CASE("a common range is the median of ranges")
{
  const DisplayRange odd = CommonRange({ { 1, 10 }, { 5, 90 }, { 2, 30 } });
  CHECK(odd.low == 2);
  CHECK(odd.high == 30);
  const DisplayRange even = CommonRange({ { 1, 10 }, { 3, 30 } });
  CHECK(even.low == 2);
  CHECK(even.high == 20);
  CHECK(CommonRange({}).high == 0);
}

TEST_CASE("what cannot be drawn is said")
{
  const auto image = OneChannel(MakePlane(8, 8, [](auto, auto) { return 1.; }));
  CHECK_THROWS_AS(MakeThumbnail(Image(), { { "dna", { 0, 1 } } }, 16), Error);
  CHECK_THROWS_AS(MakeThumbnail(image, { { "actin", { 0, 1 } } }, 16), Error);
  CHECK_THROWS_AS(MakeThumbnail(image, {}, 16), Error);
  CHECK_THROWS_AS(MakeThumbnail(image, { { "dna", { 0, 1 } } }, 0), Error);
}

TEST_CASE("channel colours differ")
{
  CHECK(DefaultChannelColours(0).empty());
  CHECK(DefaultChannelColours(8).size() == 8);
  const auto colours = DefaultChannelColours(6);
  for (std::size_t i = 0; i < colours.size(); ++i)
  {
    for (std::size_t j = 0; j < i; ++j)
    {
      CHECK(colours[i] != colours[j]);
    }
  }
}

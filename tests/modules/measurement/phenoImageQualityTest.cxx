#include "phenoTest.h"

#include "phenoError.h"
#include "phenoFieldAgreement.h"
#include "phenoImageQuality.h"

#include <cmath>
#include <functional>
#include <vector>

using namespace pheno;

namespace
{
/** A plane from a function of (x, y). */
class MadePlane
{
public:
  MadePlane(std::size_t width, std::size_t height, const std::function<double(std::size_t, std::size_t)> & value)
    : m_Width(width)
    , m_Height(height)
  {
    for (std::size_t y = 0; y < height; ++y)
    {
      for (std::size_t x = 0; x < width; ++x)
      {
        m_Pixels.push_back(static_cast<float>(value(x, y)));
      }
    }
  }
  PlaneView<const float>
  View() const
  {
    return { m_Pixels.data(), m_Width, m_Height };
  }

private:
  std::size_t        m_Width;
  std::size_t        m_Height;
  std::vector<float> m_Pixels;
};

/** Discs of radius 8 beside the places of a grid, whose edges are as wide as the blur. */
MadePlane
Discs(double blur)
{
  return MadePlane(256, 256, [blur](std::size_t x, std::size_t y) {
    const std::size_t i = x / 32;
    const std::size_t j = y / 32;
    const double      dx = static_cast<double>(x % 32) - 11.5 - static_cast<double>((7 * i * i + 3 * j) % 9);
    const double      dy = static_cast<double>(y % 32) - 11.5 - static_cast<double>((5 * j * j + 2 * i) % 9);
    return 100 + 500 / (1 + std::exp((std::sqrt(dx * dx + dy * dy) - 8) / blur));
  });
}
} // namespace

TEST_CASE("levels of a plane are those of its sorted pixels")
{
  const MadePlane ramp(20, 10, [](std::size_t x, std::size_t y) { return static_cast<double>(y * 20 + x); }); // 0..199
  const ImageQuality quality = MeasureImageQuality(ramp.View(), 198);
  CHECK(quality.minimum == 0);
  CHECK(quality.maximum == 199);
  CHECK(quality.median == doctest::Approx(99.5));
  CHECK(quality.background == doctest::Approx(9.95)); // .05 x 199
  CHECK(quality.signal == doctest::Approx(197.01));
  CHECK(quality.mean == doctest::Approx(99.5));
  CHECK(quality.standard_deviation == doctest::Approx(std::sqrt((200.0 * 200 - 1) / 12)));
  CHECK(quality.focus_score == doctest::Approx((200.0 * 200 - 1) / 12 / 99.5));
  CHECK(quality.saturated_share == doctest::Approx(.01)); // 198 and 199
  CHECK(quality.minimal_share == doctest::Approx(.005));
  CHECK(std::isnan(quality.power_slope)); // 10 rows are too few
}

TEST_CASE("a single pixel's Laplacian")
{
  // Values 4 once and -1 four times, the others 0: variance (16 + 4) / 25 - 0 of the plane; of the pixel 1/25 - 1/625.
  const MadePlane point(5, 5, [](std::size_t x, std::size_t y) { return x == 2 && y == 2 ? 1.0 : 0.0; });
  CHECK(LaplacianVariance(point.View()) == doctest::Approx(.8 / (1.0 / 25 - 1.0 / 625)));
  CHECK(std::isnan(LaplacianVariance(MadePlane(5, 5, [](std::size_t, std::size_t) { return 7.0; }).View())));
}

TEST_CASE("blur lowers both measures of focus, gain and offset move neither")
{
  const MadePlane sharp = Discs(.5);
  const MadePlane soft = Discs(2);
  CHECK(PowerLogLogSlope(soft.View()) < PowerLogLogSlope(sharp.View()) - .5);
  CHECK(LaplacianVariance(soft.View()) < LaplacianVariance(sharp.View()) / 2);
  const MadePlane brighter(
    256, 256, [&sharp](std::size_t x, std::size_t y) { return 3 * sharp.View().data[y * 256 + x] + 50; });
  CHECK(PowerLogLogSlope(brighter.View()) == doctest::Approx(PowerLogLogSlope(sharp.View())).epsilon(1e-4));
  CHECK(LaplacianVariance(brighter.View()) == doctest::Approx(LaplacianVariance(sharp.View())).epsilon(1e-4));
}

TEST_CASE("a plane whose power falls with the square of frequency has the slope -2")
{
  // A wave of every frequency k along x and one along y, both of power 1 / k. The ring of radius k has about 2 pi k
  // places, so that the mean power of its places goes with k^-2.
  const std::size_t side = 256;
  const MadePlane   waves(side, side, [side](std::size_t x, std::size_t y) {
    double value = 0;
    for (std::size_t k = 1; k <= side / 4; ++k)
    {
      const double turn = 2 * 3.14159265358979 * static_cast<double>(k) / static_cast<double>(side);
      const double phase = 2.4 * static_cast<double>(k * k); // so that no place is bright
      value += std::pow(static_cast<double>(k), -.5) *
               (std::cos(turn * static_cast<double>(x) + phase) + std::cos(turn * static_cast<double>(y) + 2 * phase));
    }
    return value;
  });
  CHECK(PowerLogLogSlope(waves.View()) == doctest::Approx(-2).epsilon(.05));
}

TEST_CASE("planes without contrast, without pixels and with what is no number")
{
  const MadePlane    flat(32, 32, [](std::size_t, std::size_t) { return 9.0; });
  const ImageQuality quality = MeasureImageQuality(flat.View(), 9);
  CHECK(quality.standard_deviation == 0);
  CHECK(quality.saturated_share == 1);
  CHECK(quality.minimal_share == 1);
  CHECK(std::isnan(quality.power_slope));
  CHECK(std::isnan(quality.laplacian_variance));
  CHECK_THROWS_AS(MeasureImageQuality({}, 255), Error);
  const MadePlane broken(4, 4, [](std::size_t x, std::size_t y) { return x == 1 && y == 2 ? std::nan("") : 1.0; });
  CHECK_THROWS_WITH_AS(
    MeasureImageQuality(broken.View(), 255), "pixel 1, 2 is not finite; expected grey levels", Error);
}

TEST_CASE("a plane agrees with the field that shaded it")
{
  const auto shade = [](std::size_t x, std::size_t y) {
    const double dx = static_cast<double>(x) - 20;
    const double dy = static_cast<double>(y) - 40;
    return 1.2 - (dx * dx + dy * dy) / 10000;
  };
  const MadePlane field(80, 64, shade);
  const MadePlane turned(80, 64, [&](std::size_t x, std::size_t y) { return shade(79 - x, 63 - y); });
  const MadePlane site(
    80, 64, [&](std::size_t x, std::size_t y) { return 300 * shade(x, y) + (x * y % 7 == 0 ? 40.0 : 0.0); });
  CHECK(FieldAgreement(site.View(), field.View()) > .95);
  CHECK(FieldAgreement(site.View(), turned.View()) < 0);
  const MadePlane flat(80, 64, [](std::size_t, std::size_t) { return 1.0; });
  CHECK(std::isnan(FieldAgreement(site.View(), flat.View())));
  CHECK_THROWS_AS(FieldAgreement(site.View(), MadePlane(64, 80, shade).View()), Error);
}

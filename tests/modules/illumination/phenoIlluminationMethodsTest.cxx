// The estimators of published pipelines on pictures small enough for a pencil; their values on larger ones are compared
// with the programs themselves in tests/golden.
#include "phenoTest.h"

#include "phenoPercentileIllumination.h"
#include "phenoQuarterScaleIllumination.h"
#include "phenoRegularIllumination.h"

#include <cmath>

using namespace pheno;

namespace
{
FieldPicture
Constant(std::size_t width, std::size_t height, double value)
{
  return { width, height, std::vector<double>(width * height, value) };
}

RegularSettings
Plain()
{
  RegularSettings settings;
  settings.smoothing = RegularSmoothing::None;
  settings.normalisation = FieldNormalisation::None;
  settings.full_scale = 1.0;
  return settings;
}
} // namespace

TEST_CASE("regular: the mean of sites, and of the least pixel of each block")
{
  RegularSettings     settings = Plain();
  RegularIllumination pixels(settings);
  pixels.Add({ 3, 1, { 0.1, 0.2, 0.6 } });
  pixels.Add({ 3, 1, { 0.3, 0.4, 0.2 } });
  CHECK(pixels.Estimate().illumination.values[2] == doctest::Approx(0.4));

  settings.source = RegularSource::BlockMinimum;
  settings.block_px = 2;
  RegularIllumination blocks(settings); // 5 pixels: 2 blocks, of the pixels 0 to 2 and 3 to 4
  blocks.Add({ 5, 1, { 0.3, 0.2, 0.1, 0.7, 0.5 } });
  CHECK(blocks.Estimate().average.values == std::vector<double>{ 0.1, 0.1, 0.1, 0.5, 0.5 });
}

TEST_CASE("regular: dilation by r has the weights exp(-d^2 / (2 r^4)) within 3 r, over what is inside")
{
  RegularSettings settings = Plain();
  settings.dilation_px = 0.5; // reaches one pixel, exp(-1 / (2 / 16)) = exp(-8)
  RegularIllumination regular(settings);
  regular.Add({ 3, 1, { 0, 1, 0 } });
  const double side = std::exp(-8.0);
  const auto   dilated = regular.Estimate().dilated.values;
  CHECK(dilated[0] == doctest::Approx(side / (1 + side)).epsilon(1e-12));
  CHECK(dilated[1] == doctest::Approx(1 / (1 + 2 * side)).epsilon(1e-12));
}

TEST_CASE("regular: smoothings of a line")
{
  RegularSettings settings = Plain();
  settings.width_px = 2.35; // sigma 1: the median reaches one pixel
  const auto smooth = [&settings](RegularSmoothing smoothing) {
    settings.smoothing = smoothing;
    RegularIllumination regular(settings);
    regular.Add({ 4, 1, { 0.0, 0.4, 0.8, 0.0 } });
    return regular.Estimate().smoothed.values;
  };
  CHECK(smooth(RegularSmoothing::Mean)[3] == doctest::Approx(0.3));
  const auto median = smooth(RegularSmoothing::Median); // of 0 .4 | 0 .4 .8 | .4 .8 0 | .8 0, upper; .4 is level 26214
  CHECK(median == std::vector<double>{ 26214 / 65535.0, 26214 / 65535.0, 26214 / 65535.0, 52428 / 65535.0 });
  CHECK(smooth(RegularSmoothing::Polynomial)[0] == doctest::Approx(0.6)); // no surface: mean above 0
}

TEST_CASE("every method: one constant site gives an even field")
{
  RegularIllumination      regular;
  PercentileIllumination   percentile;
  QuarterScaleIllumination quarter;
  const FieldPicture       site = Constant(24, 16, 700);
  regular.Add(site);
  percentile.Add(site);
  quarter.Add(site);
  for (std::size_t i = 0; i < site.values.size(); ++i)
  {
    CHECK(regular.Estimate().illumination.values[i] == doctest::Approx(1.0).epsilon(1e-12));
    CHECK(percentile.Estimate().illumination.values[i] == doctest::Approx(700.0).epsilon(1e-12));
    CHECK(quarter.Estimate().illumination.values[i] == doctest::Approx(1.0).epsilon(1e-12));
  }
}

TEST_CASE("percentile: of the mean of sites")
{
  PercentileSettings     settings{ 3, 0.0, 0.0 };
  PercentileIllumination percentile(settings);
  percentile.Add({ 4, 1, { 8, 2, 6, 4 } });
  percentile.Add({ 4, 1, { 4, 0, 6, 8 } });
  const auto stages = percentile.Estimate();
  CHECK(stages.mean.values == std::vector<double>{ 6, 1, 6, 6 });
  CHECK(stages.illumination.values == std::vector<double>{ 1, 1, 1, 6 });
}

TEST_CASE("quarter scale: whole levels, median, at least 1")
{
  QuarterScaleSettings     settings{ 1, 2 }; // not shrunk, disk of radius 1
  QuarterScaleIllumination quarter(settings);
  quarter.Add({ 4, 1, { 10.9, 20.9, 30.9, 40.9 } });
  // rows repeated above and below: medians of 10 10 10 10 20, of 10 20 20 20 30 and so on
  const auto stages = quarter.Estimate();
  CHECK(stages.mean.values[0] == doctest::Approx(10.9));
  // 2nd percentile of 10 20 30 40: 10 + .06 * 10
  const double expected[4] = { 1.0, 20 / 10.6, 30 / 10.6, 40 / 10.6 };
  for (std::size_t i = 0; i < 4; ++i)
  {
    CHECK(stages.illumination.values[i] == doctest::Approx(expected[i]).epsilon(1e-12));
  }
}

TEST_CASE("every method refuses no site, another size and settings without meaning")
{
  CHECK_THROWS_WITH(RegularIllumination().Estimate(), doctest::Contains("no site"));
  CHECK_THROWS_WITH(PercentileIllumination().Estimate(), doctest::Contains("no site"));
  CHECK_THROWS_WITH(QuarterScaleIllumination().Estimate(), doctest::Contains("no site"));
  RegularIllumination      regular;
  PercentileIllumination   percentile;
  QuarterScaleIllumination quarter;
  const auto               addTo = [](auto & method) {
    method.Add(Constant(24, 16, 1));
    method.Add(Constant(16, 24, 1));
  };
  CHECK_THROWS_WITH(addTo(regular), doctest::Contains("16 x 24 pixels"));
  CHECK_THROWS_WITH(addTo(percentile), doctest::Contains("16 x 24 pixels"));
  CHECK_THROWS_WITH(addTo(quarter), doctest::Contains("16 x 24 pixels"));
  CHECK_THROWS_WITH(quarter.Add(Constant(3, 3, 1)), doctest::Contains("at least 4"));
  RegularSettings negative;
  negative.width_px = -1;
  CHECK_THROWS_WITH(RegularIllumination{ negative }, doctest::Contains("width"));
  CHECK_THROWS_WITH(PercentileIllumination(PercentileSettings{ 200, 10, 50 }), doctest::Contains("odd window"));
  CHECK_THROWS_WITH(QuarterScaleIllumination(QuarterScaleSettings{ 0, 24 }), doctest::Contains("shrink"));
}

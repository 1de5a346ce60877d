// Low-rank and sparse separation on stacks made by the model itself.
#include "phenoTest.h"

#include "phenoBasicIllumination.h"

#include <cmath>
#include <cstdint>
#include <random>

using namespace pheno;

namespace
{
struct Recipe
{
  std::size_t width = 48;
  std::size_t height = 36;
  double      vignette = 0.4;
  double      offset = 0.0;
  double      cells = 0.1; ///< share of pixels that a cell covers
};

double
Vignette(const Recipe & recipe, std::size_t pixel)
{
  const double x = 2 * static_cast<double>(pixel % recipe.width) / static_cast<double>(recipe.width - 1) - 1;
  const double y = 2 * static_cast<double>(pixel / recipe.width) / static_cast<double>(recipe.height - 1) - 1;
  return 1 - recipe.vignette * 0.5 * (x * x + y * y);
}

/** Sites of different baselines, a few pixels much brighter, under a vignette and an offset. */
void
AddSites(BasicIllumination & basic, const Recipe & recipe, int sites, std::uint64_t seed)
{
  std::mt19937_64 random(seed);
  const auto      uniform = [&random] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  for (int site = 0; site < sites; ++site)
  {
    const double baseline = 50 + 100 * uniform();
    FieldPicture picture{ recipe.width, recipe.height, {} };
    for (std::size_t pixel = 0; pixel < recipe.width * recipe.height; ++pixel)
    {
      const double cell = uniform() < recipe.cells ? 300 + 200 * uniform() : 0.0;
      picture.values.push_back((baseline + cell) * Vignette(recipe, pixel) + recipe.offset + uniform() - 0.5);
    }
    basic.Add(picture);
  }
}

/** RMS of the relative difference to the vignette at mean 1. */
double
ErrorOf(const FieldPicture & flat, const Recipe & recipe)
{
  double mean = 0;
  for (std::size_t pixel = 0; pixel < flat.values.size(); ++pixel)
  {
    mean += Vignette(recipe, pixel) / static_cast<double>(flat.values.size());
  }
  double squares = 0;
  for (std::size_t pixel = 0; pixel < flat.values.size(); ++pixel)
  {
    const double difference = flat.values[pixel] * mean / Vignette(recipe, pixel) - 1;
    squares += difference * difference;
  }
  return std::sqrt(squares / static_cast<double>(flat.values.size()));
}

BasicIllumination::Fields
Estimate(const BasicSettings & settings, const Recipe & recipe, int sites = 40)
{
  BasicIllumination basic(settings);
  AddSites(basic, recipe, sites, 3);
  return basic.Estimate();
}
} // namespace

TEST_CASE("BaSiC: a vignette under sparse cells is found, without a dark field and with one that is not there")
{
  const Recipe recipe;
  for (const bool dark : { false, true })
  {
    CAPTURE(dark);
    BasicSettings settings;
    settings.dark_field = dark;
    const auto fields = Estimate(settings, recipe);
    CHECK(ErrorOf(fields.flat, recipe) < (dark ? 0.02 : 0.01)); // sorted sites know less of the field
    CHECK(fields.offset < 2.0);                                 // of baselines of 50 to 150
  }
}

TEST_CASE("BaSiC: three quarters of an offset are told from the baselines, and with it the field")
{
  Recipe recipe;
  recipe.offset = 40;
  BasicSettings settings;
  const auto    fields = Estimate(settings, recipe);
  CHECK(ErrorOf(fields.flat, recipe) < 0.02);
  CHECK(fields.offset > 30);
  CHECK(fields.offset < 42);
  settings.dark_field = false;
  CHECK(ErrorOf(Estimate(settings, recipe).flat, recipe) > 0.03); // the offset flattens the field
}

TEST_CASE("BaSiC: larger sites are averaged down, the field comes back at their size")
{
  Recipe recipe;
  recipe.width = 96;
  recipe.height = 72;
  recipe.cells = 0.01; // of nine pixels that become one
  BasicSettings settings;
  settings.working_px = 32;
  const auto fields = Estimate(settings, recipe);
  CHECK(fields.flat.width == 96);
  CHECK(fields.flat.height == 72);
  CHECK(ErrorOf(fields.flat, recipe) < 0.015);
}

TEST_CASE("BaSiC: one site, constant sites and blank sites")
{
  const auto flatOf = [](int sites, double value) {
    BasicIllumination basic;
    for (int site = 0; site < sites; ++site)
    {
      basic.Add({ 12, 9, std::vector<double>(108, value) });
    }
    return basic.Estimate();
  };
  for (const int sites : { 1, 7 })
  {
    for (const double value : { 0.0, 300.0 })
    {
      CAPTURE(sites);
      CAPTURE(value);
      const auto fields = flatOf(sites, value);
      CHECK(fields.offset == 0.0);
      for (const double flat : fields.flat.values)
      {
        CHECK(flat == doctest::Approx(1.0).epsilon(1e-6));
      }
    }
  }
  BasicIllumination pixel;
  pixel.Add({ 1, 1, { 5 } });
  CHECK(pixel.Estimate().flat.values == std::vector<double>{ 1.0 });
}

TEST_CASE("BaSiC: the same sites give the same bytes; more sites than are kept are a seeded sample")
{
  BasicSettings settings;
  settings.sampled_sites = 10;
  settings.seed = 4;
  const Recipe recipe;
  const auto   first = Estimate(settings, recipe);
  CHECK(first.flat.values == Estimate(settings, recipe).flat.values);
  settings.seed = 5;
  CHECK(first.flat.values != Estimate(settings, recipe).flat.values);
}

TEST_CASE("BaSiC refuses no site, another size and settings without meaning")
{
  BasicIllumination basic;
  CHECK_THROWS_WITH(basic.Estimate(), doctest::Contains("no site"));
  basic.Add({ 2, 1, { 1, 2 } });
  CHECK_THROWS_WITH(basic.Add({ 1, 2, { 1, 2 } }), doctest::Contains("1 x 2 pixels"));
  BasicSettings settings;
  settings.working_px = 0;
  CHECK_THROWS_WITH(BasicIllumination{ settings }, doctest::Contains("working size"));
}

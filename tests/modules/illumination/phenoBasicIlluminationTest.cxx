// Low-rank and sparse separation on stacks made by the model itself.
#include "phenoTest.h"

#include "phenoBasicIllumination.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using namespace pheno;

namespace
{
struct Recipe
{
  std::size_t width = 48;
  std::size_t height = 36;
  double      vignette = 0.4;
  double      offset = 0.0;
  double      slope = 0.0; ///< of the dark field from the middle to the right border, grey levels
  double      bump = 0.0;  ///< height of a Gaussian on it, sigma a tenth of the sides
  double      cells = 0.1; ///< share of pixels that a cell covers
};

double
Vignette(const Recipe & recipe, std::size_t pixel)
{
  const double x = 2 * static_cast<double>(pixel % recipe.width) / static_cast<double>(recipe.width - 1) - 1;
  const double y = 2 * static_cast<double>(pixel / recipe.width) / static_cast<double>(recipe.height - 1) - 1;
  return 1 - recipe.vignette * 0.5 * (x * x + y * y);
}

double
Dark(const Recipe & recipe, std::size_t pixel)
{
  const double u = static_cast<double>(pixel % recipe.width) / static_cast<double>(recipe.width - 1);
  const double v = static_cast<double>(pixel / recipe.width) / static_cast<double>(recipe.height - 1);
  const double squared = (u - 0.7) * (u - 0.7) + (v - 0.35) * (v - 0.35);
  return recipe.offset + recipe.slope * (2 * u - 1) + recipe.bump * std::exp(-squared / 0.02);
}

/** Sites of different baselines, a few pixels much brighter, under a vignette and a dark field. */
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
      picture.values.push_back((baseline + cell) * Vignette(recipe, pixel) + Dark(recipe, pixel) + uniform() - 0.5);
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

/** RMS of the difference to the dark field, each less its mean if asked for, in grey levels. */
double
DarkErrorOf(const FieldPicture & dark, const Recipe & recipe, bool centred)
{
  double mean = 0;
  double squares = 0;
  for (std::size_t pixel = 0; pixel < dark.values.size(); ++pixel)
  {
    const double difference = dark.values[pixel] - Dark(recipe, pixel);
    mean += difference / static_cast<double>(dark.values.size());
    squares += difference * difference / static_cast<double>(dark.values.size());
  }
  return std::sqrt(squares - (centred ? mean * mean : 0));
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
    CHECK(ErrorOf(fields.flat, recipe) < 0.001); // reached: .0004
    CHECK(DarkErrorOf(fields.dark, recipe, false) < 0.01);
  }
}

TEST_CASE("BaSiC: a constant dark field is found constant, and with it the field")
{
  Recipe recipe;
  recipe.offset = 40;
  BasicSettings settings;
  const auto    fields = Estimate(settings, recipe);
  CHECK(ErrorOf(fields.flat, recipe) < 0.001);                 // reached: .0005
  CHECK(DarkErrorOf(fields.dark, recipe, true) < 0.01);        // no residual
  CHECK(fields.offset == doctest::Approx(40).epsilon(0.0125)); // reached: .2 off
  settings.dark_field = false;
  const auto without = Estimate(settings, recipe);
  CHECK(ErrorOf(without.flat, recipe) > 0.03); // the offset flattens the field
  CHECK(without.dark.values == std::vector<double>(recipe.width * recipe.height, 0.0));
}

TEST_CASE("BaSiC: a dark field with a slope and a bump is told from the vignette")
{
  Recipe recipe;
  recipe.offset = 20;
  recipe.slope = 4;
  recipe.bump = 6; // in all 2.8 grey levels RMS about the mean
  for (const int sites : { 40, 96 })
  {
    CAPTURE(sites);
    const auto fields = Estimate({}, recipe, sites);
    CHECK(ErrorOf(fields.flat, recipe) < 0.003);                  // reached: .0017, .0012
    CHECK(DarkErrorOf(fields.dark, recipe, true) < 0.3);          // reached: .18, .14
    CHECK(fields.offset == doctest::Approx(20.36).epsilon(0.03)); // reached: .24, .20 off
  }
}

TEST_CASE("BaSiC: without noise or cells the dark field is found as well")
{
  Recipe recipe;
  recipe.offset = 20;
  recipe.slope = 4;
  BasicIllumination basic;
  for (int site = 0; site < 30; ++site)
  {
    FieldPicture picture{ recipe.width, recipe.height, {} };
    for (std::size_t pixel = 0; pixel < recipe.width * recipe.height; ++pixel)
    {
      picture.values.push_back((50 + 4 * site) * Vignette(recipe, pixel) + Dark(recipe, pixel));
    }
    basic.Add(picture);
  }
  CHECK(DarkErrorOf(basic.Estimate().dark, recipe, false) < 0.05);
}

TEST_CASE("BaSiC: another order of the sites gives the same fields but for rounding")
{
  Recipe recipe;
  recipe.offset = 20;
  recipe.slope = 4;
  std::vector<FieldPicture> sites;
  for (int site = 0; site < 30; ++site)
  {
    FieldPicture picture{ recipe.width, recipe.height, {} };
    for (std::size_t pixel = 0; pixel < recipe.width * recipe.height; ++pixel)
    {
      const double cell = (pixel * 7 + static_cast<std::size_t>(site) * 13) % 29 == 0 ? 300 : 0;
      picture.values.push_back((60 + 4 * site + cell) * Vignette(recipe, pixel) + Dark(recipe, pixel));
    }
    sites.push_back(picture);
  }
  BasicIllumination forward, backward;
  for (std::size_t i = 0; i < sites.size(); ++i)
  {
    forward.Add(sites[i]);
    backward.Add(sites[sites.size() - 1 - i]);
  }
  const auto a = forward.Estimate();
  const auto b = backward.Estimate();
  for (std::size_t pixel = 0; pixel < recipe.width * recipe.height; ++pixel)
  {
    CHECK(a.flat.values[pixel] == doctest::Approx(b.flat.values[pixel]).epsilon(1e-3));
    CHECK(a.dark.values[pixel] == doctest::Approx(b.dark.values[pixel]).epsilon(1e-2));
  }
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
      CHECK(fields.dark.values == std::vector<double>(108, 0.0));
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

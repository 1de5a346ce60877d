#include "phenoTest.h"

#include "modules/illumination/phenoSimulatedField.h"

#include "phenoFlatFieldEstimator.h"

#include <limits>

using namespace pheno;
using pheno::test::Grid;

namespace
{
/** RMS of the relative difference of two fields after both are scaled to mean 1. */
double
RelativeError(const itk::Image<float, 2> & found, const test::FieldRecipe & recipe)
{
  const auto truth = test::MakeImage<float>({ recipe.width, recipe.height, 1.0 },
                                            [&](double x, double y) { return test::VignetteAt(recipe, x, y); });
  const auto mean = [](const std::vector<float> & v) {
    double sum = 0;
    for (const float value : v)
    {
      sum += value;
    }
    return sum / static_cast<double>(v.size());
  };
  const auto   a = test::PixelsOf(&found);
  const auto   b = test::PixelsOf(truth.GetPointer());
  const double scale = mean(b) / mean(a);
  double       squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    const double difference = a[i] * scale / b[i] - 1;
    squares += difference * difference;
  }
  return std::sqrt(squares / static_cast<double>(a.size()));
}

FlatField
EstimateSimulated(const test::FieldRecipe & recipe, int sites, const FlatFieldSettings & settings, std::uint64_t seed)
{
  FlatFieldEstimator estimator(settings);
  for (int site = 0; site < sites; ++site)
  {
    estimator.Add(*test::SimulateField(recipe, seed * 100000 + static_cast<std::uint64_t>(site)).plane);
  }
  return estimator.Estimate();
}

itk::Image<float, 2>::Pointer
Constant(const Grid & grid, double value)
{
  return test::MakeImage<float>(grid, [value](double, double) { return value; });
}
} // namespace

TEST_CASE("field of simulated sites within 3 % of the truth, offset not told")
{
  for (const std::uint64_t seed : { 1, 2, 3 })
  {
    CAPTURE(seed);
    const test::FieldRecipe recipe;
    const FlatField         field = EstimateSimulated(recipe, 120, {}, seed);
    MESSAGE("error ", RelativeError(*field.flat, recipe), ", dark ", field.dark);
    CHECK(RelativeError(*field.flat, recipe) < 0.03);
    CHECK(field.dark == doctest::Approx(recipe.offset).epsilon(0.15));
  }
}

TEST_CASE("field of simulated sites with the offset told")
{
  const test::FieldRecipe recipe;
  FlatFieldSettings       settings;
  settings.dark = recipe.offset;
  for (const auto & [statistic, bound] :
       { std::pair{ FlatFieldStatistic::Foreground, 0.04 }, // half the sites of the case before
         std::pair{ FlatFieldStatistic::Background, 0.01 },
         std::pair{ FlatFieldStatistic::Median, 0.02 },
         std::pair{ FlatFieldStatistic::Mean, 0.10 } })
  {
    settings.statistic = statistic;
    const FlatField field = EstimateSimulated(recipe, 60, settings, 7);
    CAPTURE(static_cast<int>(statistic));
    CHECK(field.dark == recipe.offset);
    CHECK(RelativeError(*field.flat, recipe) < bound);
  }
}

TEST_CASE("the field of the foreground does not depend on the offset, which is found with it")
{
  const test::FieldRecipe recipe;
  FlatFieldEstimator      low, high;
  for (std::uint64_t site = 0; site < 60; ++site)
  {
    const auto    plane = test::SimulateField(recipe, 400000 + site).plane;
    const float * light = plane->GetBufferPointer();
    low.Add(*plane);
    high.Add(*test::MakeImage<float>({ recipe.width, recipe.height, 1.0 }, [&](double x, double y) {
      return light[static_cast<std::size_t>(y * 320 + x)] + 1000;
    }));
  }
  const FlatField a = low.Estimate();
  const FlatField b = high.Estimate();
  CHECK(b.dark - a.dark == doctest::Approx(1000).epsilon(0.01));
  const auto first = test::PixelsOf(a.flat.GetPointer());
  const auto second = test::PixelsOf(b.flat.GetPointer());
  for (std::size_t i = 0; i < first.size(); i += 997)
  {
    CHECK(second[i] == doctest::Approx(first[i]).epsilon(1e-3));
  }
}

TEST_CASE("sites too few for a foreground give the field of their background")
{
  const test::FieldRecipe recipe;
  FlatFieldSettings       background;
  background.statistic = FlatFieldStatistic::Background;
  const FlatField a = EstimateSimulated(recipe, 3, {}, 5);
  const FlatField b = EstimateSimulated(recipe, 3, background, 5);
  CHECK(a.dark == 0.0);
  CHECK(test::PixelsOf(a.flat.GetPointer()) == test::PixelsOf(b.flat.GetPointer()));
}

TEST_CASE("a quadratic field without cells or noise is found exactly")
{
  // I_s = flat * b_s: the mean is proportional to the field, which local quadratic smoothing leaves alone.
  test::FieldRecipe recipe;
  recipe.width = 96;
  recipe.height = 64;
  FlatFieldSettings settings;
  settings.dark = 20;
  settings.statistic = FlatFieldStatistic::Mean;
  FlatFieldEstimator estimator(settings);
  for (const double brightness : { 100.0, 200.0, 400.0 })
  {
    estimator.Add(*test::MakeImage<float>(
      { 96, 64, 1.0 }, [&](double x, double y) { return 20 + brightness * test::VignetteAt(recipe, x, y); }));
  }
  CHECK(RelativeError(*estimator.Estimate().flat, recipe) < 1e-3); // blocks of 2 px: their mean is not their centre
}

TEST_CASE("constant sites give an even field and no offset")
{
  FlatFieldEstimator estimator;
  for (int site = 0; site < 20; ++site)
  {
    estimator.Add(*Constant({}, 300));
  }
  const FlatField field = estimator.Estimate();
  CHECK(field.dark == 0.0);
  for (const float value : test::PixelsOf(field.flat.GetPointer()))
  {
    CHECK(value == doctest::Approx(1.0));
  }
}

TEST_CASE("blank sites give an even field")
{
  FlatFieldEstimator estimator;
  estimator.Add(*Constant({}, 0));
  const FlatField field = estimator.Estimate();
  CHECK(field.dark == 0.0);
  CHECK(test::PixelsOf(field.flat.GetPointer()) == std::vector<float>(64 * 48, 1.0f));
}

TEST_CASE("one pixel, one row")
{
  for (const Grid & grid : { Grid{ 1, 1, 1.0 }, Grid{ 50, 1, 1.0 }, Grid{ 1, 50, 1.0 }, Grid{ 2, 2, 1.0 } })
  {
    FlatFieldEstimator estimator;
    for (int site = 0; site < 20; ++site)
    {
      estimator.Add(*Constant(grid, 10 + site));
    }
    const FlatField field = estimator.Estimate();
    for (const float value : test::PixelsOf(field.flat.GetPointer()))
    {
      CHECK(value == doctest::Approx(1.0));
    }
  }
}

TEST_CASE("values that are not finite count as missing")
{
  const float        nan = std::numeric_limits<float>::quiet_NaN();
  FlatFieldEstimator estimator;
  estimator.Add(*test::MakeImage<float>({}, [&](double x, double y) { return x < 5 && y < 5 ? nan : 7.0; }));
  estimator.Add(*Constant({}, nan));
  CHECK(estimator.GetNumberOfSites() == 1);
  for (const float value : test::PixelsOf(estimator.Estimate().flat.GetPointer()))
  {
    CHECK(value == doctest::Approx(1.0));
  }
}

TEST_CASE("more sites than are kept: a seeded sample")
{
  test::FieldRecipe recipe;
  recipe.width = 64;
  recipe.height = 64;
  FlatFieldSettings settings;
  settings.sampled_sites = 20;
  settings.seed = 5;
  const auto a = EstimateSimulated(recipe, 60, settings, 1);
  const auto b = EstimateSimulated(recipe, 60, settings, 1);
  settings.seed = 6;
  const auto c = EstimateSimulated(recipe, 60, settings, 1);
  CHECK(test::PixelsOf(a.flat.GetPointer()) == test::PixelsOf(b.flat.GetPointer()));
  CHECK(a.dark == b.dark);
  CHECK(test::PixelsOf(a.flat.GetPointer()) != test::PixelsOf(c.flat.GetPointer()));
}

TEST_CASE("the field has the geometry of the sites")
{
  FlatFieldEstimator estimator;
  estimator.Add(*Constant({ 30, 20, 0.65 }, 5));
  const FlatField field = estimator.Estimate();
  CHECK(field.flat->GetSpacing()[0] == 0.65);
  CHECK(field.flat->GetLargestPossibleRegion().GetSize()[0] == 30);
}

TEST_CASE("no sites, unequal sites and bad settings are refused")
{
  FlatFieldEstimator estimator;
  CHECK_THROWS_WITH_AS(estimator.Estimate(), doctest::Contains("no site"), itk::ExceptionObject);
  estimator.Add(*Constant({}, 5));
  CHECK_THROWS_WITH_AS(
    estimator.Add(*Constant({ 65, 48, 1.0 }, 5)), doctest::Contains("expected [64, 48]"), itk::ExceptionObject);
  FlatFieldSettings settings;
  settings.smoothing_px = -1;
  CHECK_THROWS_AS(FlatFieldEstimator{ settings }, itk::ExceptionObject);
  settings = {};
  settings.sampled_sites = 0;
  CHECK_THROWS_AS(FlatFieldEstimator{ settings }, itk::ExceptionObject);
}

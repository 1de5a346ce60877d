#include "phenoProfileTest.h"

#include "phenoBootstrap.h"
#include "phenoExactBootstrap.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("all resamples of three values, by hand")
{
  // Means of 27 resamples of {0, 0, 3}: the count of 3s is binomial with 3 trials of 1/3.
  const ExactBootstrap exact = EnumerateBootstrap(std::vector<double>{ 0, 3, kNaN, 0 }, Center::Mean);
  CHECK(exact.estimate == 1);
  CheckSame(exact.support, { 0, 1, 2, 3 }, 1e-15);
  CheckSame(exact.cdf, { 8.0 / 27, 20.0 / 27, 26.0 / 27, 1 }, 1e-14);
  CHECK(exact.mean == doctest::Approx(1));
  CHECK(exact.deviation == doctest::Approx(std::sqrt(2.0 / 3)));
  CHECK(exact.Quantile(8.0 / 27) == 0);
  CHECK(exact.Quantile(0.3) == 1);
  CHECK(exact.Quantile(1) == 3);
}

TEST_CASE("the deviation of a mean is sd / sqrt n, of a median what random resamples give")
{
  const std::vector<double> values = { 1, 2, 4, 7, 11, 12, -3 };
  const ExactBootstrap      mean = EnumerateBootstrap(values, Center::Mean);
  double                    squares = 0;
  for (const double value : values)
  {
    squares += (value - 34.0 / 7) * (value - 34.0 / 7);
  }
  CHECK(mean.mean == doctest::Approx(34.0 / 7));
  CHECK(mean.deviation == doctest::Approx(std::sqrt(squares / 49)));
  const ExactBootstrap median = EnumerateBootstrap(values, Center::Median);
  BootstrapOptions     options;
  options.resamples = 20000;
  CHECK(median.Quantile(0.025) == BootstrapMedian(values, options).low);
  CHECK(median.Quantile(0.975) == BootstrapMedian(values, options).high);
}

TEST_CASE("nothing, one value, too many")
{
  CHECK(std::isnan(EnumerateBootstrap({}, Center::Mean).estimate));
  CHECK(std::isnan(EnumerateBootstrap({}, Center::Mean).Quantile(0.5)));
  const ExactBootstrap one = EnumerateBootstrap(std::vector<double>{ 3.5 }, Center::Median);
  CHECK(one.support == std::vector<double>{ 3.5 });
  CHECK(one.deviation == 0);
  CHECK_THROWS_AS(EnumerateBootstrap(std::vector<double>(13, 1.0), Center::Mean), ProfileError);
}

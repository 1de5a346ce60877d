#include "phenoProfileTest.h"

#include "phenoBootstrap.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("ends of the mean of two values are the values")
{
  // Resampled means of {0, 1}: 0 and 1 with probability 1/4 each, 1/2 with 1/2.
  const Interval interval = BootstrapMean(std::vector<double>{ 0, kNaN, 1 });
  CHECK(interval.estimate == 0.5);
  CHECK(interval.low == 0);
  CHECK(interval.high == 1);
  CHECK(interval.n == 2);
  BootstrapOptions narrow;
  narrow.level = 0.4; // shares .3 and .7 both fall on 1/2
  const Interval middle = BootstrapMean(std::vector<double>{ 0, 1 }, narrow);
  CHECK(middle.low == 0.5);
  CHECK(middle.high == 0.5);
}

TEST_CASE("the interval of a mean has about the normal width, and is seeded")
{
  std::vector<double> values;
  for (int i = 0; i < 200; ++i)
  {
    values.push_back(i % 20 + 1e-4 * i);
  }
  BootstrapOptions options;
  options.resamples = 4000;
  const Interval interval = BootstrapMean(values, options);
  const double   error = std::sqrt(33.25 / 200); // variance of 0..19
  CHECK(interval.low == doctest::Approx(9.51 - 1.96 * error).epsilon(0.01));
  CHECK(interval.high == doctest::Approx(9.51 + 1.96 * error).epsilon(0.01));
  CHECK(BootstrapMean(values, options).low == interval.low);
  options.seed = 1;
  CHECK(BootstrapMean(values, options).low != interval.low);
}

TEST_CASE("any statistic over units, such as a ratio")
{
  const std::vector<double> hits = { 1, 0, 1, 1 };
  const Interval            interval = Bootstrap(4, [&hits](std::span<const std::size_t> units) {
    double sum = 0;
    for (const std::size_t unit : units)
    {
      sum += hits[unit];
    }
    return sum / static_cast<double>(units.size());
  });
  CHECK(interval.estimate == 0.75);
  CHECK(interval.low >= 0);
  CHECK(interval.high == 1);
}

TEST_CASE("nothing, one value, a median, impossible options")
{
  CHECK(std::isnan(BootstrapMean({}).estimate));
  CHECK(std::isnan(BootstrapMean(std::vector<double>{ kNaN }).low));
  const Interval one = BootstrapMedian(std::vector<double>{ 3.5 });
  CHECK(one.low == 3.5);
  CHECK(one.high == 3.5);
  CHECK(BootstrapMedian(std::vector<double>{ 1, 2, 30 }).estimate == 2);
  BootstrapOptions options;
  options.level = 1;
  CHECK_THROWS_AS(BootstrapMean(std::vector<double>{ 1 }, options), ProfileError);
  options.level = 0.9;
  options.resamples = 0;
  CHECK_THROWS_AS(BootstrapMean(std::vector<double>{ 1 }, options), ProfileError);
}

#include "phenoSampleStatistics.h"

#include "phenoTest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace pheno;

namespace
{
double
MedianBySorting(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<double>
Deviations(std::vector<double> values, double median)
{
  for (double & value : values)
  {
    value = std::abs(value - median);
  }
  return values;
}
} // namespace

TEST_CASE("Median and its deviation are those of the sorted values, whatever their order, ties and number")
{
  std::mt19937_64 engine(1);
  for (const std::size_t count : { 1, 2, 3, 23, 24, 25, 26, 96, 383, 384, 5000 })
  {
    for (const std::uint64_t different :
         { std::uint64_t{ 1 }, std::uint64_t{ 2 }, std::uint64_t{ 7 }, ~std::uint64_t{ 0 } })
    {
      for (const char * order : { "drawn", "rising", "falling" })
      {
        CAPTURE(count);
        CAPTURE(different);
        CAPTURE(order);
        std::vector<double> values(count);
        std::generate(values.begin(), values.end(), [&] { return static_cast<double>(engine() % different) - 3; });
        if (order[0] != 'd')
        {
          std::sort(values.begin(), values.end());
        }
        if (order[0] == 'f')
        {
          std::reverse(values.begin(), values.end());
        }
        const double median = MedianBySorting(values);
        CHECK(Median(values) == median);
        const MedianAndDeviation both = MedianWithDeviation(values);
        CHECK(both.median == median);
        CHECK(both.deviation == MedianBySorting(Deviations(values, median)));
      }
    }
  }
}

TEST_CASE("Missing values are left out of a median; infinite ones are values; nothing has none")
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(Median(std::vector<double>{ nan, 3, 1, nan, 2 }) == 2);
  CHECK(Median(std::vector<double>{ infinity, 1, 2, infinity, infinity }) == infinity);
  CHECK(std::isnan(Median(std::vector<double>{ nan })));
  CHECK(std::isnan(Median(std::vector<double>{})));
}

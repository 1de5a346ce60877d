#include "phenoProfileTest.h"

#include "phenoGroupNormalisation.h"
#include "phenoSampleStatistics.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr NormaliseMethod kMethods[] = { NormaliseMethod::Standardize,
                                         NormaliseMethod::Robustize,
                                         NormaliseMethod::MadRobustize };

/** Sorted values of a column over reference rows. */
std::vector<double>
SortedReference(const Matrix & matrix, const RowMask & mask, std::size_t feature)
{
  std::vector<double> values;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    if (mask[row])
    {
      values.push_back(matrix(row, feature));
    }
  }
  std::sort(values.begin(), values.end());
  return values;
}

double
NaiveQuantile(const std::vector<double> & sorted, double fraction)
{
  const double position = fraction * (sorted.size() - 1);
  const double below = std::floor(position);
  const double above = std::ceil(position);
  return sorted[below] * (1 - (position - below)) + sorted[above] * (position - below);
}

std::pair<double, double>
NaiveFit(const std::vector<double> & sorted, NormaliseMethod method)
{
  if (method == NormaliseMethod::Standardize)
  {
    double sum = 0;
    double squares = 0;
    for (const double value : sorted)
    {
      sum += value;
      squares += value * value;
    }
    const double mean = sum / sorted.size();
    return { mean, std::sqrt(squares / sorted.size() - mean * mean) };
  }
  const double median = NaiveQuantile(sorted, 0.5);
  if (method == NormaliseMethod::Robustize)
  {
    return { median, NaiveQuantile(sorted, 0.75) - NaiveQuantile(sorted, 0.25) };
  }
  std::vector<double> deviations;
  for (const double value : sorted)
  {
    deviations.push_back(std::abs(value - median));
  }
  std::sort(deviations.begin(), deviations.end());
  return { median, 1.4826 * NaiveQuantile(deviations, 0.5) + 1e-18 };
}
} // namespace

TEST_CASE("every method equals its formula in plain loops")
{
  const Matrix matrix = RandomMatrix(23, 4, 3);
  RowMask      mask(23, 0);
  for (std::size_t row = 0; row < 23; row += 2)
  {
    mask[row] = 1;
  }
  for (const NormaliseMethod method : kMethods)
  {
    Matrix normalised = matrix;
    ApplyNormalisation(FitNormalisation(matrix, mask, method), normalised);
    for (std::size_t feature = 0; feature < 4; ++feature)
    {
      const auto [center, scale] = NaiveFit(SortedReference(matrix, mask, feature), method);
      for (std::size_t row = 0; row < 23; ++row)
      {
        CHECK(normalised(row, feature) == doctest::Approx((matrix(row, feature) - center) / scale).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("a constant feature becomes 0 where it equals the constant")
{
  const Matrix matrix = MakeMatrix({ { 0.1 }, { 0.1 }, { 0.1 }, { 0.3 } });
  for (const NormaliseMethod method : kMethods)
  {
    Matrix normalised = matrix;
    ApplyNormalisation(FitNormalisation(matrix, { 1, 1, 1, 0 }, method), normalised);
    CHECK(normalised(0, 0) == doctest::Approx(0));
    const double other = method == NormaliseMethod::MadRobustize ? 0.2 / kMadEpsilon : 0.2;
    CHECK(normalised(3, 0) == doctest::Approx(other).epsilon(1e-12));
  }
}

TEST_CASE("missing values are left out of the fit and stay missing")
{
  const Matrix with = MakeMatrix({ { 1, kNaN }, { 3, kNaN }, { kNaN, kNaN }, { 8, 1 } });
  for (const NormaliseMethod method : kMethods)
  {
    const Normalisation fit = FitNormalisation(with, { 1, 1, 1, 0 }, method);
    CHECK(fit.center[0] == 2);
    CHECK(std::isnan(fit.center[1]));
    Matrix normalised = with;
    ApplyNormalisation(fit, normalised);
    CHECK(std::isnan(normalised(2, 0)));
    CHECK(std::isnan(normalised(3, 1)));
  }
}

TEST_CASE("one control: center is that control, the scale falls back")
{
  const Matrix matrix = MakeMatrix({ { 5 }, { 7 } });
  CHECK(FitNormalisation(matrix, { 1, 0 }, NormaliseMethod::Standardize).scale[0] == 1);
  CHECK(FitNormalisation(matrix, { 1, 0 }, NormaliseMethod::Robustize).scale[0] == 1);
  CHECK(FitNormalisation(matrix, { 1, 0 }, NormaliseMethod::MadRobustize).scale[0] == kMadEpsilon);
}

TEST_CASE("every plate is normalised on its own controls")
{
  Matrix            matrix = RandomMatrix(12, 3, 5);
  const Matrix      before = matrix;
  const LabelColumn plates = { "P1", "P2", "P1", "P2", "P1", "P2", "P1", "P2", "P1", "P2", "P1", "P2" };
  const RowMask     controls = { 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0 };
  NormalisePerGroup(matrix, plates, controls, NormaliseMethod::Standardize);
  std::vector<std::size_t> second = { 1, 3, 5, 7, 9, 11 };
  Matrix                   alone = SelectRows(before, second);
  ApplyNormalisation(FitNormalisation(alone, { 1, 1, 1, 0, 0, 0 }, NormaliseMethod::Standardize), alone);
  CheckSame(SelectRows(matrix, second).values, alone.values, 0);
}

TEST_CASE("a plate without controls is named")
{
  Matrix matrix(4, 1);
  CHECK_THROWS_WITH_AS(
    NormalisePerGroup(matrix, { "P1", "P2", "P2", "P3" }, { 1, 0, 0, 0 }, NormaliseMethod::MadRobustize),
    "group 'P2' has 2 rows and none of them is marked as reference (control); 2 of 3 groups have no reference rows",
    ProfileError);
  CHECK_THROWS_AS(FitNormalisation(matrix, { 0, 0, 0, 0 }, NormaliseMethod::Standardize), ProfileError);
  CHECK_THROWS_AS(FitNormalisation(matrix, { 1 }, NormaliseMethod::Standardize), ProfileError);
  CHECK_THROWS_AS(NormaliseMethodFromName("z"), ProfileError);
}

TEST_CASE("sample statistics of nothing and of one value")
{
  CHECK(std::isnan(Mean({})));
  CHECK(std::isnan(Median({})));
  CHECK(std::isnan(Quantile({}, 0.5)));
  CHECK(std::isnan(MedianAbsoluteDeviation({})));
  const std::vector<double> one = { kNaN, 4 };
  CHECK(Mean(one) == 4);
  CHECK(StandardDeviation(one, 0) == 0);
  CHECK(std::isnan(StandardDeviation(one, 1)));
  CHECK(Quantile(one, 1) == 4);
  CHECK_THROWS_AS(Quantile(one, 1.5), ProfileError);
  // numpy.quantile([1, 2, 4, 8], .9) = 4 + .7 * 4
  CHECK(Quantile(std::vector<double>{ 8, 1, 4, 2 }, 0.9) == doctest::Approx(6.8).epsilon(1e-15));
}

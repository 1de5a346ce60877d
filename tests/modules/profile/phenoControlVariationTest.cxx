#include "phenoProfileTest.h"

#include "phenoControlVariation.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
struct Screen
{
  Matrix      matrix = RandomMatrix(40, 5, 41);
  RowMask     controls = RowMask(40, 0);
  LabelColumn batches;

  Screen()
  {
    for (std::size_t row = 0; row < 40; ++row)
    {
      controls[row] = row % 4 < 3;
      batches.push_back(row < 20 ? "b1" : "b2");
      matrix(row, 1) += 2 * matrix(row, 0) + 7;
      matrix(row, 3) = 4; // constant
    }
  }
};

/** Sum of products of two columns over the rows of a mask and their number. */
double
MeanProduct(const Matrix & matrix, const RowMask & mask, std::size_t a, std::size_t b)
{
  double sum = 0;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    sum += mask[row] ? matrix(row, a) * matrix(row, b) : 0;
  }
  return sum / static_cast<double>(std::count(mask.begin(), mask.end(), 1));
}
} // namespace

TEST_CASE("without batches the controls come out white; a constant feature costs one axis")
{
  const Screen data;
  const Matrix out = ApplyControlVariation(FitControlVariation(data.matrix, data.controls, {}), data.matrix, {});
  REQUIRE(out.columns == 5);
  for (std::size_t a = 0; a < 5; ++a)
  {
    for (std::size_t b = 0; b < 5; ++b)
    {
      CHECK(MeanProduct(out, data.controls, a, b) == doctest::Approx(a == b && a < 4 ? 1 : 0).epsilon(1e-10));
    }
  }
}

TEST_CASE("a batch is multiplied by (S + I / 2)^(-1/2): one axis by hand")
{
  // Controls of b1: -1, 1, of b2: -3, 3; mean 0, deviation sqrt(5). S of b1 = 2 / 5, of b2 = 18 / 5.
  const Matrix           matrix = MakeMatrix({ { -1 }, { 1 }, { -3 }, { 3 }, { 5 }, { 5 } });
  const RowMask          controls = { 1, 1, 1, 1, 0, 0 };
  const LabelColumn      batches = { "b1", "b1", "b2", "b2", "b1", "b2" };
  const ControlVariation fit = FitControlVariation(matrix, controls, batches);
  const double           root = std::sqrt(5.0);
  const double           first = 1 / std::sqrt(0.4 + 0.5);
  const double           second = 1 / std::sqrt(3.6 + 0.5);
  CheckSame(ApplyControlVariation(fit, matrix, batches).values,
            { -first / root, first / root, -3 * second / root, 3 * second / root, root * first, root * second },
            1e-14);
  CHECK_THROWS_WITH_AS(ApplyControlVariation(fit, matrix, LabelColumn(6, "b3")),
                       "batch 'b3' was not among the 2 batches of the fit",
                       ProfileError);
}

TEST_CASE("fewer controls than features: as many axes as controls; threads change no bit")
{
  const Screen data;
  RowMask      few(40, 0);
  few[0] = few[1] = few[20] = few[21] = 1;
  const ControlVariation fit = FitControlVariation(data.matrix, few, data.batches);
  const Matrix           out = ApplyControlVariation(fit, data.matrix, data.batches);
  CHECK(out.columns == 4);
  CHECK(std::all_of(out.values.begin(), out.values.end(), [](double value) { return std::isfinite(value); }));
  CheckSame(
    ApplyControlVariation(FitControlVariation(data.matrix, few, data.batches, 3), data.matrix, data.batches, 3).values,
    out.values,
    0);
}

TEST_CASE("PCA and centre-scale: each batch's controls have mean 0 and deviation 1 on every axis")
{
  const Screen         data;
  const PcaCenterscale fit = FitPcaCenterscale(data.matrix, data.controls, data.batches);
  const Matrix         out = ApplyPcaCenterscale(fit, data.matrix, data.batches);
  CHECK(fit.scales.groups == std::vector<std::string>{ "b1", "b2" });
  for (const std::string & batch : fit.scales.groups)
  {
    RowMask own = data.controls;
    for (std::size_t row = 0; row < 40; ++row)
    {
      own[row] = own[row] && data.batches[row] == batch;
    }
    for (std::size_t axis = 0; axis < 4; ++axis)
    {
      double sum = 0;
      for (std::size_t row = 0; row < 40; ++row)
      {
        sum += own[row] ? out(row, axis) : 0;
      }
      CHECK(sum == doctest::Approx(0));
      CHECK(MeanProduct(out, own, axis, axis) == doctest::Approx(1));
    }
  }
  const std::vector<std::size_t> last = { 39 };
  CheckSame(ApplyPcaCenterscale(fit, SelectRows(data.matrix, last), { "b2" }).values, SelectRows(out, last).values, 0);
}

TEST_CASE("missing controls and values are named")
{
  Screen  data;
  RowMask first(40, 0);
  std::fill(first.begin(), first.begin() + 10, 1);
  CHECK_THROWS_WITH_AS(
    FitPcaCenterscale(data.matrix, first, data.batches),
    "group 'b2' has 20 rows and none of them is marked as reference (control); 1 of 2 groups have no "
    "reference rows",
    ProfileError);
  CHECK_THROWS_WITH_AS(
    FitControlVariation(data.matrix, first, data.batches),
    "batch 'b2' has 0 controls among 20 profiles; aligning batches needs at least 2 in each, 1 of 2 batches "
    "have fewer",
    ProfileError);
  CHECK_THROWS_AS(FitControlVariation(data.matrix, RowMask(40, 0), {}), ProfileError);
  CHECK_THROWS_AS(FitControlAxes(data.matrix, { 1 }), ProfileError);
  data.matrix(39, 0) = kNaN; // no control: its row alone is lost
  const Matrix out = ApplyControlVariation(FitControlVariation(data.matrix, data.controls, {}), data.matrix, {});
  CHECK(std::isnan(out(39, 2)));
  CHECK(std::isfinite(out(38, 2)));
  data.matrix(0, 0) = kNaN;
  CHECK_THROWS_AS(FitControlVariation(data.matrix, data.controls, {}), ProfileError);
}

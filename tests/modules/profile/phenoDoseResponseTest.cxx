#include "phenoProfileTest.h"

#include "phenoDoseResponse.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Doses of half-log steps, three wells each. */
std::vector<double>
Doses(double from = 0.01)
{
  std::vector<double> doses;
  for (int step = 0; step < 8; ++step)
  {
    doses.insert(doses.end(), 3, from * std::pow(10, step / 2.0));
  }
  return doses;
}

/** Noise that sums to zero at every dose. */
double
Noise(std::size_t well)
{
  const double steps[] = { -0.05, 0.02, 0.03 };
  return steps[well % 3] * (1 + static_cast<double>(well / 3 % 2));
}

std::vector<double>
Responses(const std::vector<double> & doses, double low, double high, double slope, double ac50, double noise)
{
  std::vector<double> responses;
  for (std::size_t i = 0; i < doses.size(); ++i)
  {
    responses.push_back(low + (high - low) / (1 + std::pow(ac50 / doses[i], slope)) + noise * Noise(i));
  }
  return responses;
}
} // namespace

TEST_CASE("a curve without noise is found again, rising or falling, shallow or steep")
{
  const std::vector<double> doses = Doses();
  for (const double high : { 10.0, -3.0 })
  {
    for (const double slope : { 0.5, 1.0, 3.0 })
    {
      for (const double ac50 : { 0.1, 1.0, 7.0 })
      {
        CAPTURE(high);
        CAPTURE(slope);
        CAPTURE(ac50);
        const DoseResponse curve = FitDoseResponse(doses, Responses(doses, 2, high, slope, ac50, 0));
        CHECK(curve.fitted);
        CHECK(curve.identifiable);
        CHECK(curve.low.value == doctest::Approx(2).epsilon(1e-5));
        CHECK(curve.high.value == doctest::Approx(high).epsilon(1e-5));
        CHECK(curve.slope.value == doctest::Approx(slope).epsilon(1e-5));
        CHECK(curve.ac50 == doctest::Approx(ac50).epsilon(1e-5));
        CHECK(curve.sse < 1e-12);
        CHECK(curve.p < 1e-12);
        CHECK_FALSE(curve.extrapolated);
      }
    }
  }
}

TEST_CASE("balanced noise moves no parameter; the interval holds the AC50 and scales with the noise")
{
  const std::vector<double> doses = Doses();
  const DoseResponse        curve = FitDoseResponse(doses, Responses(doses, 0, 5, 1.2, 1, 1));
  const DoseResponse        noisier = FitDoseResponse(doses, Responses(doses, 0, 5, 1.2, 1, 2));
  CHECK(curve.log_ac50.value == doctest::Approx(0).epsilon(1e-7));
  CHECK(curve.log_ac50_ends[0] < 0);
  CHECK(curve.log_ac50_ends[1] > 0);
  CHECK(noisier.log_ac50.error == doctest::Approx(2 * curve.log_ac50.error).epsilon(1e-5));
  CHECK(curve.ac50_ends[1] == doctest::Approx(std::pow(10, curve.log_ac50_ends[1])));
  CHECK(curve.s2 == doctest::Approx(curve.sse / 20));
  // Quantile .975 of t with 20 degrees of freedom: 2.0859634 (tables).
  CHECK(curve.log_ac50_ends[1] - curve.log_ac50.value == doctest::Approx(2.0859634 * curve.log_ac50.error));
}

TEST_CASE("a fixed low end has no error, and its curve no F test")
{
  const std::vector<double> doses = Doses();
  const DoseResponse        curve = FitDoseResponse(doses, Responses(doses, 1, 5, 1.2, 1, 1), 1.0);
  CHECK(curve.low.value == 1);
  CHECK(std::isnan(curve.low.error));
  CHECK(curve.identifiable);
  CHECK(curve.ac50 == doctest::Approx(1).epsilon(1e-6));
  CHECK(curve.s2 == doctest::Approx(curve.sse / 21));
  CHECK(std::isnan(curve.p));
}

TEST_CASE("dose 0 is the low end")
{
  std::vector<double> doses = Doses();
  std::vector<double> responses = Responses(doses, 2, 5, 1, 1, 0);
  doses.insert(doses.end(), { 0, 0 });
  responses.insert(responses.end(), { 2, 2 });
  CHECK(FitDoseResponse(doses, responses).low.value == doctest::Approx(2).epsilon(1e-6));
}

TEST_CASE("flat and half-observed responses are told apart from curves")
{
  const std::vector<double> doses = Doses();
  const DoseResponse        flat = FitDoseResponse(doses, Responses(doses, 3, 3, 1, 1, 1));
  CHECK(flat.p > 0.5);
  const DoseResponse constant = FitDoseResponse(doses, std::vector<double>(doses.size(), 3.0));
  CHECK(constant.sse == doctest::Approx(0));
  CHECK(std::isnan(constant.r2));
  CHECK(std::isnan(constant.p));
  CHECK_FALSE(constant.identifiable);
  CHECK(std::isinf(constant.log_ac50_ends[1]));
  const DoseResponse beyond = FitDoseResponse(doses, Responses(doses, 0, 5, 1, 1e4, 0.1));
  CHECK(beyond.p < 0.05);
  CHECK((beyond.extrapolated || beyond.ac50_ends[1] > 10 * doses.back()));
}

TEST_CASE("too few wells or doses, impossible numbers, missing values")
{
  const std::vector<double> doses = { 1, 10, 100, 1000 };
  CHECK_FALSE(FitDoseResponse(doses, std::vector<double>{ 1, 2, 3, 4 }).fitted);
  CHECK(std::isnan(FitDoseResponse(doses, std::vector<double>{ 1, 2, 3, 4 }).ac50));
  CHECK_FALSE(FitDoseResponse(std::vector<double>(6, 1.0), std::vector<double>{ 1, 2, 3, 4, 5, 6 }).fitted);
  const std::vector<double> two = { 1, 1, 1, 10, 10, 10 };
  const DoseResponse        saturated = FitDoseResponse(two, std::vector<double>{ 1, 2, 3, 5, 6, 7 });
  CHECK(saturated.fitted);
  CHECK_FALSE(saturated.identifiable);
  CHECK(saturated.sse == doctest::Approx(4));
  std::vector<double> all = Doses();
  std::vector<double> responses = Responses(all, 0, 5, 1.2, 1, 1);
  const double        before = FitDoseResponse(all, responses).ac50;
  all.push_back(kNaN);
  responses.push_back(77);
  CHECK(FitDoseResponse(all, responses).ac50 == before);
  CHECK_THROWS_AS(FitDoseResponse(doses, std::vector<double>{ 1 }), ProfileError);
  all.back() = -1;
  CHECK_THROWS_AS(FitDoseResponse(all, responses), ProfileError);
  all.back() = 1;
  responses.back() = kInfinity;
  CHECK_THROWS_AS(FitDoseResponse(all, responses), ProfileError);
}

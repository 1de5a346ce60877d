#include "phenoProfileTest.h"

#include "phenoAssayQuality.h"
#include "phenoDoseWindow.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("Z' and SSMD by hand")
{
  // means 10 and 2, sample deviations 1 and 1
  const AssayQuality quality =
    ComputeAssayQuality(std::vector<double>{ 9, 10, 11 }, std::vector<double>{ 1, 2, 3, kNaN });
  CHECK(quality.zprime == doctest::Approx(1 - 6.0 / 8).epsilon(1e-15));
  CHECK(ZPrime(MeasureSpread(std::vector<double>{ 9, 10, 11 }), MeasureSpread(std::vector<double>{ 1, 2, 3, kNaN })) ==
        quality.zprime);
  CHECK(quality.robust_zprime == doctest::Approx(1 - 6 * 1.4826 / 8).epsilon(1e-15));
  CHECK(quality.ssmd == doctest::Approx(8 / std::sqrt(2.0)).epsilon(1e-15));
  CHECK(quality.signal_window == doctest::Approx(2).epsilon(1e-15));
  CHECK(quality.cohen_d == doctest::Approx(8).epsilon(1e-15));
}

TEST_CASE("one well leaves its deviation undefined, never zero")
{
  const AssayQuality quality = ComputeAssayQuality(std::vector<double>{ 4 }, std::vector<double>{ 1, 2 });
  CHECK(std::isnan(quality.zprime));
  CHECK(std::isnan(quality.ssmd));
  CHECK(std::isnan(quality.welch_p));
  CHECK(quality.sb == doctest::Approx(4 / 1.5));
}

TEST_CASE("no spread and no difference")
{
  const std::vector<double> threes = { 3, 3 };
  const std::vector<double> ones = { 1, 1 };
  CHECK(ComputeAssayQuality(threes, ones).zprime == 1);
  CHECK(ComputeAssayQuality(ones, threes).ssmd == -kInfinity);
  CHECK(std::isnan(ComputeAssayQuality(ones, ones).zprime));
  CHECK(ComputeAssayQuality(std::vector<double>{ 0, 2 }, std::vector<double>{ 0, 2 }).zprime == -kInfinity);
  CHECK(std::isnan(ComputeAssayQuality({}, {}).zprime));
  CHECK(std::isnan(ComputeAssayQuality({}, ones).welch_t));
}

TEST_CASE("well scores against controls")
{
  const WellScores scores =
    ScoreWells(std::vector<double>{ 4, kNaN }, std::vector<double>{ 10 }, std::vector<double>{ 1, 2, 3 });
  CheckSame(scores.z, { 2, kNaN }, 1e-15);
  CheckSame(scores.npi, { 75, kNaN }, 1e-12);
  CHECK(std::isnan(ScoreWells(std::vector<double>{ 4 }, {}, std::vector<double>{ 1, 2 }).npi.front()));
  CHECK(ScoreWells({}, {}, {}).z.empty());
}

TEST_CASE("paired differences")
{
  const PairedQuality two = ComputePairedQuality(std::vector<double>{ 1, 3 });
  CHECK(two.ssmd_mm == doctest::Approx(2 / std::sqrt(2.0)));
  CHECK(std::isnan(two.ssmd_umvue));
  CHECK(two.t == doctest::Approx(2));
  CHECK(two.p == doctest::Approx(0.2951672353008665).epsilon(1e-12)); // scipy.stats.ttest_1samp([1, 3], 0)
  CHECK(std::isnan(ComputePairedQuality({}).t));
}

TEST_CASE("a dose series needs two doses and a range")
{
  const DoseWindow one = ComputeDoseWindow(std::vector<double>{ 1, 1 }, std::vector<double>{ 2, 3 });
  CHECK(std::isnan(one.v_factor));
  CHECK(std::isnan(ComputeDoseWindow({}, {}).zprime));
  // The ends are equal, the middle is not: V is defined, Z' is not.
  const DoseWindow hill =
    ComputeDoseWindow(std::vector<double>{ 1, 1, 2, 2, 3, 3 }, std::vector<double>{ 0, 2, 9, 11, 0, 2 });
  CHECK(hill.v_factor == doctest::Approx(1 - 6 * 1.0 / 9).epsilon(1e-15));
  CHECK(std::isnan(hill.zprime));
  CHECK_THROWS_AS(ComputeDoseWindow(std::vector<double>{ 1 }, {}), ProfileError);
  CHECK_THROWS_AS(ComputeDoseWindow(std::vector<double>{ 1 }, std::vector<double>{ kNaN }), ProfileError);
}

#include "phenoProfileTest.h"

#include "phenoRankStatistics.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("ties share their mean rank, missing values have none")
{
  CheckSame(AverageRanks(std::vector<double>{ 3, 1, kNaN, 3, 2 }), { 3.5, 1, kNaN, 3.5, 2 }, 0);
  CHECK(AverageRanks({}).empty());
}

TEST_CASE("Spearman with ties, values of scipy.stats.spearmanr")
{
  const std::vector<double> x = { 1, 2, 2, 3, 5, 8 };
  const std::vector<double> y = { 2, 1, 4, 4, 4, 9 };
  const Correlation         result = Spearman(x, y);
  CHECK(result.rho == doctest::Approx(0.8008534347238067).epsilon(1e-14));
  CHECK(result.p == doctest::Approx(0.055540019580937704).epsilon(1e-12));
  CHECK(result.n == 6);
}

TEST_CASE("Spearman without spread, with missing values, of few pairs")
{
  const std::vector<double> rising = { 1, 2, 3 };
  CHECK(std::isnan(Spearman(rising, std::vector<double>{ 4, 4, 4 }).rho));
  const Correlation two = Spearman(rising, std::vector<double>{ 1, kNaN, 5 });
  CHECK(two.n == 2);
  CHECK(two.rho == 1);
  CHECK(std::isnan(two.p));
  CHECK(std::isnan(Spearman({}, {}).rho));
  CHECK(Spearman(rising, rising).p == 0);
  CHECK_THROWS_AS(Spearman(rising, {}), ProfileError);
}

TEST_CASE("the exact p of a perfect order is 2 / n!")
{
  const std::vector<double> rising = { 1, 2, 3, 4, 5 };
  CHECK(SpearmanExactP(rising, std::vector<double>{ 2, 3, 5, 7, 11 }) == doctest::Approx(2.0 / 120).epsilon(1e-14));
  // Its one can stand in three places; at the first and the last |rho| is as large as observed.
  CHECK(SpearmanExactP(std::vector<double>{ 1, 2, 3 }, std::vector<double>{ 0, 0, 1 }) ==
        doctest::Approx(2.0 / 3).epsilon(1e-14));
  CHECK(std::isnan(SpearmanExactP(rising, std::vector<double>(5, 1.0))));
  CHECK_THROWS_AS(SpearmanExactP(std::vector<double>(11), std::vector<double>(11)), ProfileError);
}

TEST_CASE("the area under the ROC curve counts pairs, ties by half")
{
  const std::vector<double> positives = { 3, 2, 2, kNaN, 0 };
  const std::vector<double> negatives = { 1, 2, 0, kNaN };
  double                    pairs = 0;
  for (const double p : { 3.0, 2.0, 2.0, 0.0 })
  {
    for (const double n : { 1.0, 2.0, 0.0 })
    {
      pairs += p > n ? 1 : p == n ? 0.5 : 0;
    }
  }
  CHECK(Auroc(positives, negatives) == doctest::Approx(pairs / 12).epsilon(1e-15));
  CHECK(Auroc(std::vector<double>{ 5 }, std::vector<double>{ 1 }) == 1);
  CHECK(Auroc(std::vector<double>{ 1 }, std::vector<double>{ 1 }) == 0.5);
  CHECK(std::isnan(Auroc({}, negatives)));
}

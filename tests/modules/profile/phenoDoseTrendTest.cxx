#include "phenoProfileTest.h"

#include "phenoDoseTrend.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("one trend a compound, by name; missing doses are left out")
{
  const LabelColumn         compounds = { "w", "w", "w", "w", "a", "a", "a", "s", "none" };
  const std::vector<double> doses = { 1, 2, 2, 4, 1, 2, 3, 1, kNaN };
  const std::vector<double> responses = { 0.1, 0.3, 0.2, 0.9, 3, 2, 1, 5, 1 };
  const auto                trends = DoseTrends(compounds, doses, responses);
  REQUIRE(trends.size() == 4);
  CHECK(trends[0].compound == "a");
  CHECK(trends[0].spearman.rho == doctest::Approx(-1));
  CHECK(trends[1].compound == "none");
  CHECK(trends[1].spearman.n == 0);
  CHECK(std::isnan(trends[2].spearman.rho)); // s: one dose
  CHECK(trends[3].n_doses == 3);
  // ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: 4.5 / sqrt(4.5 * 5)
  CHECK(trends[3].spearman.rho == doctest::Approx(std::sqrt(0.9)).epsilon(1e-14));
  CHECK(MeanDoseSpearman(trends) == doctest::Approx((std::sqrt(0.9) - 1) / 2).epsilon(1e-14));
  CHECK(std::isnan(MeanDoseSpearman({})));
  CHECK(DoseTrends({}, {}, {}).empty());
  CHECK_THROWS_AS(DoseTrends({ "a" }, {}, {}), ProfileError);
}

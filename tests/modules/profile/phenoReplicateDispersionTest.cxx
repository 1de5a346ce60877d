#include "phenoProfileTest.h"

#include "phenoControlThresholds.h"
#include "phenoReplicateDispersion.h"
#include "phenoSampleStatistics.h"

#include <array>

using namespace pheno;
using namespace pheno::test;

namespace
{
const double kHalf = std::sqrt(0.5);

/** Unit vectors at 0, 90 and 45 degrees, and others. */
Matrix
Directions()
{
  return MakeMatrix({ { 1, 0 }, { 0, 1 }, { 1, 1 }, { 2, 0 }, { 0, 0 }, { kNaN, 1 } });
}
} // namespace

TEST_CASE("the dispersion of three wells is that of their three cosine distances")
{
  const std::array            wells{ LabelColumn{ "P", "P", "Q_1", "P", "P", "P" },
                          LabelColumn{ "A01", "A02", "A01", "A03", "A04", "A05" } };
  const std::vector<RowGroup> treatments{ { { "t" }, { 0, 1, 2 } } };
  const auto                  found = DispersionOfReplicates(Directions(), treatments, wells);
  const std::vector<double>   distances{ 1, 1 - kHalf, 1 - kHalf }; // of 90, 45 and 45 degrees
  REQUIRE(found.size() == 1);
  CHECK(found[0].wells == 3);
  CHECK(found[0].rows == 3);
  CHECK(found[0].median == doctest::Approx(1 - kHalf));
  CHECK(found[0].mad == doctest::Approx(0));
  CHECK(found[0].deviation == doctest::Approx(StandardDeviation(distances, 0)));
  CHECK(found[0].variance == doctest::Approx(2 * kHalf * kHalf / 9));
}

TEST_CASE("rows of one well are averaged first, whatever the plate is called")
{
  const std::array            wells{ LabelColumn{ "P_1", "P_1", "P_1", "P_2", "P_2", "P_2" },
                          LabelColumn{ "A01", "A01", "A02", "A02", "B01", "B02" } };
  const std::vector<RowGroup> treatments{ { { "t" }, { 0, 1, 2 } } }; // (1,0) and (0,1) make (.5,.5)
  const auto                  found = DispersionOfReplicates(Directions(), treatments, wells);
  CHECK(found[0].wells == 2);
  CHECK(found[0].rows == 3);
  CHECK(std::abs(found[0].median) < 1e-11);
}

TEST_CASE("one well, a zero vector and a missing value have a stated dispersion")
{
  const std::array            wells{ LabelColumn{ "A", "B", "C", "D", "E", "F" } };
  const std::vector<RowGroup> treatments{
    { { "single" }, { 0 } }, { { "zero" }, { 0, 4 } }, { { "missing" }, { 0, 5 } }, { { "none" }, {} }
  };
  const auto found = DispersionOfReplicates(Directions(), treatments, wells);
  CHECK(std::isnan(found[0].mad));
  CHECK(found[0].wells == 1);
  CHECK(found[1].median == 1); // a zero vector has no direction
  CHECK(found[1].mad == 0);
  CHECK(std::isnan(found[2].median));
  CHECK(std::isnan(found[3].variance));
  CHECK_THROWS_AS(DispersionOfReplicates(Directions(), treatments, std::array{ LabelColumn{ "A" } }), ProfileError);
}

TEST_CASE("dispersions do not depend on the threads")
{
  const Matrix     profiles = RandomMatrix(60, 7, 3);
  const std::array wells{ RandomLabels(60, 40, "w", 4) };
  const auto       treatments = GroupRows(RandomLabels(60, 9, "t", 5));
  const auto       one = DispersionOfReplicates(profiles, treatments, wells, 1);
  const auto       three = DispersionOfReplicates(profiles, treatments, wells, 3);
  REQUIRE(one.size() == 9);
  for (std::size_t i = 0; i < one.size(); ++i)
  {
    CHECK(one[i].mad == three[i].mad);
    CHECK(one[i].variance == three[i].variance);
  }
}

TEST_CASE("control thresholds: component-wise median, percentiles of the controls' own distances")
{
  const Matrix            wells = MakeMatrix({ { 1, 0 }, { 1, 1 }, { 1, -1 }, { 0, 5 } });
  const ControlThresholds thresholds = FindControlThresholds(wells, { 1, 1, 1, 0 });
  CHECK(thresholds.centroid == std::vector<double>{ 1, 0 });
  CheckSame(thresholds.distances, { 0, 1 - kHalf, 1 - kHalf }, 1e-15);
  CHECK(thresholds.At(25) == doctest::Approx((1 - kHalf) / 2));
  CHECK(thresholds.At(100) == doctest::Approx(1 - kHalf));
  CHECK_THROWS_AS(thresholds.At(101), ProfileError);
  CHECK_THROWS_AS(FindControlThresholds(wells, { 0, 0, 0, 0 }), ProfileError);
  CHECK_THROWS_AS(FindControlThresholds(wells, { 1 }), ProfileError);
}

#include "phenoTest.h"

#include "phenoCorrelationFeatures.h"
#include "phenoMadeField.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("correlation of four pixels by hand")
{
  const double    a[] = { 1, 2, 4, 8 };
  const double    b[] = { 3, 1, 8, 6 };
  const MadeField field = MakeField(
    4, 1, [](int, int) { return 1U; }, [&](int x, int) { return a[x]; }, [&](int x, int) { return b[x]; });
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(1);
  CorrelationFeatures({ { "DNA", field.A() }, { "Actin", field.B() } }, 0.25).Measure(objects, columns);
  const auto value = [&](const std::string & name) { return columns.At("Correlation_" + name)[0]; };
  // means 3.75 and 4.5; sums of products of deviations 28.75 (aa), 29 (bb), 17.5 (ab)
  CHECK(value("Correlation_DNA_Actin") == doctest::Approx(17.5 / std::sqrt(28.75 * 29)));
  CHECK(value("Slope_DNA_Actin") == doctest::Approx(17.5 / 28.75));
  // both at or above a quarter of their greatest, 2 and 2: the last two pixels
  CHECK(value("Overlap_DNA_Actin") == doctest::Approx((32 + 48) / std::sqrt(80.0 * 100.0)));
  CHECK(value("K_DNA_Actin") == doctest::Approx(80.0 / 80));
  CHECK(value("K_Actin_DNA") == doctest::Approx(80.0 / 100));
  CHECK(value("Manders_DNA_Actin") == doctest::Approx(12.0 / (2 + 4 + 8)));
  CHECK(value("Manders_Actin_DNA") == doctest::Approx(14.0 / (3 + 8 + 6)));
  // ranks 0 1 2 3 and 1 0 3 2: the last two pixels are one rank of four apart
  CHECK(value("RWC_DNA_Actin") == doctest::Approx(12.0 * 0.75 / 14));
  CHECK(value("RWC_Actin_DNA") == doctest::Approx(14.0 * 0.75 / 17));
}

TEST_CASE("every pair of channels once, in their order")
{
  const MadeField field = MakeField(4, 4, [](int, int) { return 1U; });
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(1), none(1);
  CorrelationFeatures({ { "a", field.A() }, { "b", field.A() }, { "c", field.A() } }).Measure(objects, columns);
  CHECK(columns.Columns().size() == 3 * 9);
  CHECK_NOTHROW(columns.At("Correlation_Correlation_a_c"));
  CorrelationFeatures({ { "a", field.A() } }).Measure(objects, none);
  CHECK(none.Columns().empty());
}

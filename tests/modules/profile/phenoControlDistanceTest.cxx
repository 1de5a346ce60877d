#include "phenoProfileTest.h"

#include "phenoControlDistance.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("every plate is measured from its own controls")
{
  const Matrix      profiles = MakeMatrix({ { 1, 0 }, { 3, 0 }, { 2, 5 }, { 0, 1 }, { 4, 1 } });
  const LabelColumn plates = { "P1", "P1", "P1", "P2", "P2" };
  const RowMask     controls = { 1, 1, 0, 1, 0 };
  CheckSame(
    DistanceToControls(profiles, plates, controls, Center::Mean, Distance::Euclidean), { 1, 1, 5, 0, 4 }, 1e-15);
  CheckSame(ControlCentroid(profiles, controls, Center::Median), { 1, 0 }, 0);
}

TEST_CASE("a plate without controls is named")
{
  const Matrix profiles = RandomMatrix(3, 2, 1);
  CHECK_THROWS_WITH_AS(
    DistanceToControls(profiles, { "P1", "P2", "P3" }, { 1, 0, 0 }, Center::Median, Distance::Cosine),
    "plate 'P2' has no control well; 2 of 3 plates have none",
    ProfileError);
  CHECK_THROWS_AS(ControlCentroid(profiles, { 0, 0, 0 }, Center::Mean), ProfileError);
  CHECK_THROWS_AS(ControlCentroid(profiles, { 1 }, Center::Mean), ProfileError);
  CHECK(DistanceToControls(Matrix(0, 2), {}, {}, Center::Mean, Distance::Cosine).empty());
}

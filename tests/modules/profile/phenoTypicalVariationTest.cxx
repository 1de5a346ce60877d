#include "phenoProfileTest.h"

#include "phenoTypicalVariation.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("whitening by hand: moments diag(3, 0), lambda 1")
{
  // X^T X / 2 = diag(3, 0): directions e2 (s = 0) before e1 (s = 3), gains 1 and 1/2.
  const double root = std::sqrt(3.0);
  const Matrix controls = MakeMatrix({ { root, 0 }, { -root, 0 } });
  CheckSame(WhiteningMatrix(controls, 1, false).values, { 0, 0.5, 1, 0 }, 1e-15);
  CheckSame(WhiteningMatrix(controls, 1, true).values, { 0.5, 0, 0, 1 }, 1e-15);
}

TEST_CASE("batches with the same control moments are left alone when lambda is 1")
{
  const Matrix      profiles = MakeMatrix({ { 1, 2 }, { 3, -1 }, { 5, 5 }, { 1, 2 }, { 3, -1 }, { 0, 7 } });
  const RowMask     controls = { 1, 1, 0, 1, 1, 0 };
  const LabelColumn batches = { "a", "a", "a", "b", "b", "b" };
  CheckSame(NormaliseTypicalVariation(profiles, controls, batches, { false, true, 1 }).values, profiles.values, 1e-13);
}

TEST_CASE("a batch without controls is named, and no controls at all are refused")
{
  const Matrix profiles = RandomMatrix(4, 2, 1);
  CHECK_THROWS_WITH_AS(
    NormaliseTypicalVariation(profiles, { 1, 0, 0, 0 }, { "a", "a", "b", "b" }),
    "batch 'b' has 0 controls among 2 profiles; aligning batches needs at least 1 in each, 1 of 2 batches have "
    "fewer",
    ProfileError);
  CHECK_THROWS_AS(NormaliseTypicalVariation(profiles, { 0, 0, 0, 0 }, { "a", "a", "b", "b" }), ProfileError);
  CHECK_THROWS_AS(NormaliseTypicalVariation(profiles, { 1 }, { "a", "a", "b", "b" }), ProfileError);
  CHECK_THROWS_AS(WhiteningMatrix(Matrix(0, 2), 1, false), ProfileError);
}

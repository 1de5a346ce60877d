#include "phenoProfileTest.h"

#include "phenoPositionEffects.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("the mean of a position over all plates is subtracted; missing values are left out of it")
{
  Matrix            matrix = MakeMatrix({ { 1, 5 }, { 10, kNaN }, { 3, 9 }, { 20, kNaN } });
  const LabelColumn wells = { "A01", "B02", "A01", "B02" };
  const auto        effects = FitPositionEffects(matrix, wells);
  CHECK(effects.positions == std::vector<std::string>{ "A01", "B02" });
  CheckSame(effects.means.values, { 2, 7, 15, kNaN }, 0);
  ApplyPositionEffects(effects, wells, matrix);
  CheckSame(matrix.values, { -1, -2, -5, kNaN, 1, 2, 5, kNaN }, 0);
}

TEST_CASE("effects move wells of later plates; a position with one well becomes 0; an unknown one is named")
{
  const auto effects = FitPositionEffects(MakeMatrix({ { 4 }, { 7 } }), { "A01", "A02" });
  Matrix     later = MakeMatrix({ { 8 }, { 4 } });
  ApplyPositionEffects(effects, { "A02", "A01" }, later);
  CheckSame(later.values, { 1, 0 }, 0);
  CHECK_THROWS_WITH_AS(ApplyPositionEffects(effects, { "A02", "H12" }, later),
                       "row 1 is of well position 'H12', which was not among the 2 positions of the fit",
                       ProfileError);
  CHECK_THROWS_AS(FitPositionEffects(later, { "A02" }), ProfileError);
  Matrix wide(2, 3);
  CHECK_THROWS_AS(ApplyPositionEffects(effects, { "A02", "A01" }, wide), ProfileError);
}

TEST_CASE("rows with a missing value go, unless too many would")
{
  const Matrix matrix = MakeMatrix({ { 1, 2 }, { kNaN, 2 }, { 3, 4 } });
  CHECK(CompleteRows(matrix) == std::vector<std::size_t>{ 0, 2 });
  CHECK(CompleteRows(matrix, 1) == std::vector<std::size_t>{ 0, 1, 2 });
}

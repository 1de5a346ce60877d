#include "phenoProfileTest.h"

#include "phenoPrincipalComponents.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("a line in the plane by hand, with a fixed sign")
{
  // Points (0,0), (3,-4), (6,-8): direction (.6, -.8), its largest entry made positive.
  const PrincipalComponents pca = ComputePrincipalComponents(MakeMatrix({ { 0, 0 }, { 3, -4 }, { 6, -8 } }), 2);
  CheckSame(pca.center, { 3, -4 }, 1e-14);
  CheckSame(pca.components.values, { -0.6, 0.8, 0, 0 }, 1e-14);
  CheckSame(pca.scores.values, { 5, 0, 0, 0, -5, 0 }, 1e-13);
  CheckSame(pca.explained_variance, { 25, 0 }, 1e-12);
  CheckSame(pca.explained_share, { 1, 0 }, 1e-14);
}

TEST_CASE("more features than rows give the same components as fewer")
{
  const Matrix wide = RandomMatrix(6, 20, 5);
  const auto   few = ComputePrincipalComponents(wide, 5);
  // The scores' cross products do not depend on the path: compare with those of the padded table.
  Matrix padded(30, 20);
  std::copy(wide.values.begin(), wide.values.end(), padded.values.begin());
  for (std::size_t row = 6; row < 30; ++row)
  {
    for (std::size_t feature = 0; feature < 20; ++feature)
    {
      padded(row, feature) = few.center[feature]; // adds no direction
    }
  }
  const auto many = ComputePrincipalComponents(padded, 5);
  CheckSame(few.components.values, many.components.values, 1e-11);
  for (std::size_t i = 0; i < 5; ++i)
  {
    CHECK(few.explained_variance[i] * 5 == doctest::Approx(many.explained_variance[i] * 29).epsilon(1e-12));
    for (std::size_t j = 0; j <= i; ++j)
    {
      double dot = 0;
      for (std::size_t feature = 0; feature < 20; ++feature)
      {
        dot += few.components(i, feature) * few.components(j, feature);
      }
      CHECK(dot == doctest::Approx(i == j ? 1 : 0));
    }
  }
}

TEST_CASE("components beyond the rank are zero; so is everything of equal, single or no rows")
{
  const auto two = ComputePrincipalComponents(RandomMatrix(2, 4, 2), 3);
  CHECK(two.explained_variance[0] > 0);
  CHECK(two.explained_variance[1] == 0);
  CHECK(two.scores(0, 1) == 0);
  const auto equal = ComputePrincipalComponents(Matrix(5, 3, 0.1), 2);
  CheckSame(equal.scores.values, std::vector<double>(10, 0.0), 0);
  CheckSame(ComputePrincipalComponents(Matrix(1, 3, 4.0), 2).scores.values, { 0, 0 }, 0);
  CHECK(ComputePrincipalComponents(Matrix(0, 3), 2).scores.rows == 0);
}

TEST_CASE("missing values and too many components are refused")
{
  CHECK_THROWS_WITH_AS(ComputePrincipalComponents(MakeMatrix({ { 1, kNaN } }), 1),
                       "a principal component analysis needs finite values; row 0, feature 1 is not a number",
                       ProfileError);
  CHECK_THROWS_AS(ComputePrincipalComponents(Matrix(3, 2), 3), ProfileError);
}

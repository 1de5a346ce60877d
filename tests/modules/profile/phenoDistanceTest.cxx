#include "phenoProfileTest.h"

#include "phenoDistance.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr const char * kNames[] = { "cosine", "abs_cosine", "correlation", "euclidean", "manhattan", "chebyshev" };
}

TEST_CASE("distances of two vectors by hand")
{
  const std::vector<double> a = { 3, 4 };
  const std::vector<double> b = { -4, 3 };
  const std::vector<double> c = { -6, -8 };
  CHECK(PairDistance(a, b, Distance::Cosine) == 1);
  CHECK(PairDistance(a, c, Distance::Cosine) == 2);
  CHECK(PairDistance(a, c, Distance::AbsCosine) == 0);
  CHECK(PairDistance(a, b, Distance::Euclidean) == doctest::Approx(std::sqrt(50.0)));
  CHECK(PairDistance(a, b, Distance::Manhattan) == 8);
  CHECK(PairDistance(a, b, Distance::Chebyshev) == 7);
  CHECK(PairDistance(a, b, Distance::Correlation) == doctest::Approx(0)); // both rise
  CHECK(PairDistance(a, c, Distance::Correlation) == doctest::Approx(2));
}

TEST_CASE("a vector without direction is at distance 1 from everything")
{
  const std::vector<double> zero = { 0, 0, 0 };
  const std::vector<double> some = { 1, 2, 3 };
  const std::vector<double> constant = { 0.1, 0.1, 0.1 };
  CHECK(PairDistance(zero, some, Distance::Cosine) == 1);
  CHECK(PairDistance(zero, zero, Distance::AbsCosine) == 1);
  CHECK(PairDistance(constant, some, Distance::Correlation) == 1);
}

TEST_CASE("a missing value makes the distance missing")
{
  const std::vector<double> some = { 1, 2, 3 };
  for (const std::vector<double> & missing :
       { std::vector<double>{ kNaN, 0, 5 }, { 0, kNaN, 5 }, { 0, 5, kNaN }, { kNaN, kNaN, kNaN } })
  {
    for (const char * name : kNames)
    {
      CAPTURE(name);
      CHECK(std::isnan(PairDistance(some, missing, DistanceFromName(name))));
      CHECK(std::isnan(PairDistance(missing, some, DistanceFromName(name))));
    }
  }
}

TEST_CASE("one against many, and what is refused")
{
  const Matrix matrix = MakeMatrix({ { 1, 0 }, { 0, 2 } });
  CheckSame(DistancesTo(matrix, std::vector<double>{ 0, 1 }, Distance::Euclidean), { std::sqrt(2.0), 1 }, 1e-15);
  CHECK(DistancesTo(Matrix(0, 2), std::vector<double>{ 0, 1 }, Distance::Cosine).empty());
  CHECK_THROWS_AS(DistancesTo(matrix, std::vector<double>{ 1 }, Distance::Cosine), ProfileError);
  CHECK_THROWS_AS(DistanceFromName("cityblock"), ProfileError);
}

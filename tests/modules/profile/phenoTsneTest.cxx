#include "phenoClusteredRows.h"

#include "phenoNearestMatch.h"
#include "phenoTrustworthiness.h"
#include "phenoTsne.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("clusters stay together, and the bytes do not depend on the threads")
{
  LabelColumn  labels;
  const Matrix profiles = Clusters(203, labels); // not a multiple of eight
  for (const Distance distance : { Distance::Cosine, Distance::Euclidean })
  {
    TsneOptions options;
    options.distance = distance;
    const Matrix map = ComputeTsne(profiles, options);
    REQUIRE(map.rows == 203);
    REQUIRE(map.columns == 2);
    NearestMatchOptions nearest;
    nearest.distance = Distance::Euclidean;
    CHECK(MatchNearest(map, labels, {}, nearest).accuracy == 1);
    options.threads = 3;
    CHECK(ComputeTsne(profiles, options).values == map.values);
    double center = 0;
    for (const double value : map.values)
    {
      CHECK(std::isfinite(value));
      center += value;
    }
    CHECK(std::abs(center) < 1e-9);
  }
}

TEST_CASE("no row, few rows and equal rows have a map")
{
  CHECK(ComputeTsne(Matrix(0, 3)).rows == 0);
  CHECK(ComputeTsne(RandomMatrix(3, 3, 1)).rows == 3);
  CHECK(ComputeTsne(RandomMatrix(5, 1, 1)).rows == 5);
  for (const double value : ComputeTsne(Matrix(12, 3, 2.0)).values)
  {
    CHECK(value == 0);
  }
  for (const double value : ComputeTsne(Matrix(12, 3)).values) // zero vectors
  {
    CHECK(value == 0);
  }
}

TEST_CASE("above 5000 rows the map is approximate, still of the same bytes for any thread count")
{
  LabelColumn  labels;
  const Matrix profiles = Clusters(5100, labels);
  TsneOptions  options;
  options.iterations = 300;
  options.threads = 2;
  const Matrix map = ComputeTsne(profiles, options);
  REQUIRE(map.rows == 5100);
  NearestMatchOptions nearest;
  nearest.distance = Distance::Euclidean;
  CHECK(MatchNearest(map, labels, {}, nearest).accuracy == 1);
  CHECK(Trustworthiness(profiles, map, 15) > .9);
  options.iterations = 20;
  const Matrix few = ComputeTsne(profiles, options);
  options.threads = 3;
  CHECK(ComputeTsne(profiles, options).values == few.values);
}

TEST_CASE("what has no map is refused")
{
  CHECK_THROWS_AS(ComputeTsne(MakeMatrix({ { kNaN } })), ProfileError);
  TsneOptions options;
  options.perplexity = 1;
  CHECK_THROWS_AS(ComputeTsne(Matrix(10, 1), options), ProfileError);
}

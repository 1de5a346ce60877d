#include "phenoProfileTest.h"

#include "phenoNearestMatch.h"
#include "phenoSampleStatistics.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Distances beside the diagonal that only plain loops see. */
std::vector<std::ptrdiff_t>
NaiveNearest(const Matrix & profiles, const std::vector<LabelColumn> & excluded, Distance distance)
{
  std::vector<std::ptrdiff_t> nearest;
  for (std::size_t query = 0; query < profiles.rows; ++query)
  {
    std::ptrdiff_t best = -1;
    double         smallest = kInfinity;
    for (std::size_t row = 0; row < profiles.rows; ++row)
    {
      bool admissible = row != query;
      for (const LabelColumn & column : excluded)
      {
        admissible = admissible && column[row] != column[query];
      }
      const double each = PairDistance(profiles.Row(query), profiles.Row(row), distance);
      if (admissible && each < smallest)
      {
        smallest = each;
        best = static_cast<std::ptrdiff_t>(row);
      }
    }
    nearest.push_back(best);
  }
  return nearest;
}
} // namespace

TEST_CASE("tiles find what plain loops find, with any number of threads")
{
  const Matrix                   profiles = RandomMatrix(400, 7, 8);
  const LabelColumn              moa = RandomLabels(400, 5, "m", 1);
  const std::vector<LabelColumn> excluded = { RandomLabels(400, 50, "c", 2), RandomLabels(400, 4, "b", 3) };
  for (const Distance distance : { Distance::Cosine, Distance::Euclidean, Distance::Chebyshev })
  {
    NearestMatchOptions options;
    options.distance = distance;
    const NearestMatch match = MatchNearest(profiles, moa, excluded, options);
    CHECK(match.nearest == NaiveNearest(profiles, excluded, distance));
    CHECK(Mean(match.correct) == match.accuracy);
    std::size_t correct = 0;
    for (std::size_t row = 0; row < 400; ++row)
    {
      correct += moa[match.nearest[row]] == moa[row];
    }
    CHECK(match.accuracy == static_cast<double>(correct) / 400);
    options.threads = 4;
    CHECK(MatchNearest(profiles, moa, excluded, options).nearest == match.nearest);
  }
}

TEST_CASE("the chance level is the share of admissible rows with the label, counted row by row")
{
  Matrix profiles = RandomMatrix(300, 6, 9);
  profiles(7, 3) = kNaN;
  const LabelColumn              moa = RandomLabels(300, 6, "m", 4);
  const std::vector<LabelColumn> excluded = { RandomLabels(300, 9, "c", 5), RandomLabels(300, 5, "b", 6) };
  for (std::size_t columns = 0; columns <= 2; ++columns)
  {
    double chance = 0;
    for (std::size_t query = 0; query < 300; ++query)
    {
      double candidates = 0, matching = 0;
      for (std::size_t row = 0; row < 300; ++row)
      {
        bool admissible = row != query && row != 7 && query != 7;
        for (std::size_t column = 0; column < columns; ++column)
        {
          admissible = admissible && excluded[column][row] != excluded[column][query];
        }
        candidates += admissible;
        matching += admissible && moa[row] == moa[query];
      }
      chance += candidates > 0 ? matching / candidates : 0;
    }
    const NearestMatch match = MatchNearest(profiles, moa, std::span(excluded).first(columns));
    CHECK(match.n_evaluated == 299);
    CHECK(match.chance == doctest::Approx(chance / 299).epsilon(1e-12));
  }
}

TEST_CASE("ties go to the lowest row, duplicates never to the row itself")
{
  const Matrix       profiles = MakeMatrix({ { 1, 2, 3 }, { 0.1, 0.2, 0.3 }, { 7, 14, 21 } });
  const NearestMatch match = MatchNearest(profiles, { "a", "a", "b" }, {});
  CHECK(match.nearest == std::vector<std::ptrdiff_t>{ 1, 0, 0 });
  CHECK(match.accuracy == doctest::Approx(2.0 / 3));
  CHECK(match.chance == doctest::Approx((0.5 + 0.5 + 0) / 3));
}

TEST_CASE("rows without a candidate are counted, never scored")
{
  const Matrix                   profiles = RandomMatrix(4, 3, 2);
  const std::vector<LabelColumn> batches = { { "w1", "w1", "w1", "w1" } };
  const NearestMatch             match = MatchNearest(profiles, { "a", "a", "b", "b" }, batches);
  CHECK(match.n_evaluated == 0);
  CHECK(match.n_without_candidate == 4);
  CHECK(match.accuracy == 0);
  CHECK(match.nearest == std::vector<std::ptrdiff_t>(4, NearestMatch::kNone));
}

TEST_CASE("rows that can never be right are counted and left out on request")
{
  // Mechanism b has one compound only.
  const Matrix                   profiles = MakeMatrix({ { 1, 0 }, { 1, 0.1 }, { 0, 1 }, { 0.1, 1 } });
  const LabelColumn              moa = { "a", "a", "b", "b" };
  const std::vector<LabelColumn> compounds = { { "c1", "c2", "c3", "c3" } };
  NearestMatchOptions            options;
  CHECK(MatchNearest(profiles, moa, compounds, options).accuracy == 0.5);
  options.skip_impossible = true;
  const NearestMatch match = MatchNearest(profiles, moa, compounds, options);
  CHECK(match.accuracy == 1);
  CHECK(match.n_evaluated == 2);
  CHECK(match.n_impossible == 2);
  CHECK(Mean(match.correct) == 1);
  CHECK(std::isnan(match.correct[2]));
  CHECK(match.chance == doctest::Approx(1.0 / 3));
}

TEST_CASE("zero rows, one row, zero vectors, missing values")
{
  CHECK(MatchNearest(Matrix(0, 2), {}, {}).n_evaluated == 0);
  CHECK(MatchNearest(Matrix(1, 2), { "a" }, {}).n_without_candidate == 1);
  // The zero vector is at distance 1: nearer than the opposite one.
  const Matrix       profiles = MakeMatrix({ { 1, 0 }, { -1, 0 }, { 0, 0 }, { kNaN, 0 } });
  const NearestMatch match = MatchNearest(profiles, { "a", "a", "a", "a" }, {});
  CHECK(match.nearest == std::vector<std::ptrdiff_t>{ 2, 2, 0, NearestMatch::kNone });
  CHECK(match.n_without_candidate == 1);
  CHECK_THROWS_AS(MatchNearest(profiles, { "a" }, {}), ProfileError);
  CHECK_THROWS_AS(MatchNearest(profiles, { "a", "a", "a", "a" }, std::vector<LabelColumn>{ { "x" } }), ProfileError);
}

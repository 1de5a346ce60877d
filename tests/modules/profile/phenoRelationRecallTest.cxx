#include "phenoProfileTest.h"

#include "phenoRelationRecall.h"

#include <algorithm>
#include <limits>

using namespace pheno;
using namespace pheno::test;

namespace
{
LabelColumn
Names(std::size_t count)
{
  LabelColumn names;
  for (std::size_t i = 0; i < count; ++i)
  {
    names.push_back(std::string("g") + std::to_string(i));
  }
  return names;
}
} // namespace

TEST_CASE("recall of numbers in a null of 0..99, ties against them")
{
  std::vector<double> null;
  for (int i = 0; i < 100; ++i)
  {
    null.push_back(i);
  }
  // 4 has 5 values up to it: extreme; 5 has 6. 95 has 95 below it: extreme; 94 has 94.
  CHECK(TwoSidedRecall(null, std::vector<double>{ 4, 5, 94, 95 }) == 0.5);
  CHECK(TwoSidedRecall(null, std::vector<double>{ -1, 1000 }) == 1);
  CHECK(TwoSidedRecall(null, std::vector<double>{ 50, kNaN }) == 0);
  const std::vector<double> tied(100, 7.0);
  CHECK(TwoSidedRecall(tied, std::vector<double>{ 7 }) == 0);
  CHECK(std::isnan(TwoSidedRecall(null, {})));
  CHECK(std::isnan(TwoSidedRecall({}, null)));
  CHECK(TwoSidedRecall(null, null, { 0.1, 0.9 }) == doctest::Approx(0.2));
  CHECK(RecallThresholds{ 0.1, 0.9 }.Chance() == doctest::Approx(0.2));
  CHECK_THROWS_AS(TwoSidedRecall(null, null, { 0.9, 0.1 }), ProfileError);
}

TEST_CASE("recall of infinite numbers, and of numbers that differ by the least there is")
{
  const double        infinity = std::numeric_limits<double>::infinity();
  const double        least = std::numeric_limits<double>::denorm_min();
  std::vector<double> null(98, 0.0);
  null.push_back(-infinity);
  null.push_back(infinity);
  CHECK(TwoSidedRecall(null, std::vector<double>{ infinity }) == 1);
  CHECK(TwoSidedRecall(null, std::vector<double>{ -infinity, infinity }) == 1);
  CHECK(TwoSidedRecall(null, std::vector<double>{ -infinity, 0, 1, infinity }) == 0.75);
  CHECK(TwoSidedRecall(null, std::vector<double>{ -least, 0, least }) == doctest::Approx(2.0 / 3));
}

TEST_CASE("counted tiles give what stored pairs give; threads change nothing")
{
  const Matrix          features = RandomMatrix(310, 6, 3);
  const LabelColumn     names = Names(310);
  std::vector<double>   null, query;
  std::vector<Relation> relations;
  for (std::size_t i = 0; i < 310; ++i)
  {
    for (std::size_t j = i + 1; j < 310; ++j)
    {
      double dot = 0, a = 0, b = 0;
      for (std::size_t f = 0; f < 6; ++f)
      {
        dot += features(i, f) * features(j, f);
        a += features(i, f) * features(i, f);
        b += features(j, f) * features(j, f);
      }
      null.push_back(dot / std::sqrt(a * b));
      if ((i * 7 + j) % 101 == 0)
      {
        query.push_back(null.back());
        relations.push_back(i % 2 == 0 ? Relation{ names[i], names[j] } : Relation{ names[j], names[i] });
      }
    }
  }
  const std::vector<std::vector<Relation>> lists = { relations, {} };
  const std::vector<RecallThresholds>      thresholds = { { 0.05, 0.95 }, { 0.1, 0.8 } };
  for (const unsigned threads : { 1u, 3u })
  {
    const auto results = ScoreRelations(features, names, lists, thresholds, threads);
    CHECK(results[0].n_relations == relations.size());
    CHECK(results[0].n_null == null.size());
    CHECK(results[0].recall[0] == TwoSidedRecall(null, query, thresholds[0]));
    CHECK(results[0].recall[1] == TwoSidedRecall(null, query, thresholds[1]));
    CHECK(std::isnan(results[1].recall[0]));
  }
}

TEST_CASE("self, repeated and unknown relations are left out and counted")
{
  const Matrix                             features = RandomMatrix(20, 4, 1);
  const std::vector<std::vector<Relation>> lists = {
    { { "g0", "g1" }, { "g1", "g0" }, { "g0", "g1" }, { "g2", "g2" }, { "g3", "nobody" }, { "g4", "g5" } }
  };
  const std::vector<RecallThresholds> thresholds = { {} };
  const RelationRecall                result = ScoreRelations(features, Names(20), lists, thresholds)[0];
  CHECK(result.n_relations == 2);
  CHECK(result.n_repeated == 2);
  CHECK(result.n_self == 1);
  CHECK(result.n_not_in_map == 1);
}

TEST_CASE("two profiles of a name, few entities and missing values are refused; zero profiles have cosine 0")
{
  const std::vector<std::vector<Relation>> lists = { { { "g0", "g1" } } };
  const std::vector<RecallThresholds>      thresholds = { {} };
  Matrix                                   features = RandomMatrix(20, 4, 1);
  LabelColumn                              twice = Names(20);
  twice[3] = "g0";
  CHECK_THROWS_AS(ScoreRelations(features, twice, lists, thresholds), ProfileError);
  CHECK_THROWS_AS(ScoreRelations(RandomMatrix(19, 4, 1), Names(19), lists, thresholds), ProfileError);
  CHECK_THROWS_AS(ScoreRelations(features, Names(19), lists, thresholds), ProfileError);
  std::fill(features.Row(0).begin(), features.Row(0).end(), 0.0);
  CHECK(ScoreRelations(features, Names(20), lists, thresholds)[0].recall[0] == 0);
  features(0, 0) = kNaN;
  CHECK_THROWS_AS(ScoreRelations(features, Names(20), lists, thresholds), ProfileError);
}

#include "phenoProfileTest.h"

#include "phenoAveragePrecision.h"

#include <algorithm>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
bool
Fits(const MetadataColumns &          metadata,
     const std::vector<std::string> & same,
     const std::vector<std::string> & different,
     std::size_t                      a,
     std::size_t                      b)
{
  const auto agrees = [&](const std::string & name) { return metadata.at(name)[a] == metadata.at(name)[b]; };
  return a != b && std::all_of(same.begin(), same.end(), agrees) &&
         std::none_of(different.begin(), different.end(), agrees);
}

struct Candidate
{
  double distance;
  bool   positive;
};

/** The definition, candidate by candidate; distances must have no ties. */
double
NaiveAveragePrecision(std::vector<Candidate> candidates)
{
  std::sort(candidates.begin(), candidates.end(), [](const Candidate & a, const Candidate & b) {
    return a.distance < b.distance;
  });
  double sum = 0;
  double positives = 0;
  for (std::size_t rank = 1; rank <= candidates.size(); ++rank)
  {
    if (candidates[rank - 1].positive)
    {
      ++positives;
      sum += positives / rank;
    }
  }
  return positives == 0 ? kNaN : sum / positives;
}

AveragePrecisions
Naive(const Matrix & profiles, const MetadataColumns & metadata, const PairRules & rules, Distance distance)
{
  AveragePrecisions result;
  for (std::size_t query = 0; query < profiles.rows; ++query)
  {
    std::vector<Candidate> candidates;
    std::size_t            positives = 0;
    for (std::size_t row = 0; row < profiles.rows; ++row)
    {
      const double d = PairDistance(profiles.Row(query), profiles.Row(row), distance);
      if (Fits(metadata, rules.pos_sameby, rules.pos_diffby, query, row))
      {
        candidates.push_back({ d, true });
        ++positives;
      }
      if (Fits(metadata, rules.neg_sameby, rules.neg_diffby, query, row))
      {
        candidates.push_back({ d, false });
      }
    }
    result.n_pos.push_back(positives);
    result.n_total.push_back(candidates.size());
    result.ap.push_back(NaiveAveragePrecision(candidates));
  }
  return result;
}

void
CheckEqual(const AveragePrecisions & got, const AveragePrecisions & expected)
{
  CHECK(got.n_pos == expected.n_pos);
  CHECK(got.n_total == expected.n_total);
  CheckSame(got.ap, expected.ap, 1e-14);
}

/** A screen whose tiles are cut in the middle of plates and treatments. */
MetadataColumns
ScreenMetadata(std::size_t rows)
{
  MetadataColumns metadata{ { "plate", RandomLabels(rows, 3, "p", 1) },
                            { "trt", RandomLabels(rows, 40, "t", 2) },
                            { "moa", {} },
                            { "control", {} } };
  for (std::string & treatment : metadata["trt"])
  {
    const int number = std::stoi(treatment.substr(1));
    metadata["moa"].push_back(std::string("m").append(std::to_string(number % 7)));
    metadata["control"].push_back(number < 8 ? "1" : "0");
    treatment = number < 8 ? "DMSO" : treatment;
  }
  return metadata;
}

AveragePrecisions
OneQuery(const std::vector<double> & positions, const LabelColumn & kinds, TieRule ties)
{
  Matrix profiles(positions.size(), 1);
  profiles.values = positions;
  AveragePrecisionOptions options;
  options.distance = Distance::Manhattan;
  options.ties = ties;
  return AveragePrecision(profiles, { { "kind", kinds } }, { { "kind" }, {}, {}, { "kind" } }, options);
}
} // namespace

TEST_CASE("tiles give what plain loops give, for every rule and distance, with any number of threads")
{
  const std::size_t     rows = 700;
  const Matrix          profiles = RandomMatrix(rows, 9, 4);
  const MetadataColumns metadata = ScreenMetadata(rows);
  const PairRules       rules[] = { { { "trt" }, {}, { "plate" }, { "control" } },
                                    { { "trt" }, {}, {}, { "control" } },
                                    { { "moa" }, { "trt" }, {}, { "moa" } },
                                    { { "trt" }, { "plate" }, { "plate" }, { "trt", "moa" } } };
  for (const PairRules & rule : rules)
  {
    for (const Distance distance : { Distance::Cosine,
                                     Distance::AbsCosine,
                                     Distance::Correlation,
                                     Distance::Euclidean,
                                     Distance::Manhattan,
                                     Distance::Chebyshev })
    {
      AveragePrecisionOptions options;
      options.distance = distance;
      options.ties = TieRule::PositivesFirst;
      const AveragePrecisions got = AveragePrecision(profiles, metadata, rule, options);
      CheckEqual(got, Naive(profiles, metadata, rule, distance));
      options.threads = 3;
      CHECK(AveragePrecision(profiles, metadata, rule, options).ap == got.ap);
    }
  }
}

TEST_CASE("a pair that fits both rules counts on both sides")
{
  // 0 and 1 share the plate but not the compound: positive by plate, negative by compound.
  const Matrix            profiles = MakeMatrix({ { 1, 0 }, { 1, 1 } });
  const MetadataColumns   metadata{ { "plate", { "p", "p" } }, { "compound", { "a", "b" } } };
  AveragePrecisionOptions options;
  const PairRules         rules{ { "plate" }, {}, {}, { "compound" } };
  const AveragePrecisions average = AveragePrecision(profiles, metadata, rules, options);
  CHECK(average.n_pos == std::vector<std::size_t>{ 1, 1 });
  CHECK(average.n_total == std::vector<std::size_t>{ 2, 2 });
  CheckSame(average.ap, { 0.75, 0.75 }, 1e-15); // tied: (1 + 1/2) / 2
  options.ties = TieRule::PositivesFirst;
  CheckSame(AveragePrecision(profiles, metadata, rules, options).ap, { 1, 1 }, 0);
}

TEST_CASE("ties are worth their expectation over random orders")
{
  // Query at 0; positives at 1, 1 and 2; negatives at 1, 2, 2: all orders inside the ties enumerated.
  const std::vector<double> positions = { 0, 1, 1, 2, 1, 2, 2 };
  const LabelColumn         kinds = { "a", "a", "a", "a", "b", "b", "b" };
  std::vector<int>          order(6);
  std::iota(order.begin(), order.end(), 1);
  double sum = 0;
  double count = 0;
  do
  {
    bool sorted = true;
    for (std::size_t i = 1; i < order.size(); ++i)
    {
      sorted = sorted && positions[order[i - 1]] <= positions[order[i]];
    }
    if (!sorted)
    {
      continue;
    }
    double precision = 0;
    double positives = 0;
    for (std::size_t rank = 1; rank <= order.size(); ++rank)
    {
      if (kinds[order[rank - 1]] == "a")
      {
        precision += ++positives / rank;
      }
    }
    sum += precision / 3;
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(count == 36);
  CHECK(OneQuery(positions, kinds, TieRule::Average).ap[0] == doctest::Approx(sum / count).epsilon(1e-14));
  // Positives first: ranks 1, 2, 4.
  CHECK(OneQuery(positions, kinds, TieRule::PositivesFirst).ap[0] ==
        doctest::Approx((1 + 1 + 0.75) / 3).epsilon(1e-14));
}

TEST_CASE("cosine ties are found among vectors of different length")
{
  const Matrix          profiles = MakeMatrix({ { 1, 2, 3 }, { 0.3, 0.1, 0.7 }, { 2.1, 0.7, 4.9 }, { 0.9, 0.3, 2.1 } });
  const MetadataColumns metadata{ { "kind", { "a", "a", "b", "b" } } };
  const AveragePrecisions result = AveragePrecision(profiles, metadata, { { "kind" }, {}, {}, { "kind" } });
  CHECK(result.ap[0] == doctest::Approx((1 + 0.5 + 1.0 / 3) / 3).epsilon(1e-14));
}

TEST_CASE("without partners: no positive is undefined, no negative is perfect")
{
  const Matrix            profiles = RandomMatrix(4, 3, 7);
  const MetadataColumns   metadata{ { "trt", { "a", "a", "b", "c" } }, { "plate", { "1", "1", "2", "2" } } };
  const PairRules         rules{ { "trt" }, {}, { "plate" }, { "trt" } };
  const AveragePrecisions result = AveragePrecision(profiles, metadata, rules);
  CheckSame(result.ap, { 1, 1, kNaN, kNaN }, 0);
  CHECK(result.n_pos == std::vector<std::size_t>{ 1, 1, 0, 0 });
  CHECK(result.n_total == std::vector<std::size_t>{ 1, 1, 1, 1 });
  CHECK_NOTHROW(RequirePairs(result, rules));
}

TEST_CASE("zero rows, one row, one replicate each")
{
  const PairRules rules{ { "trt" }, {}, {}, { "trt" } };
  CHECK(AveragePrecision(Matrix(0, 3), { { "trt", {} } }, rules).ap.empty());
  CheckSame(AveragePrecision(Matrix(1, 3), { { "trt", { "a" } } }, rules).ap, { kNaN }, 0);
  const AveragePrecisions single = AveragePrecision(RandomMatrix(3, 2, 1), { { "trt", { "a", "b", "c" } } }, rules);
  CheckSame(single.ap, { kNaN, kNaN, kNaN }, 0);
  CHECK_THROWS_WITH_AS(
    RequirePairs(single, rules), "no positive pair among 3 queries (same: trt; different: -)", ProfileError);
  const PairRules         never{ { "trt" }, {}, { "plate" }, { "trt" } };
  const MetadataColumns   apart{ { "trt", { "a", "a", "b" } }, { "plate", { "1", "1", "2" } } };
  const AveragePrecisions result = AveragePrecision(RandomMatrix(3, 2, 1), apart, never);
  CHECK_THROWS_WITH_AS(
    RequirePairs(result, never), "no negative pair among 3 queries (same: plate; different: trt)", ProfileError);
}

TEST_CASE("zero vectors are at distance 1, rows with missing values rank last")
{
  const MetadataColumns metadata{ { "kind", { "a", "a", "a", "b", "b" } } };
  const PairRules       rules{ { "kind" }, {}, {}, { "kind" } };
  // From row 0: row 1 undefined (last), row 2 the zero vector at distance 1, row 3 at 2, row 4 at 0.
  const Matrix            profiles = MakeMatrix({ { 1, 0 }, { kNaN, 1 }, { 0, 0 }, { -1, 0 }, { 3, 0 } });
  const AveragePrecisions result = AveragePrecision(profiles, metadata, rules);
  CHECK(result.ap[0] == doctest::Approx((1.0 / 2 + 2.0 / 4) / 2).epsilon(1e-15));
  // From row 1 everything is undefined: one tie of two positives and two negatives.
  double expectation = 0;
  for (int rank = 1; rank <= 4; ++rank)
  {
    expectation += 0.5 * (1 + (rank - 1) / 3.0) / rank / 2;
  }
  CHECK(result.ap[1] == doctest::Approx(expectation).epsilon(1e-15));
}

TEST_CASE("rules that cannot be followed are refused by name")
{
  const Matrix          profiles = RandomMatrix(2, 2, 1);
  const MetadataColumns metadata{ { "moa", { "a", "" } }, { "plate", { "1", "1" } }, { "short", { "1" } } };
  CHECK_THROWS_WITH_AS(AveragePrecision(profiles, metadata, { { "plate" }, {}, {}, { "treatment" } }),
                       "a pair rule names the column 'treatment'; the table has moa, plate, short",
                       ProfileError);
  CHECK_THROWS_WITH_AS(AveragePrecision(profiles, metadata, { { "moa" }, {}, {}, { "plate" } }),
                       "column 'moa' of a pair rule is empty in row 1; pairs cannot be formed from a missing value",
                       ProfileError);
  CHECK_THROWS_AS(AveragePrecision(profiles, metadata, { { "short" }, {}, {}, { "plate" } }), ProfileError);
  CHECK_THROWS_AS(AveragePrecision(profiles, metadata, { {}, {}, {}, { "plate" } }), ProfileError);
  CHECK_THROWS_AS(AveragePrecision(profiles, metadata, { { "plate" }, {}, { "plate" }, { "plate" } }), ProfileError);
}

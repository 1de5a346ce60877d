#include "phenoProfileTest.h"

#include "phenoGrit.h"
#include "phenoHitAtK.h"
#include "phenoMpValue.h"
#include "phenoPairEnrichment.h"
#include "phenoRelationRecall.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Rows of a agree with each other, those of b do not: correlations a-a 1, a-b1 -1/2, a-b2 1/2, b-b -1. */
const Matrix                   kProfiles = MakeMatrix({ { 1, 2, 3 }, { 2, 4, 6 }, { 3, 1, 2 }, { 1, 3, 2 } });
const std::vector<LabelColumn> kTreatments = { { "a", "a", "b", "b" } };
} // namespace

TEST_CASE("relation recall: entities are drawn, a relation counts as often as both of its ends")
{
  RelationRecall found;
  found.pairs = { { 3, 5 }, { 7, 9 } };
  found.extreme = { { 1, 0 }, { 1, 1 } };
  const Interval half = BootstrapRecall(found, 0, {});
  CHECK(half.estimate == 0.5);
  CHECK(half.n == 4);
  CHECK(half.low == 0); // of 4^4 draws 86 hold the second relation alone, 86 the first alone
  CHECK(half.high == 1);
  const Interval all = BootstrapRecall(found, 1, {});
  CHECK(all.low == 1);
  CHECK(all.high == 1);
  found.pairs.pop_back();
  found.extreme[0].pop_back();
  CHECK(BootstrapRecall(found, 0, {}).low == 1); // draws without the relation do not count
  RelationRecall none;
  none.extreme.emplace_back();
  CHECK(BootstrapRecall(none, 0, {}).n == 0);
}

TEST_CASE("hits of some rows keep their ranks among all")
{
  const NeighbourHits hits = RankNeighbourHits(kProfiles, kTreatments);
  CHECK(hits.ranks_of_row == std::vector<std::vector<std::size_t>>{ { 0 }, { 0 }, { 2 }, { 2 } });
  const std::vector<std::size_t> rows = { 2, 3, 2 };
  const NeighbourHits            some = HitsOfRows(hits, rows);
  CHECK(some.n_hits == 3);
  CHECK(some.hits_at_rank == std::vector<std::size_t>{ 0, 0, 3, 0 });
  const std::vector<double> half = { 50 };
  CHECK(ScoreHitsWithin(some, half)[0].unbiased == -1.5); // none of the three, 1.5 expected
  CHECK(ScoreHitsWithin(hits, half)[0].unbiased == 0);
}

TEST_CASE("enrichment: the pairs that start at each treatment make up the table")
{
  const std::vector<double> quantiles = { 0.5 };
  const PairEnrichment      found = ScorePairEnrichment(kProfiles, kTreatments, quantiles)[0];
  CHECK(found.table_of_treatment[0] == PairTable{ { { 2, 2 }, { 0, 2 } } });
  CHECK(found.table_of_treatment[1] == PairTable{ { { 0, 2 }, { 2, 2 } } });
  CHECK(found.table == PairTable{ { { 2, 4 }, { 2, 4 } } });
  CHECK(found.fisher.odds_ratio == 1);
  CHECK(OddsRatioOf(found.table) == 1);
  CHECK(OddsRatioOf(found.table_of_treatment[0]) == kInfinity);
  CHECK(OddsRatioOf(found.table_of_treatment[1]) == 0);
  CHECK(std::isnan(OddsRatioOf({ { { 0, 0 }, { 3, 4 } } })));
}

TEST_CASE("grit: of a perturbation's two rows the ends are the grits of either alone")
{
  const Matrix      profiles = MakeMatrix({ { 1, 2, 3.5 }, { 2, 2.5, 1 }, { 1, 2, 4 }, { 3, 1, 2 }, { 1, 3, 2 } });
  const LabelColumn names = { "p", "p", "q", "D", "D" };
  const LabelColumn groups = { "G", "G", "G", "", "" };
  const auto        score = [&](std::optional<BootstrapOptions> bootstrap) {
    return ScoreGrit(
      profiles, names, groups, { "D" }, Center::Mean, ProfileCorrelation::Pearson, 1, std::move(bootstrap));
  };
  const Grit plain = score(std::nullopt)[1];
  const Grit drawn = score(BootstrapOptions{})[1];
  CHECK(drawn.perturbation == "p");
  CHECK(drawn.n_rows == 2);
  CHECK(drawn.value == plain.value);
  CHECK(std::isnan(plain.low));
  CHECK(drawn.low < drawn.high);
  CHECK((drawn.low + drawn.high) / 2 == doctest::Approx(plain.value)); // one correlation a row
  CHECK(std::isnan(score(BootstrapOptions{})[2].low));                 // q has a single row
}

TEST_CASE("MP-value: on a line the ends are the distances of the rows alone")
{
  const Matrix      profiles = MakeMatrix({ { 10 }, { 12 }, { 0 }, { 1 }, { 2 }, { 5 } });
  const LabelColumn names = { "far", "far", "D", "D", "D", "one" };
  MpValueOptions    options;
  CHECK(std::isnan(ScoreMpValues(profiles, names, { "D" }, options)[1].low));
  options.bootstrap = BootstrapOptions{};
  const std::vector<MpValue> values = ScoreMpValues(profiles, names, { "D" }, options);
  REQUIRE(values[1].perturbation == "far");
  CHECK(values[1].low == doctest::Approx(81 / (2.0 / 3)));
  CHECK(values[1].high == doctest::Approx(121 / (2.0 / 3)));
  CHECK(std::isnan(values[2].low)); // one row
}

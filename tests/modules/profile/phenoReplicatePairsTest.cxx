#include "phenoProfileTest.h"

#include "phenoGrit.h"
#include "phenoHitAtK.h"
#include "phenoPairEnrichment.h"
#include "phenoPrecisionRecall.h"
#include "phenoRankStatistics.h"
#include "phenoReplicateReproducibility.h"
#include "phenoSampleStatistics.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** One pair (i, j), i != j, with its correlation. */
struct Pair
{
  std::size_t i, j;
  double      value;
};

/** All directed pairs with a defined correlation, by plain loops. */
std::vector<Pair>
DirectedPairs(const Matrix & profiles)
{
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < profiles.rows; ++i)
  {
    for (std::size_t j = 0; j < profiles.rows; ++j)
    {
      const double value = PearsonCorrelation(profiles.Row(i), profiles.Row(j));
      if (i != j && !std::isnan(value))
      {
        pairs.push_back({ i, j, value });
      }
    }
  }
  return pairs;
}

/** Profiles of 300 rows: more than a tile, with a constant row. */
struct Screen
{
  Screen()
    : profiles(RandomMatrix(300, 9, 21))
    , compounds(RandomLabels(300, 40, "c", 5))
  {
    std::fill(profiles.Row(17).begin(), profiles.Row(17).end(), 2.0);
    for (std::size_t row = 0; row < 300; ++row)
    {
      profiles(row, compounds[row].back() % 9) += 1; // replicates share something
    }
    std::fill(profiles.Row(17).begin(), profiles.Row(17).end(), 2.0);
  }

  Matrix      profiles;
  LabelColumn compounds;
  std::vector<LabelColumn>
  By() const
  {
    return { compounds };
  }
};
} // namespace

TEST_CASE("replicate reproducibility is that of stored pairs, with any number of threads")
{
  const Screen        screen;
  std::vector<double> others, replicates;
  for (const Pair & pair : DirectedPairs(screen.profiles))
  {
    if (pair.i < pair.j)
    {
      (screen.compounds[pair.i] == screen.compounds[pair.j] ? replicates : others).push_back(pair.value);
    }
  }
  for (const double quantile : { 0.5, 0.95, 1.0 })
  {
    const double threshold = Quantile(others, quantile);
    const double above = static_cast<double>(
      std::count_if(replicates.begin(), replicates.end(), [threshold](double value) { return value > threshold; }));
    for (const unsigned threads : { 1u, 3u })
    {
      const ReplicateReproducibility result =
        ScoreReplicateReproducibility(screen.profiles, screen.By(), quantile, ProfileCorrelation::Pearson, threads);
      CHECK(result.threshold == doctest::Approx(threshold).epsilon(1e-11));
      CHECK(result.value == doctest::Approx(above / static_cast<double>(replicates.size())).epsilon(1e-12));
      CHECK(result.n_replicate_pairs == replicates.size());
      CHECK(result.n_other_pairs == others.size());
      std::size_t inGroups = 0;
      for (const GroupCorrelation & group : result.groups)
      {
        inGroups += group.n_above;
      }
      CHECK(static_cast<double>(inGroups) == above);
    }
  }
}

TEST_CASE("replicate reproducibility without replicates or others, wrong quantiles")
{
  const Matrix                   profiles = RandomMatrix(4, 5, 1);
  const std::vector<LabelColumn> distinct = { { "a", "b", "c", "d" } };
  const std::vector<LabelColumn> same = { { "a", "a", "a", "a" } };
  CHECK_THROWS_AS(ScoreReplicateReproducibility(profiles, distinct), ProfileError);
  CHECK(std::isnan(ScoreReplicateReproducibility(profiles, same).value));
  CHECK(ScoreReplicateReproducibility(profiles, same).groups[0].n_pairs == 6);
  CHECK_THROWS_AS(ScoreReplicateReproducibility(profiles, same, 0), ProfileError);
  CHECK_THROWS_AS(ScoreReplicateReproducibility(profiles, std::vector<LabelColumn>{ { "a" } }), ProfileError);
}

TEST_CASE("precision and recall are those of the sorted directed pairs")
{
  const Screen      screen;
  std::vector<Pair> pairs = DirectedPairs(screen.profiles);
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair & a, const Pair & b) { return a.value > b.value; });
  const std::vector<std::size_t>     cutoffs = { 4, 30 };
  const std::vector<PrecisionRecall> all =
    PairPrecisionRecall(screen.profiles, screen.By(), screen.By(), cutoffs, ProfileCorrelation::Pearson, 2);
  REQUIRE(all.size() == 2 * 40);
  for (const PrecisionRecall & each : all)
  {
    double first = 0, hits = 0, total = 0;
    for (const Pair & pair : pairs)
    {
      if (screen.compounds[pair.i] == each.key.front())
      {
        const bool isHit = screen.compounds[pair.i] == screen.compounds[pair.j];
        total += isHit;
        hits += isHit && first < static_cast<double>(each.k);
        ++first;
      }
    }
    CHECK(each.precision == doctest::Approx(hits / static_cast<double>(each.k)));
    CHECK(Same(each.recall, total > 0 ? hits / total : kNaN, 1e-12));
  }
}

TEST_CASE("ties count by their expectation; more pairs than there are count as misses")
{
  // b and c are equal: either stands first for a.
  const Matrix                   profiles = MakeMatrix({ { 1, 2, 4 }, { 1, 3, 2 }, { 1, 3, 2 } });
  const std::vector<LabelColumn> compounds = { { "x", "x", "y" } };
  const std::vector<LabelColumn> rows = { { "1", "2", "3" } };
  const std::vector<std::size_t> cutoffs = { 1, 4 };
  const auto                     all = PairPrecisionRecall(profiles, compounds, rows, cutoffs);
  CHECK(all[0].precision == 0.5);
  CHECK(all[0].recall == 0.5);
  CHECK(all[3].precision == 0.25);
  CHECK(all[3].recall == 1);
  CHECK(std::isnan(all[2].recall)); // y has no replicate
  CHECK_THROWS_AS(PairPrecisionRecall(profiles, compounds, rows, std::vector<std::size_t>{ 0 }), ProfileError);
}

TEST_CASE("grit is the mean z against the control rows")
{
  const Matrix              profiles = RandomMatrix(7, 8, 9);
  const LabelColumn         guides = { "g1", "g2", "g2", "D", "D", "D", "lone" };
  const LabelColumn         genes = { "G", "G", "G", "ctrl", "ctrl", "ctrl", "H" };
  const std::vector<Grit>   all = ScoreGrit(profiles, guides, genes, { "D" });
  const std::vector<double> controls = { PearsonCorrelation(profiles.Row(0), profiles.Row(3)),
                                         PearsonCorrelation(profiles.Row(0), profiles.Row(4)),
                                         PearsonCorrelation(profiles.Row(0), profiles.Row(5)) };
  const double              mean = Mean(controls);
  const double              deviation = StandardDeviation(controls, 0);
  const double              z1 = (PearsonCorrelation(profiles.Row(0), profiles.Row(1)) - mean) / deviation;
  const double              z2 = (PearsonCorrelation(profiles.Row(0), profiles.Row(2)) - mean) / deviation;
  REQUIRE(all.size() == 4);
  CHECK(all[1].perturbation == "g1");
  CHECK(all[1].value == doctest::Approx((z1 + z2) / 2).epsilon(1e-9));
  CHECK(all[1].n_targets == 2);
  CHECK(all[0].n_controls == 6); // a control is compared with the other controls
  CHECK(std::isnan(all[3].value));
  CHECK_THROWS_AS(ScoreGrit(profiles, guides, genes, { "nobody" }), ProfileError);
  const LabelColumn twoGroups = { "G", "G", "H", "ctrl", "ctrl", "ctrl", "H" };
  CHECK_THROWS_AS(ScoreGrit(profiles, guides, twoGroups, { "D" }), ProfileError);
}

TEST_CASE("grit of equal controls divides by one")
{
  const Matrix            profiles = MakeMatrix({ { 1, 2, 4 }, { 2, 1, 3 }, { 1, 3, 2 }, { 1, 3, 2 } });
  const std::vector<Grit> all = ScoreGrit(profiles, { "a", "b", "D", "D" }, { "G", "G", "c", "c" }, { "D" });
  const double            control = PearsonCorrelation(profiles.Row(0), profiles.Row(2));
  CHECK(all[1].value == doctest::Approx(PearsonCorrelation(profiles.Row(0), profiles.Row(1)) - control));
}

TEST_CASE("hits stand at the ranks of plain sorting")
{
  const Screen             screen;
  std::vector<std::size_t> ranks(300, 0);
  std::vector<Pair>        pairs = DirectedPairs(screen.profiles);
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair & a, const Pair & b) {
    return a.i < b.i || (a.i == b.i && a.value > b.value);
  });
  std::size_t rank = 0;
  for (std::size_t p = 0; p < pairs.size(); ++p)
  {
    rank = p > 0 && pairs[p].i == pairs[p - 1].i ? rank + 1 : 0;
    ranks[rank] += screen.compounds[pairs[p].i] == screen.compounds[pairs[p].j];
  }
  const NeighbourHits hits = RankNeighbourHits(screen.profiles, screen.By(), ProfileCorrelation::Pearson, 2);
  CHECK(hits.hits_at_rank == ranks);
  const std::vector<double>     percentages = { 0, 10, 100 };
  const std::vector<HitsWithin> within = ScoreHitsWithin(hits, percentages);
  double                        first = 0;
  for (std::size_t i = 0; i <= 30; ++i)
  {
    first += static_cast<double>(ranks[i]);
  }
  CHECK(within[1].score == first - std::floor(0.1 * static_cast<double>(hits.n_hits)));
  CHECK(within[2].score == 0);
  CHECK(within[2].unbiased == 0);
  CHECK(within[0].unbiased == 0);
  CHECK_THROWS_AS(ScoreHitsWithin(hits, std::vector<double>{ 101 }), ProfileError);
}

TEST_CASE("Fisher's test of small tables, by counting; of large ones, in both tails")
{
  // The lady tasting tea: 3 of 4 cups right: (16 + 1) / 70.
  const FisherExact tea = TestFisherExact(3, 1, 1, 3);
  CHECK(tea.odds_ratio == 9);
  CHECK(tea.p == doctest::Approx(17.0 / 70).epsilon(1e-14));
  CHECK(TestFisherExact(4, 0, 0, 4).p == doctest::Approx(1.0 / 70).epsilon(1e-14));
  CHECK(std::isinf(TestFisherExact(4, 0, 0, 4).odds_ratio));
  CHECK(TestFisherExact(0, 4, 4, 0).p == doctest::Approx(1));
  CHECK(TestFisherExact(1, 3, 3, 1).p == doctest::Approx(69.0 / 70).epsilon(1e-14));
  CHECK(TestFisherExact(0, 0, 3, 4).p == 1);
  CHECK(std::isnan(TestFisherExact(0, 0, 3, 4).odds_ratio));
  const FisherExact low = TestFisherExact(0, 200000, 200000, 0);
  CHECK(low.p == 1);
  CHECK(TestFisherExact(200000, 0, 0, 200000).p == 0);
  // Both tails of a large table share the middle one alone.
  const double upper = TestFisherExact(300100, 299900, 299800, 300200).p;
  const double lower = TestFisherExact(299900, 300100, 300200, 299800).p;
  CHECK(upper > 0.1);
  CHECK(upper < 0.5);
  CHECK(upper + lower == doctest::Approx(1).epsilon(0.002));
}

TEST_CASE("enrichment counts the directed pairs above a quantile of all")
{
  const Screen        screen;
  std::vector<double> values;
  std::vector<Pair>   pairs = DirectedPairs(screen.profiles);
  for (const Pair & pair : pairs)
  {
    values.push_back(pair.value);
  }
  const std::vector<double> quantiles = { 0.5, 0.99 };
  const auto all = ScorePairEnrichment(screen.profiles, screen.By(), quantiles, ProfileCorrelation::Pearson, 2);
  for (std::size_t i = 0; i < 2; ++i)
  {
    const double  threshold = Quantile(values, quantiles[i]);
    std::uint64_t table[2][2] = { { 0, 0 }, { 0, 0 } };
    for (const Pair & pair : pairs)
    {
      ++table[pair.value > threshold ? 0 : 1][screen.compounds[pair.i] == screen.compounds[pair.j] ? 0 : 1];
    }
    CHECK(all[i].threshold == doctest::Approx(threshold).epsilon(1e-11));
    for (int cell = 0; cell < 4; ++cell)
    {
      CHECK(all[i].table[cell / 2][cell % 2] == table[cell / 2][cell % 2]);
    }
  }
  CHECK_THROWS_AS(ScorePairEnrichment(screen.profiles, screen.By(), std::vector<double>{ 2 }), ProfileError);
  const auto none = ScorePairEnrichment(Matrix(1, 3), std::vector<LabelColumn>{ { "a" } }, quantiles);
  CHECK(std::isnan(none[0].threshold));
  CHECK(none[0].fisher.p == 1);
}

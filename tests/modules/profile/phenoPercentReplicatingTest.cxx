#include "phenoProfileTest.h"

#include "phenoPercentReplicating.h"
#include "phenoRankStatistics.h"
#include "phenoReplicateCorrelation.h"
#include "phenoSampleStatistics.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("medians of given pairs beside consecutive null pairs")
{
  const Matrix                  profiles = RandomMatrix(7, 6, 2);
  const std::vector<NamedPairs> groups = { { "a", { { 0, 1 }, { 0, 2 }, { 1, 2 } } },
                                           { "b", { { 3, 4 }, { 3, 5 }, { 4, 5 } } } };
  const std::vector<RowPair>    null = { { 0, 3 }, { 1, 4 }, { 2, 5 }, { 0, 6 } };
  const auto                    correlate = [&profiles](std::size_t a, std::size_t b) {
    return PearsonCorrelation(profiles.Row(a), profiles.Row(b));
  };
  const ReplicateCorrelation result = CorrelateReplicates(profiles, groups, null);
  CHECK(result.n_replicates == 2);
  CHECK(result.groups[0].median == Median(std::vector<double>{ correlate(0, 1), correlate(0, 2), correlate(1, 2) }));
  CheckSame(result.null, { (correlate(0, 3) + correlate(1, 4)) / 2, (correlate(2, 5) + correlate(0, 6)) / 2 }, 1e-15);
  CHECK(result.percent_both == result.percent_left + result.percent_right);
}

TEST_CASE("constant profiles are left out, a group of them counts nowhere")
{
  Matrix profiles = RandomMatrix(6, 5, 2);
  std::fill(profiles.Row(0).begin(), profiles.Row(0).end(), 1.0);
  const std::vector<NamedPairs> groups = { { "constant", { { 0, 1 } } }, { "b", { { 2, 3 } } } };
  const std::vector<RowPair>    null = { { 1, 4 }, { 0, 5 } };
  const ReplicateCorrelation    result = CorrelateReplicates(profiles, groups, null);
  CHECK(result.groups[0].n_pairs == 0);
  CHECK(std::isnan(result.groups[0].median));
  CHECK(std::isnan(result.null[1]));
  CHECK((result.percent_right == 0 || result.percent_right == 1));
  CHECK_THROWS_AS(CorrelateReplicates(profiles, {}, null), ProfileError);
  CHECK_THROWS_AS(CorrelateReplicates(profiles, groups, {}), ProfileError);
  CHECK_THROWS_AS(CorrelateReplicates(profiles, groups, std::vector<RowPair>{ { 0, 9 } }), ProfileError);
  const std::vector<NamedPairs> more = { { "a", { { 1, 2 }, { 2, 3 } } } };
  CHECK_THROWS_AS(CorrelateReplicates(profiles, more, std::vector<RowPair>{ { 1, 4 } }), ProfileError);
}

TEST_CASE("Wasserstein distance of shifted samples is the shift")
{
  CHECK(WassersteinDistance(std::vector<double>{ 0, 1, 5 }, std::vector<double>{ 2, 3, 7 }) == doctest::Approx(2));
  CHECK(WassersteinDistance(std::vector<double>{ 0, kNaN }, std::vector<double>{ 1, 3 }) == doctest::Approx(2));
  CHECK(std::isnan(WassersteinDistance({}, std::vector<double>{ 1 })));
}

namespace
{
/** 60 treatments of three wells; those below `active` share a profile of their own. */
struct Plate
{
  explicit Plate(std::size_t active)
    : profiles(RandomMatrix(180, 40, 77))
  {
    const Matrix own = RandomMatrix(60, 40, 78);
    for (std::size_t row = 0; row < 180; ++row)
    {
      treatments.push_back(std::string("t") + std::to_string(row / 3));
      for (std::size_t feature = 0; feature < 40 && row / 3 < active; ++feature)
      {
        profiles(row, feature) += 4 * own(row / 3, feature);
      }
    }
  }
  Matrix      profiles;
  LabelColumn treatments;
};
} // namespace

TEST_CASE("percent replicating: active treatments replicate, noise does so in 5 %")
{
  const Plate              half(30);
  const PercentReplicating result = ScorePercentReplicating(half.profiles, half.treatments);
  CHECK(result.n_scored == 60);
  CHECK(result.value >= 0.5);
  CHECK(result.value < 0.6);
  const Plate              none(0);
  const PercentReplicating noise = ScorePercentReplicating(none.profiles, none.treatments);
  CHECK(noise.value < 0.15); // 60 of them at 5 %: nine or more in fewer than 1 of 300 screens
  std::size_t above = 0;
  for (const ReplicatingGroup & group : result.groups)
  {
    CHECK(group.n_pairs == 3);
    above += group.median > group.threshold;
  }
  CHECK(result.value == static_cast<double>(above) / 60);
}

TEST_CASE("percent replicating is seeded, and the same for any number of threads")
{
  const Plate               plate(10);
  PercentReplicatingOptions options;
  options.null_size = 200;
  const double threshold = ScorePercentReplicating(plate.profiles, plate.treatments, {}, options).groups[0].threshold;
  options.threads = 3;
  CHECK(ScorePercentReplicating(plate.profiles, plate.treatments, {}, options).groups[0].threshold == threshold);
  options.seed = 1;
  CHECK(ScorePercentReplicating(plate.profiles, plate.treatments, {}, options).groups[0].threshold != threshold);
}

TEST_CASE("percent matching: pairs of one compound do not count")
{
  const Plate plate(60);
  LabelColumn mechanisms, compounds;
  for (std::size_t row = 0; row < 180; ++row)
  {
    mechanisms.push_back(std::string("m") + std::to_string(row / 6)); // two unrelated compounds each
    compounds.push_back(plate.treatments[row]);
  }
  const PercentReplicating all = ScorePercentReplicating(plate.profiles, mechanisms);
  const PercentReplicating apart = ScorePercentReplicating(plate.profiles, mechanisms, compounds);
  CHECK(all.groups[0].n_pairs == 15);
  CHECK(apart.groups[0].n_pairs == 9);
  CHECK(apart.value < 0.2);
  CHECK(all.value > apart.value);
}

TEST_CASE("percent matching: mechanisms of as many compounds with as many wells share a null, whatever the names")
{
  const Matrix profiles = RandomMatrix(40, 12, 3);
  LabelColumn  mechanisms, compounds;
  for (std::size_t row = 0; row < 40; ++row) // ten mechanisms: every second has three wells of its first compound
  {
    const std::size_t mechanism = row / 4;
    mechanisms.push_back("m" + std::to_string(mechanism));
    const std::size_t ofFirst = mechanism % 2 == 0 ? 3 : 1;
    compounds.push_back("c" + std::to_string(mechanism) + (row % 4 < ofFirst ? "a" : "b"));
  }
  const PercentReplicating result = ScorePercentReplicating(profiles, mechanisms, compounds);
  for (const ReplicatingGroup & group : result.groups)
  {
    CHECK(group.n_pairs == 3); // one well beside three
    CHECK(group.threshold == result.groups.front().threshold);
  }
}

TEST_CASE("groups larger than a tile: the median of all pairs that count")
{
  const Matrix        profiles = RandomMatrix(300, 8, 4);
  const LabelColumn   mechanisms(300, "m");
  const LabelColumn   compounds = RandomLabels(300, 40, "c", 5);
  std::vector<double> values;
  for (std::size_t i = 0; i < 300; ++i)
  {
    for (std::size_t j = 0; j < i; ++j)
    {
      if (compounds[i] != compounds[j])
      {
        values.push_back(PearsonCorrelation(profiles.Row(i), profiles.Row(j)));
      }
    }
  }
  PercentReplicatingOptions options;
  options.null_size = 1;
  const ReplicatingGroup group = ScorePercentReplicating(profiles, mechanisms, compounds, options).groups.front();
  CHECK(group.n_pairs == values.size());
  CHECK(group.median == doctest::Approx(Median(values)).epsilon(1e-10)); // rounded to 2^-40
}

TEST_CASE("single wells, more wells than groups, constant profiles, wrong options")
{
  Matrix                   profiles = RandomMatrix(7, 6, 5);
  const LabelColumn        treatments = { "a", "a", "a", "a", "b", "b", "c" };
  const PercentReplicating result = ScorePercentReplicating(profiles, treatments);
  CHECK(result.n_without_pairs == 1); // c
  CHECK(result.n_without_null == 1);  // a: four wells, three groups
  CHECK(result.n_scored == 1);
  CHECK(std::isnan(result.groups[0].threshold));
  std::fill(profiles.Row(4).begin(), profiles.Row(4).end(), 1.0);
  profiles(5, 2) = kNaN;
  CHECK(ScorePercentReplicating(profiles, treatments).n_scored == 0);
  CHECK(std::isnan(ScorePercentReplicating(profiles, treatments).value));
  CHECK(std::isnan(ScorePercentReplicating(Matrix(0, 6), {}).value));
  CHECK_THROWS_AS(ScorePercentReplicating(profiles, { "a" }), ProfileError);
  PercentReplicatingOptions options;
  options.null_size = 0;
  CHECK_THROWS_AS(ScorePercentReplicating(profiles, treatments, {}, options), ProfileError);
  options.null_size = 10;
  options.level = 1;
  CHECK_THROWS_AS(ScorePercentReplicating(profiles, treatments, {}, options), ProfileError);
}

#include "phenoProfileTest.h"

#include "phenoBatchProbe.h"
#include "phenoCorrelationWhitening.h"
#include "phenoSoftmaxRegression.h"

#include <algorithm>
#include <set>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("groups stay on one side of a split, in the order that is given")
{
  const LabelColumn              groups = { "a", "b", "c", "d", "e", "a" };
  const std::vector<std::string> order = { "c", "a", "e", "b", "d" };
  const RowSplit                 split = SplitByGroup(groups, order, 0.2);
  CHECK(split.train == std::vector<std::size_t>{ 0, 1, 2, 4, 5 });
  CHECK(split.test == std::vector<std::size_t>{ 3 });
  const RowSplit drawn = SplitByGroup(groups, 0.4, 3);
  CHECK(drawn.train == SplitByGroup(groups, 0.4, 3).train);
  std::set<std::string> trained;
  for (const std::size_t row : drawn.train)
  {
    trained.insert(groups[row]);
  }
  CHECK(trained.size() == 3);
  for (const std::size_t row : drawn.test)
  {
    CHECK(trained.count(groups[row]) == 0);
  }
  CHECK_THROWS_AS(SplitByGroup(groups, std::vector<std::string>{ "a", "b" }, 0.2), ProfileError);
  CHECK_THROWS_AS(SplitByGroup({ "a", "a" }, 0.2, 0), ProfileError);
  CHECK_THROWS_AS(SplitByGroup(groups, 1, 0), ProfileError);
}

TEST_CASE("random splits share out all rows, differently for each seed")
{
  const RowSplit           split = SplitAtRandom(10, 0.3, 1);
  std::vector<std::size_t> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::sort(all.begin(), all.end());
  CHECK(split.train.size() == 7);
  CHECK(all == std::vector<std::size_t>{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 });
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 6; ++seed)
  {
    differs = differs || SplitAtRandom(10, 0.3, seed).test != split.test;
  }
  CHECK(differs);
  CHECK_THROWS_AS(SplitAtRandom(1, 0.5, 0), ProfileError);
}

TEST_CASE("scores of a small confusion, by hand")
{
  // Truth a a b b, called a b b b; class c never occurs and is never called.
  const std::vector<int>     truth = { 0, 0, 1, 1 };
  const std::vector<int>     called = { 0, 1, 1, 1 };
  const Matrix               probabilities = MakeMatrix({ { .6, .4, 0 }, { .3, .7, 0 }, { .2, .8, 0 }, { .3, .7, 0 } });
  const ClassificationScores scores = ScoreClassification(truth, called, probabilities);
  CHECK(scores.accuracy == 0.75);
  CHECK(scores.balanced_accuracy == 0.75);
  CHECK(scores.recall == doctest::Approx(0.5));
  CHECK(scores.precision == doctest::Approx((1 + 2.0 / 3) / 3));
  CHECK(scores.f1 == doctest::Approx((2.0 / 3 + 0.8) / 3));
  CHECK(std::isnan(scores.roc_auc)); // c does not occur
  CHECK(scores.top_3 == 1);
  const ClassificationScores two =
    ScoreClassification(truth, called, MakeMatrix({ { .6, .4 }, { .3, .7 }, { .2, .8 }, { .3, .7 } }));
  CHECK(two.roc_auc == doctest::Approx((1 + 1 + 1 + 0.5) / 4));
  const Matrix flat(1, 4, 0.25); // equals: later classes first
  CHECK(ScoreClassification(std::vector<int>{ 0 }, std::vector<int>{ 0 }, flat).top_3 == 0);
  CHECK(ScoreClassification(std::vector<int>{ 1 }, std::vector<int>{ 0 }, flat).top_3 == 1);
  CHECK(std::isnan(ScoreClassification({}, {}, Matrix(0, 2)).accuracy));
  CHECK_THROWS_AS(ScoreClassification(std::vector<int>{ 4 }, std::vector<int>{ 0 }, flat), ProfileError);
}

TEST_CASE("neighbours vote; a tie goes to the smallest class, equal distances to the lower row")
{
  const Matrix profiles = MakeMatrix({ { 1, 0 }, { 1, .1 }, { 1, .2 }, { 0, 1 }, { 0, 2 }, { 1, .05 }, { .1, 1 } });
  const LabelColumn labels = { "c", "b", "a", "z", "z", "b", "z" };
  const RowSplit    split = { { 0, 1, 2, 3, 4 }, { 5, 6 } };
  const Probe       probe = ProbeNeighbours(profiles, labels, split);
  CHECK(probe.classes == std::vector<std::string>{ "a", "b", "c", "z" });
  CHECK(probe.predicted == std::vector<std::string>{ "a", "z" });
  CHECK(probe.probabilities(1, 3) == doctest::Approx(2.0 / 3));
  CHECK(probe.scores.accuracy == 0.5);
  CHECK(ProbeNeighbours(profiles, labels, split, 1).predicted[1] == "z");
  CHECK_THROWS_AS(ProbeNeighbours(profiles, labels, split, 6), ProfileError);
  CHECK_THROWS_AS(ProbeNeighbours(profiles, labels, { {}, { 1 } }), ProfileError);
  CHECK_THROWS_AS(ProbeNeighbours(profiles, { "a" }, split), ProfileError);
  CHECK_THROWS_AS(ProbeNeighbours(profiles, labels, { { 0, 1, 77 }, { 1 } }), ProfileError);
}

TEST_CASE("the regression stands where its derivatives vanish, for any number of threads")
{
  const Matrix     rows = RandomMatrix(700, 4, 3);
  std::vector<int> classes;
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    classes.push_back(rows(row, 0) + 0.3 * rows(row, 2) > 0.2 ? 2 : rows(row, 1) > 0 ? 1 : 0);
  }
  SoftmaxOptions options;
  options.inverse_strength = 0.5;
  const SoftmaxRegression fit = FitSoftmax(rows, classes, 3, options);
  CHECK(fit.converged);
  const Matrix probabilities = fit.Probabilities(rows);
  for (std::size_t k = 0; k < 3; ++k)
  {
    double ofIntercept = 0;
    for (std::size_t feature = 0; feature < 4; ++feature)
    {
      double derivative = fit.weights(feature, k);
      ofIntercept = 0;
      for (std::size_t row = 0; row < rows.rows; ++row)
      {
        const double excess = probabilities(row, k) - (classes[row] == static_cast<int>(k));
        derivative += 0.5 * excess * rows(row, feature);
        ofIntercept += excess;
      }
      CHECK(std::abs(derivative) < 1e-6);
    }
    CHECK(std::abs(ofIntercept) < 1e-6);
  }
  options.threads = 3;
  CHECK(FitSoftmax(rows, classes, 3, options).weights.values == fit.weights.values);
  CHECK_THROWS_AS(FitSoftmax(rows, std::vector<int>{ 1 }, 3), ProfileError);
  CHECK_THROWS_AS(fit.Probabilities(RandomMatrix(2, 3, 1)), ProfileError);
}

TEST_CASE("a logistic probe reads a batch that shifts a feature, and nothing from noise")
{
  Matrix      profiles = RandomMatrix(400, 5, 11);
  LabelColumn batches;
  for (std::size_t row = 0; row < 400; ++row)
  {
    batches.push_back(row % 2 == 0 ? "b0" : "b1");
  }
  const RowSplit split = SplitAtRandom(400, 0.25, 0);
  CHECK(ProbeLogistic(profiles, batches, split).scores.accuracy < 0.65);
  for (std::size_t row = 0; row < 400; row += 2)
  {
    profiles(row, 3) += 4;
  }
  CHECK(ProbeLogistic(profiles, batches, split).scores.accuracy == 1);
  CHECK(ProbeLogistic(profiles, batches, split).scores.roc_auc == 1);
  CHECK_THROWS_AS(ProbeLogistic(profiles, LabelColumn(400, "b"), split), ProfileError);
  profiles(0, 0) = kNaN;
  CHECK_THROWS_AS(ProbeLogistic(profiles, batches, split), ProfileError);
}

TEST_CASE("a class that was not learnt has probability 0")
{
  const Matrix      profiles = RandomMatrix(8, 3, 2);
  const LabelColumn labels = { "a", "b", "a", "b", "a", "b", "new", "a" };
  const RowSplit    split = { { 0, 1, 2, 3, 4, 5 }, { 6, 7 } };
  const Probe       probe = ProbeLogistic(profiles, labels, split);
  CHECK(probe.classes == std::vector<std::string>{ "a", "b", "new" });
  CHECK(probe.probabilities(0, 2) == 0);
  CHECK(probe.probabilities(0, 0) + probe.probabilities(0, 1) == doctest::Approx(1));
  CHECK(probe.predicted[0] != "new");
}

TEST_CASE("correlation whitening makes uncorrelated controls of unit variance; constant features stay finite")
{
  Matrix controls = RandomMatrix(200, 3, 5);
  for (std::size_t row = 0; row < controls.rows; ++row)
  {
    controls(row, 1) += 3 * controls(row, 0) + 5;
  }
  Matrix white = controls;
  ApplySpherizing(FitCorrelationWhitening(controls, 1e-9), white);
  for (std::size_t i = 0; i < 3; ++i)
  {
    for (std::size_t j = 0; j < 3; ++j)
    {
      double sum = 0;
      for (std::size_t row = 0; row < white.rows; ++row)
      {
        sum += white(row, i) * white(row, j);
      }
      CHECK(sum / 199 == doctest::Approx(i == j ? 1 : 0).epsilon(1e-9));
    }
  }
  for (std::size_t row = 0; row < controls.rows; ++row)
  {
    controls(row, 2) = 0.1;
  }
  white = controls;
  ApplySpherizing(FitCorrelationWhitening(controls, 0.01), white);
  CHECK(std::abs(white(0, 2)) < 1e-12);
  CHECK_THROWS_AS(FitCorrelationWhitening(controls, 0), ProfileError);
  CHECK_THROWS_AS(FitCorrelationWhitening(RandomMatrix(1, 3, 1), 0.1), ProfileError);
}

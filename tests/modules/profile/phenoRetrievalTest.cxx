#include "phenoProfileTest.h"

#include "phenoPoissonBinomial.h"
#include "phenoRetrieval.h"
#include "phenoRetrievalGroups.h"
#include "phenoRetrievalScores.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
using Positives = std::vector<std::vector<std::size_t>>;

Matrix
Scores(std::size_t rows, std::vector<double> values)
{
  Matrix scores(rows, values.size() / rows);
  scores.values = std::move(values);
  return scores;
}

/** What random tie orders give on average, by going through every order of the candidates. */
struct Enumerated
{
  double rank = 0, reciprocal = 0, hit = 0, precision = 0, recall = 0, fall_out = 0, map = 0, ndcg = 0;
};

Enumerated
Enumerate(const std::vector<double> & scores, const std::vector<std::size_t> & positives, std::size_t k)
{
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{ 0 });
  const auto isPositive = [&positives](std::size_t candidate) {
    return std::find(positives.begin(), positives.end(), candidate) != positives.end();
  };
  const auto places = std::min(k, scores.size());
  Enumerated sum;
  double     orders = 0;
  do
  {
    if (!std::is_sorted(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; }))
    {
      continue;
    }
    ++orders;
    double hits = 0, precisions = 0, seen = 0, gain = 0, ideal = 0;
    for (std::size_t place = 0; place < order.size(); ++place)
    {
      const double rank = static_cast<double>(place) + 1;
      if (isPositive(order[place]))
      {
        ++seen;
        sum.rank += seen == 1 ? rank : 0;
        sum.reciprocal += seen == 1 ? 1 / rank : 0;
        gain += 1 / std::log2(1 + rank);
        hits += place < places;
        precisions += place < places ? seen / rank : 0;
      }
      ideal += place < positives.size() ? 1 / std::log2(1 + rank) : 0;
    }
    sum.hit += hits > 0;
    sum.precision += hits / static_cast<double>(k);
    sum.recall += hits / static_cast<double>(positives.size());
    sum.fall_out += (static_cast<double>(places) - hits) / static_cast<double>(scores.size() - positives.size());
    sum.map += hits > 0 ? precisions / hits : 0;
    sum.ndcg += gain / ideal;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double * each :
       { &sum.rank, &sum.reciprocal, &sum.hit, &sum.precision, &sum.recall, &sum.fall_out, &sum.map, &sum.ndcg })
  {
    *each /= orders;
  }
  return sum;
}
} // namespace

TEST_CASE("ties: every number is the mean over all orders inside the ties")
{
  const std::vector<std::vector<double>> rows = { { 3, 1, 1, 2, 1, 2, 0 },
                                                  { 1, 1, 1, 1, 1, 1, 1 },
                                                  { 0, 0, 5, 4, 4, 4, 4 } };
  const std::vector<std::size_t>         cutoffs = { 1, 2, 3, 5, 6, 7, 20 };
  for (const auto & row : rows)
  {
    for (const Positives & positives : { Positives{ { 1 } }, Positives{ { 3, 4 } }, Positives{ { 1, 4, 5, 6 } } })
    {
      const RetrievalMetrics metrics = EvaluateRetrieval(Scores(1, row), positives, cutoffs);
      for (const RetrievalAt & at : metrics.at)
      {
        const Enumerated expected = Enumerate(row, positives[0], at.k);
        CHECK(metrics.ranks[0] == doctest::Approx(expected.rank).epsilon(1e-12));
        CHECK(metrics.mrr == doctest::Approx(expected.reciprocal).epsilon(1e-12));
        CHECK(metrics.ndcg == doctest::Approx(expected.ndcg).epsilon(1e-12));
        CHECK(at.hit_rate == doctest::Approx(expected.hit).epsilon(1e-12));
        CHECK(at.precision == doctest::Approx(expected.precision).epsilon(1e-12));
        CHECK(at.recall == doctest::Approx(expected.recall).epsilon(1e-12));
        CHECK(at.fall_out == doctest::Approx(expected.fall_out).epsilon(1e-12));
        CHECK(at.map == doctest::Approx(expected.map).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("constant scores are chance, exactly, and no hit is sure")
{
  const std::size_t              n = 40;
  const std::vector<std::size_t> cutoffs = { 1, 5, 10 };
  Positives                      positives(n);
  for (std::size_t query = 0; query < n; ++query)
  {
    positives[query] = { query };
  }
  positives[7] = { 7, 8, 9 };
  const RetrievalMetrics metrics = EvaluateRetrieval(Matrix(n, n, 0.25), positives, cutoffs);
  CHECK(metrics.mrr == metrics.chance_mrr);
  for (const RetrievalAt & at : metrics.at)
  {
    CHECK(at.hit_rate == at.chance_hit_rate);
    CHECK(at.p == 1);
  }
  CHECK(metrics.ranks[0] == (n + 1) / 2.0);
  CHECK(metrics.ranks[7] == (n + 1) / 4.0);
  // Query 7 hits within k unless k draws without return take none of its three: 1 - C(37,k)/C(40,k).
  const double seven = 1 - 37.0 / 40 * 36 / 39 * 35 / 38 * 34 / 37 * 33 / 36;
  CHECK(metrics.at[1].chance_hit_rate == doctest::Approx((39 * 5.0 / 40 + seven) / 40).epsilon(1e-14));
}

TEST_CASE("chance of pairs: k / n, and the harmonic mean rank")
{
  const std::vector<std::size_t> cutoffs = { 1, 3, 4, 9 };
  const RetrievalMetrics         metrics = EvaluateRetrieval(Scores(1, { 0, 3, 2, 1 }), { { 1 } }, cutoffs);
  CHECK(metrics.chance_mrr == doctest::Approx((1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4) / 4).epsilon(1e-15));
  CHECK(metrics.at[0].chance_hit_rate == doctest::Approx(0.25).epsilon(1e-15));
  CHECK(metrics.at[1].chance_hit_rate == doctest::Approx(0.75).epsilon(1e-15));
  // One query: its hit at 1 has probability 1/4 by chance; above the number of candidates every hit is certain.
  CHECK(metrics.at[0].p == doctest::Approx(0.25).epsilon(1e-15));
  CHECK(metrics.at[0].hit_rate == 1);
  for (const std::size_t i : { 2, 3 })
  {
    CHECK(metrics.at[i].hit_rate == 1);
    CHECK(metrics.at[i].chance_hit_rate == 1);
    CHECK(metrics.at[i].p == 1);
  }
  CHECK(metrics.at[3].precision == 1.0 / 9);
  CHECK(metrics.at[3].fall_out == 1);
}

TEST_CASE("the tail of a sum of trials: the binomial, and all outcomes counted one by one")
{
  CHECK(PoissonBinomialTail(std::vector<double>(10, 0.5), 8) == doctest::Approx(56.0 / 1024).epsilon(1e-14));
  CHECK(PoissonBinomialTail(std::vector<double>(400, 0.01), 0) == 1);
  CHECK(PoissonBinomialTail(std::vector<double>(3, 0.5), 4) == 0);
  CHECK(PoissonBinomialTail({}, 0) == 1);
  // The same sum in exact fractions.
  CHECK(PoissonBinomialTail(std::vector<double>(2115, 1.0 / 2115), 20) ==
        doctest::Approx(1.4635129780039905e-19).epsilon(1e-9));
  const std::vector<double> p = { 0.1, 0.7, 0.25, 0.0, 1.0, 0.4 };
  for (std::size_t successes = 0; successes <= p.size(); ++successes)
  {
    double expected = 0;
    for (unsigned outcome = 0; outcome < 1U << p.size(); ++outcome)
    {
      double      probability = 1;
      std::size_t count = 0;
      for (std::size_t i = 0; i < p.size(); ++i)
      {
        const bool success = outcome >> i & 1U;
        probability *= success ? p[i] : 1 - p[i];
        count += success;
      }
      expected += count >= successes ? probability : 0;
    }
    CHECK(PoissonBinomialTail(p, successes) == doctest::Approx(expected).epsilon(1e-14));
  }
  CHECK_THROWS_WITH_AS(PoissonBinomialTail(std::vector<double>{ 1.5 }, 1), doctest::Contains("got 1.5"), ProfileError);
}

TEST_CASE("unique texts: a text of several images is one candidate and its images are its positives")
{
  // Images 0 and 2 share text "a"; text "b" belongs to image 1. Columns: a, b.
  const LabelColumn              texts = { "a", "b", "a" };
  const std::vector<std::size_t> cutoffs = { 1 };
  const Matrix                   scores = Scores(3, { 0.9, 0.1, 0.6, 0.5, 0.2, 0.3 });
  const RetrievalBothWays        both = RetrieveBothWays(scores, GroupRows(texts), cutoffs);
  CHECK(both.image_to_text.ranks == std::vector<double>{ 1, 2, 2 });
  CHECK(both.image_to_text.n_candidates == 2);
  CHECK(both.text_to_image.ranks == std::vector<double>{ 1, 1 }); // a: image 0 of 0.9, 0.6, 0.2; b: 0.1, 0.5, 0.3
  CHECK(both.text_to_image.at[0].recall == 0.75);
  CHECK(both.text_to_image.at[0].chance_hit_rate == doctest::Approx((2.0 / 3 + 1.0 / 3) / 2).epsilon(1e-15));
  CHECK_THROWS_WITH_AS(
    RetrieveBothWays(Matrix(3, 3), GroupRows(texts), cutoffs), doctest::Contains("(2), got 3"), ProfileError);
  const std::vector<RowGroup> twice = { { { "a" }, { 0, 1 } }, { { "b" }, { 1, 2 } } };
  CHECK_THROWS_WITH_AS(RetrieveBothWays(scores, twice, cutoffs), doctest::Contains("image 1 in two"), ProfileError);
  const std::vector<RowGroup> part = { { { "a" }, { 0 } }, { { "b" }, { 1 } } };
  CHECK_THROWS_WITH_AS(RetrieveBothWays(scores, part, cutoffs), doctest::Contains("image 2 in none"), ProfileError);
}

TEST_CASE("a query without positive counts 0, without negatives its fall-out is 1")
{
  const std::vector<std::size_t> cutoffs = { 1 };
  const RetrievalMetrics         metrics = EvaluateRetrieval(Scores(2, { 1, 2, 2, 1 }), { {}, { 0, 1 } }, cutoffs);
  CHECK(metrics.n_without_positive == 1);
  CHECK(std::isnan(metrics.ranks[0]));
  CHECK(metrics.mean_rank == 1);
  CHECK(metrics.mrr == 0.5);
  CHECK(metrics.at[0].hit_rate == 0.5);
  CHECK(metrics.at[0].fall_out == (0.5 + 1) / 2);
}

TEST_CASE("retrieval refuses what has no answer")
{
  const std::vector<std::size_t> cutoffs = { 1 };
  const std::vector<std::size_t> zero = { 0 };
  CHECK_THROWS_WITH_AS(EvaluateRetrieval(Scores(2, { 1, 2, 3, kNaN }), { { 0 }, { 1 } }, cutoffs),
                       doctest::Contains("query 1 and candidate 1 is not a number"),
                       ProfileError);
  CHECK_THROWS_WITH_AS(EvaluateRetrieval(Matrix(0, 3), {}, cutoffs), doctest::Contains("got 0 and 3"), ProfileError);
  CHECK_THROWS_WITH_AS(
    EvaluateRetrieval(Matrix(1, 2), { { 2 } }, cutoffs), doctest::Contains("positive 2"), ProfileError);
  CHECK_THROWS_WITH_AS(
    EvaluateRetrieval(Matrix(2, 2), { { 0 } }, cutoffs), doctest::Contains("(2), got 1"), ProfileError);
  CHECK_THROWS_WITH_AS(EvaluateRetrieval(Matrix(1, 2), { { 0 } }, zero), doctest::Contains("got 0"), ProfileError);
  CHECK_THROWS_WITH_AS(InnerProducts(Matrix(1, 2), Matrix(1, 3)), doctest::Contains("got 2 and 3"), ProfileError);
  CHECK_THROWS_WITH_AS(
    RetrieveInGroups(Matrix(2, 2), Matrix(3, 2), 2, cutoffs), doctest::Contains("got 2 and 3"), ProfileError);
  CHECK_THROWS_WITH_AS(
    RetrieveInGroups(Matrix(2, 2), Matrix(2, 2), 0, cutoffs), doctest::Contains("got 0"), ProfileError);
}

TEST_CASE("equal rows tie to the last bit, scaled rows tie by cosine, a row of zeros scores 0")
{
  const Matrix images = Scores(2, { 0.1, 0.7, -0.3, 1e-3, 5.5, 0.2 });
  const Matrix texts = Scores(4, { 0.3, 0.9, 0.2, 0.3, 0.9, 0.2, 0.9, 2.7, 0.6, 0, 0, 0 });
  for (std::size_t image = 0; image < 2; ++image)
  {
    CHECK(InnerProducts(images, texts)(image, 0) == InnerProducts(images, texts)(image, 1));
    CHECK(Cosines(images, texts)(image, 0) == Cosines(images, texts)(image, 2));
    CHECK(Cosines(images, texts)(image, 3) == 0);
  }
}

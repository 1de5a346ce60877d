#include "phenoProfileTest.h"

#include "phenoKendallTau.h"
#include "phenoPairCorrelations.h"
#include "phenoRankStatistics.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
double
NaiveTau(std::span<const double> x, std::span<const double> y)
{
  double excess = 0, inX = 0, inY = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    for (std::size_t j = 0; j < i; ++j)
    {
      const double dx = x[i] - x[j];
      const double dy = y[i] - y[j];
      excess += dx * dy > 0 ? 1 : dx * dy < 0 ? -1 : 0;
      inX += dx != 0;
      inY += dy != 0;
    }
  }
  return excess / std::sqrt(inX * inY);
}
} // namespace

TEST_CASE("Kendall's tau is that of all pairs, ties and missing values included")
{
  const Matrix values = RandomMatrix(2, 60, 4);
  CHECK(KendallTau(values.Row(0), values.Row(1)) == doctest::Approx(NaiveTau(values.Row(0), values.Row(1))));
  std::vector<double> x, y;
  for (int i = 0; i < 40; ++i)
  {
    x.push_back(i * 7 % 5);
    y.push_back(i * 3 % 4 + i % 5);
  }
  const double tied = NaiveTau(x, y);
  CHECK(KendallTau(x, y) == doctest::Approx(tied));
  x.push_back(kNaN);
  y.push_back(1);
  CHECK(KendallTau(x, y) == doctest::Approx(tied));
  const std::vector<double> rising = { 1, 2, 3 };
  CHECK(KendallTau(rising, rising) == 1);
  CHECK(KendallTau(rising, std::vector<double>{ 3, 2, 1 }) == -1);
  CHECK(std::isnan(KendallTau(rising, std::vector<double>{ 2, 2, 2 })));
  CHECK(std::isnan(KendallTau(std::vector<double>{ 1 }, std::vector<double>{ 2 })));
  CHECK_THROWS_AS(KendallTau(rising, std::vector<double>{ 1 }), ProfileError);
}

TEST_CASE("tiles hold the correlations of single pairs")
{
  Matrix profiles = RandomMatrix(9, 12, 3);
  for (double & value : profiles.Row(4))
  {
    value = 0.1; // constant
  }
  profiles(7, 3) = kNaN;
  const std::vector<std::size_t> queries = { 0, 4, 7 };
  const std::vector<std::size_t> columns = { 1, 2, 3, 4, 5, 7, 8 };
  Matrix                         scores;
  for (const char * name : { "pearson", "spearman", "kendall" })
  {
    const PairCorrelations correlations(profiles, ProfileCorrelationFromName(name));
    correlations.Score(queries, columns, scores);
    for (std::size_t q = 0; q < queries.size(); ++q)
    {
      for (std::size_t c = 0; c < columns.size(); ++c)
      {
        const auto   a = profiles.Row(queries[q]);
        const auto   b = profiles.Row(columns[c]);
        const double expected = name[0] == 'p'   ? PearsonCorrelation(a, b)
                                : name[0] == 's' ? Spearman(a, b).rho
                                                 : KendallTau(a, b);
        CAPTURE(name);
        CAPTURE(q);
        CAPTURE(c);
        CHECK(Same(scores(q, c), expected, 1e-12));
        CHECK(std::isnan(scores(q, c)) == (queries[q] == 4 || columns[c] == 4));
      }
    }
  }
  CHECK_THROWS_AS(ProfileCorrelationFromName("cosine"), ProfileError);
}

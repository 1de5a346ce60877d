#include "phenoProfileTest.h"

#include "phenoFeatureFilters.h"
#include "phenoRankStatistics.h"

#include <bit>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** All features of a matrix. */
class Whole
{
public:
  explicit Whole(Matrix matrix)
    : m_Matrix(std::move(matrix))
    , m_Features(m_Matrix.columns)
  {
    std::iota(m_Features.begin(), m_Features.end(), std::size_t{ 0 });
  }

  operator FeatureView() const { return { m_Matrix, m_Features }; }

private:
  Matrix                   m_Matrix;
  std::vector<std::size_t> m_Features;
};

std::vector<std::size_t>
Features(const std::vector<DroppedFeature> & dropped)
{
  std::vector<std::size_t> features;
  for (const DroppedFeature & each : dropped)
  {
    features.push_back(each.feature);
  }
  return features;
}

using Indices = std::vector<std::size_t>;
} // namespace

TEST_CASE("variance: constants, the cutoff itself, and features without values go")
{
  const Whole view(
    MakeMatrix({ { 1, 0.1, kNaN, 5 }, { 3, 0.1, kNaN, kNaN }, { 1, 0.1, kNaN, 7 }, { 3, 0.1, kNaN, 6 } }));
  const auto dropped = FindLowVariance(view, 1); // the first has variance 1, the last 2/3
  CHECK(Features(dropped) == Indices{ 0, 1, 2, 3 });
  CHECK(dropped[0].statistic == "variance");
  CHECK(dropped[0].value == 1);
  CHECK(dropped[3].value == doctest::Approx(2.0 / 3));
  CHECK(Features(FindLowVariance(view, 0)) == Indices{ 1, 2 });
}

TEST_CASE("frequency: the second most common value against the most common, and how many values differ")
{
  Matrix matrix = RandomMatrix(200, 6, 7);
  for (std::size_t row = 0; row < 200; ++row)
  {
    matrix(row, 1) = 4;                       // constant
    matrix(row, 2) = row < 4 ? 1 : -0.0;      // 4 / 196 < .05
    matrix(row, 3) = row < 10 ? 1 : 0;        // 10 / 190 > .05, 2 / 200 = the cutoff
    matrix(row, 4) = row % 2 == 0 ? kNaN : 3; // constant where there is a value
    matrix(row, 2) = row == 9 ? 0.0 : matrix(row, 2);
  }
  const auto dropped = FindUnevenFrequency(Whole(matrix), 0.05, 0.01);
  CHECK(Features(dropped) == Indices{ 1, 2, 4 });
  CHECK(dropped[1].value == doctest::Approx(4.0 / 196)); // zeros of both signs are one value
  const auto unique = FindUnevenFrequency(Whole(matrix), 0.05, 0.011);
  CHECK(Features(unique) == Indices{ 1, 2, 3, 4 });
  CHECK(unique[2].statistic == "unique_share");
  CHECK(unique[2].value == 0.01);
}

TEST_CASE("frequency: one value among many different ones is found")
{
  Matrix matrix = RandomMatrix(5000, 2, 8);
  for (std::size_t row = 0; row < 21; ++row)
  {
    matrix(row * 200, 0) = 9;                 // 21 times, all others once: 1 / 21 < .05
    matrix(row * 100, 1) = row < 20 ? 9 : 10; // 20 times: 1 / 20
  }
  const auto dropped = FindUnevenFrequency(Whole(matrix), 0.05, 0.01);
  CHECK(Features(dropped) == Indices{ 0 });
  CHECK(dropped[0].value == doctest::Approx(1.0 / 21));
}

TEST_CASE("missing values and outliers are counted beyond their cutoffs, not at them")
{
  const Whole view(
    MakeMatrix({ { 1, -500, kNaN, 1 }, { 1, kNaN, kNaN, -501 }, { 1, 2, 3, kInfinity }, { 1, 2, 3, 4 } }));
  CHECK(Features(FindMissing(view, 0.25)) == Indices{ 2 });
  CHECK(Features(FindMissing(view, 0)) == Indices{ 1, 2 });
  CHECK(Features(FindOutlying(view, 500)) == Indices{ 3 });
}

TEST_CASE("a feature that stands still on one plate goes, with the plate's name")
{
  Matrix            matrix = RandomMatrix(8, 3, 9);
  const LabelColumn plates = { "P2", "P1", "P2", "P1", "P2", "P1", "P2", "P1" };
  for (std::size_t row = 0; row < 8; ++row)
  {
    const bool first = plates[row] == "P1";
    matrix(row, 0) += 5;
    matrix(row, 1) = first ? matrix(row, 1) + 5 : 7;
    matrix(row, 2) = first ? static_cast<double>(row) - 4 : matrix(row, 2) + 9; // -3, -1, 1, 3: the median is 0
  }
  const auto dropped = FindLowPlateVariation(Whole(matrix), plates, 1e-3);
  CHECK(Features(dropped) == Indices{ 1, 2 });
  CHECK(dropped[0].place == "P2");
  CHECK(dropped[1].place == "P1");
  CHECK(dropped[1].value == 0);
}

TEST_CASE("of a correlated pair the feature with more correlation to all goes; opposites stay; of equals the later")
{
  Matrix matrix = RandomMatrix(60, 5, 10);
  for (std::size_t row = 0; row < 60; ++row)
  {
    matrix(row, 2) = matrix(row, 0);                        // the same
    matrix(row, 3) = -matrix(row, 1);                       // opposite
    matrix(row, 4) = matrix(row, 1) + 0.1 * matrix(row, 0); // near 1
  }
  const auto dropped = FindCorrelated(Whole(matrix), 0.9);
  CHECK(Features(dropped) == Indices{ 2, 4 });
  CHECK(dropped[0].partner == 0);
  CHECK(dropped[0].value == 1);
  CHECK(dropped[1].partner == 1);
  CHECK(Features(FindCorrelated(Whole(matrix), 1)).empty());
}

TEST_CASE("among more than 16 features equal sums are decided as NumPy's sort leaves them")
{
  // Nine orthogonal features twice (signs of a 16 x 16 Hadamard matrix): all sums are 2. numpy 2.4.6 without vector
  // units: argsort(zeros(18)) = 0 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 16 17; of i and i + 9 the later one there goes.
  Matrix matrix(16, 18);
  for (unsigned row = 0; row < 16; ++row)
  {
    for (unsigned feature = 0; feature < 18; ++feature)
    {
      matrix(row, feature) = std::popcount(row & (feature % 9 + 1)) % 2 == 0 ? 1 : -1;
    }
  }
  CHECK(Features(FindCorrelated(Whole(matrix), 0.9)) == Indices{ 1, 2, 3, 4, 5, 6, 9, 16, 17 });
}

TEST_CASE("correlations over shared rows equal those in plain loops, whatever is missing or constant")
{
  Matrix matrix = RandomMatrix(700, 9, 11);
  for (std::size_t row = 0; row < 700; ++row)
  {
    for (std::size_t feature = 1; feature < 8; ++feature)
    {
      matrix(row, feature) = 1000 + matrix(row, 0) + matrix(row, feature) * 0.1 * static_cast<double>(feature);
      if (feature > 4 && (row + feature) % 5 == 0)
      {
        matrix(row, feature) = kNaN;
      }
    }
    matrix(row, 8) = 0.1;
  }
  std::vector<std::vector<double>> columns(9);
  for (std::size_t feature = 0; feature < 9; ++feature)
  {
    for (std::size_t row = 0; row < 700; ++row)
    {
      columns[feature].push_back(matrix(row, feature));
    }
  }
  std::vector<double> sums(9, 0.0);
  for (std::size_t a = 0; a < 9; ++a)
  {
    for (std::size_t b = 0; b < 9; ++b)
    {
      const double r = PearsonCorrelation(columns[a], columns[b]);
      sums[a] += std::isnan(r) ? 0 : std::abs(r);
    }
  }
  const auto dropped = FindCorrelated(Whole(matrix), 0.9);
  Indices    expected;
  for (std::size_t a = 0; a < 9; ++a)
  {
    bool loses = false;
    for (std::size_t b = 0; b < 9; ++b)
    {
      loses = loses || (a != b && sums[a] > sums[b] && PearsonCorrelation(columns[a], columns[b]) > 0.9);
    }
    if (loses)
    {
      expected.push_back(a);
    }
  }
  REQUIRE(expected.size() > 2);
  CHECK(Features(dropped) == expected);
  for (const DroppedFeature & each : dropped)
  {
    CHECK(each.value ==
          doctest::Approx(PearsonCorrelation(columns[each.feature], columns[each.partner])).epsilon(1e-12));
  }
  const auto threaded = FindCorrelated(Whole(matrix), 0.9, 4);
  REQUIRE(threaded.size() == dropped.size());
  for (std::size_t i = 0; i < dropped.size(); ++i)
  {
    CHECK(threaded[i].value == dropped[i].value);
  }
}

TEST_CASE("noise: the mean of the deviations within treatments")
{
  // deviations 1 and 0, a single well counts as 0: mean 1/3
  const Matrix      matrix = MakeMatrix({ { 1, 1 }, { 3, 1 }, { 5, 2 }, { 5, 2 }, { 9, 3 } });
  const LabelColumn treatments = { "a", "a", "b", "b", "c" };
  const auto        dropped = FindNoisy(Whole(matrix), treatments, 0.33);
  CHECK(Features(dropped) == Indices{ 0 });
  CHECK(dropped[0].value == doctest::Approx(1.0 / 3));
  CHECK(FindNoisy(Whole(matrix), treatments, 0.34).empty());
  CHECK_THROWS_AS(FindNoisy(Whole(matrix), { "a" }, 1), ProfileError);
}

TEST_CASE("replicates: features that do not return from replicate to replicate go")
{
  // Four treatments with three wells, one with one; feature 0 returns, 1 is turned around, 2 is constant.
  Matrix      matrix(13, 3);
  LabelColumn treatments;
  for (std::size_t row = 0; row < 12; ++row)
  {
    const double treatment = static_cast<double>(row % 4);
    treatments.push_back(std::string("t") + std::to_string(row % 4));
    matrix(row, 0) = 10 * treatment + static_cast<double>(row / 4);
    matrix(row, 1) = row / 4 == 1 ? -treatment : treatment;
    matrix(row, 2) = 1;
  }
  treatments.push_back("alone");
  const auto dropped = FindUnreplicated(Whole(matrix), treatments, 0.6);
  CHECK(Features(dropped) == Indices{ 1, 2 });
  CHECK(dropped[0].value == doctest::Approx(-1)); // the median of -1, 1, -1
  CHECK(std::isnan(dropped[1].value));
  CHECK_THROWS_WITH_AS(
    FindUnreplicated(Whole(matrix), LabelColumn(13, "one"), 0.6),
    "replicate correlation needs at least three treatments with two wells; 1 of 1 treatments have two",
    ProfileError);
}

TEST_CASE("no rows are refused")
{
  const Whole none(Matrix(0, 2));
  CHECK_THROWS_AS(FindLowVariance(none, 0), ProfileError);
  CHECK_THROWS_AS(FindUnevenFrequency(none, 0, 0), ProfileError);
  CHECK_THROWS_AS(FindCorrelated(none, 0), ProfileError);
  CHECK_THROWS_AS(FindLowPlateVariation(none, {}, 0), ProfileError);
}

#include "phenoProfileTest.h"

#include "phenoRankNormal.h"

using namespace pheno;
using namespace pheno::test;

// Phi^-1 of (rank - 3/8) / (n + 1/4): scipy.special.ndtri
constexpr double kFirstOfThree = -0.8694237732888861; // .625 / 3.25
constexpr double kFirstOfFour = -1.0491313979639707;  // .625 / 4.25
constexpr double kSecondOfFour = -0.2993069104656671; // 1.625 / 4.25

TEST_CASE("ranks become normal scores; ties share the mean of their ranks")
{
  CheckSame(RankNormal(std::vector<double>{ 9, -4, 7 }), { -kFirstOfThree, kFirstOfThree, 0 }, 1e-12);
  CheckSame(RankNormal(std::vector<double>{ 5, 5, 5 }), { 0, 0, 0 }, 1e-15);
  const std::vector<double> tied = RankNormal(std::vector<double>{ 1, 2, 2, 3 });
  CheckSame(tied, { kFirstOfFour, 0, 0, -kFirstOfFour }, 1e-12);
}

TEST_CASE("an order breaks ties: what it names first is the smaller")
{
  const std::vector<double>      values = { 1, 2, 2, 3 };
  const std::vector<std::size_t> order = { 3, 2, 1, 0 };
  CheckSame(RankNormal(values, order), { kFirstOfFour, -kSecondOfFour, kSecondOfFour, -kFirstOfFour }, 1e-12);
  CHECK_THROWS_AS(RankNormal(values, std::vector<std::size_t>{ 0, 1, 2 }), ProfileError);
  CHECK_THROWS_AS(RankNormal(values, std::vector<std::size_t>{ 0, 1, 2, 2 }), ProfileError);
  CHECK_THROWS_AS(RankNormal(values, 1.0), ProfileError);
}

TEST_CASE("missing values stay missing and are not counted; one value is 0; infinities rank")
{
  CheckSame(
    RankNormal(std::vector<double>{ kNaN, 9, -kInfinity, 7 }), { kNaN, -kFirstOfThree, kFirstOfThree, 0 }, 1e-12);
  CheckSame(RankNormal(std::vector<double>{ kNaN, 3 }), { kNaN, 0 }, 1e-15);
  CheckSame(RankNormal(std::vector<double>{ kNaN, 9, 1, 7 }, std::vector<std::size_t>{ 0, 1, 2, 3 }),
            { kNaN, -kFirstOfThree, kFirstOfThree, 0 },
            1e-12);
  CHECK(RankNormal(std::vector<double>{}).empty());
}

TEST_CASE("every plate is ranked on its own, the same bytes for any number of threads")
{
  const Matrix      before = RandomMatrix(40, 11, 3);
  const LabelColumn plates = RandomLabels(40, 3, "P", 4);
  Matrix            one = before;
  Matrix            four = before;
  RankNormalPerGroup(one, plates);
  RankNormalPerGroup(four, plates, 0.375, 4);
  CheckSame(one.values, four.values, 0);
  std::vector<double>      own;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < 40; ++row)
  {
    if (plates[row] == "P1")
    {
      rows.push_back(row);
      own.push_back(before(row, 5));
    }
  }
  const std::vector<double> expected = RankNormal(own);
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    CHECK(one(rows[i], 5) == expected[i]);
  }
  CHECK_THROWS_AS(RankNormalPerGroup(one, { "P" }), ProfileError);
}

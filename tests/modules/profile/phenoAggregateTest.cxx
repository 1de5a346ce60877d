#include "phenoProfileTest.h"

#include "phenoAggregate.h"
#include "phenoL2Normalise.h"
#include "phenoSampleStatistics.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("groups are sorted by key and keep their rows in order")
{
  const std::vector<LabelColumn> columns = { { "b", "a", "b", "a" }, { "2", "1", "1", "1" } };
  const std::vector<RowGroup>    groups = GroupRows(columns);
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].key == std::vector<std::string>{ "a", "1" });
  CHECK(groups[0].rows == std::vector<std::size_t>{ 1, 3 });
  CHECK(groups[1].key == std::vector<std::string>{ "b", "1" });
  CHECK(groups[2].rows == std::vector<std::size_t>{ 0 });
  CHECK(GroupRows(LabelColumn{}).empty());
  CHECK_THROWS_WITH_AS(GroupRows(std::vector<LabelColumn>{ { "a" }, {} }),
                       "columns to group by have 1 and 0 rows; expected equal lengths",
                       ProfileError);
  CHECK_THROWS_AS(GroupRows(std::span<const LabelColumn>()), ProfileError);
}

TEST_CASE("mean and median leave out missing values, feature by feature")
{
  const Matrix                matrix = MakeMatrix({ { 1, kNaN, 5 }, { 2, kNaN, kNaN }, { 6, kNaN, 7 }, { 9, 1, 1 } });
  const std::vector<RowGroup> groups = GroupRows(LabelColumn{ "x", "x", "x", "y" });
  CheckSame(AggregateRows(matrix, groups, Center::Mean).values, { 3, kNaN, 6, 9, 1, 1 }, 0);
  CheckSame(AggregateRows(matrix, groups, Center::Median).values, { 2, kNaN, 6, 9, 1, 1 }, 0);
}

TEST_CASE("the median of an even count is the mean of the middle two")
{
  const Matrix matrix = MakeMatrix({ { 4 }, { 1 }, { 2 }, { 100 } });
  CHECK(CenterOfRows(matrix, std::vector<std::size_t>{ 0, 1, 2, 3 }, Center::Median).front() == 3);
  CHECK(std::isnan(CenterOfRows(matrix, {}, Center::Mean).front()));
}

TEST_CASE("a trimmed mean cuts whole values off either end, missing ones left out first")
{
  // numpy and scipy.stats.trim_mean of 1..9, 100 with 0.1 and 0.25: 5.5 and 5.5; of five values 0.1 cuts none.
  const std::vector<double> ten = { 100, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  CHECK(TrimmedMean(ten, 0.1) == 5.5);
  CHECK(TrimmedMean(ten, 0.25) == 5.5);
  CHECK(TrimmedMean(std::vector<double>{ 1, 2, 3, 4, 100 }, 0.1) == 22);
  CHECK(TrimmedMean(std::vector<double>{ 1, kNaN, 2, 100, kNaN }, 0.4) == 2);
  CHECK(TrimmedMean(std::vector<double>{ 3 }, 0.49) == 3);
  CHECK(std::isnan(TrimmedMean(std::vector<double>{ kNaN }, 0.1)));
  CHECK_THROWS_AS(TrimmedMean(ten, 0.5), ProfileError);
  CHECK_THROWS_AS(TrimmedMean(ten, -0.1), ProfileError);
  const Matrix                matrix = MakeMatrix({ { 1, 5 }, { 2, kNaN }, { 3, kNaN }, { 100, 7 }, { 8, kNaN } });
  const std::vector<RowGroup> groups = GroupRows(LabelColumn{ "x", "x", "x", "x", "y" });
  CheckSame(AggregateRowsTrimmed(matrix, groups, 0.25).values, { 2.5, 6, 8, kNaN }, 0);
  CheckSame(CountValues(matrix, groups).values, { 4, 2, 1, 0 }, 0);
}

TEST_CASE("no groups give no rows, and names of centers are checked")
{
  const Matrix none = AggregateRows(Matrix(0, 3), {}, Center::Mean);
  CHECK(none.rows == 0);
  CHECK(none.columns == 3);
  CHECK(CenterFromName("median") == Center::Median);
  CHECK_THROWS_WITH_AS(
    CenterFromName("mode"), "unknown way to aggregate 'mode'; expected mean or median", ProfileError);
}

TEST_CASE("rows of norm zero or with missing values are left as they are and counted")
{
  Matrix matrix = MakeMatrix({ { 3, 4 }, { 0, 0 }, { kNaN, 1 }, { kInfinity, 1 } });
  CHECK(L2NormaliseRows(matrix) == 3);
  CheckSame(matrix.values, { 0.6, 0.8, 0, 0, kNaN, 1, kInfinity, 1 }, 1e-16);
}

TEST_CASE("rows outside a matrix are refused")
{
  CHECK_THROWS_WITH_AS(SelectRows(Matrix(2, 1), std::vector<std::size_t>{ 2 }),
                       "row 2 was asked for, the matrix has 2 rows",
                       ProfileError);
}

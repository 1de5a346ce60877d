#include "phenoTable.h"

#include "phenoTestFiles.h"

#include <cmath>
#include <limits>

using namespace pheno;

namespace
{
Table
Mixed()
{
  Table table;
  table.Add("name", Table::Text{ "0012", "b" });
  table.Add("x", Table::Real{ 0.1, std::numeric_limits<double>::quiet_NaN() });
  table.Add("n", Table::Integer{ 3, -4 });
  return table;
}
} // namespace

TEST_CASE("cells read as text and as numbers")
{
  const Table table = Mixed();
  CHECK(table.Rows() == 2);
  CHECK(table.Names() == std::vector<std::string>{ "name", "x", "n" });
  CHECK(table.Cell(0, "name") == "0012");
  CHECK(table.Cell(0, "x") == "0.1");
  CHECK(table.Cell(1, "x") == "");
  CHECK(table.Cell(1, "n") == "-4");
  CHECK(table.Numbers("n") == Table::Real{ 3, -4 });

  const Table text({ "v" }, { { "1.5" }, { "" }, { "NA" }, { " 2 " } });
  const auto  numbers = text.Numbers("v");
  CHECK(numbers[0] == 1.5);
  CHECK(std::isnan(numbers[1]));
  CHECK(std::isnan(numbers[2]));
  CHECK(numbers[3] == 2);
}

TEST_CASE("errors name column, row and text")
{
  const Table table({ "a", "b" }, { { "1", "x" } });
  CHECK(test::MessageOf([&] { table.At("c"); }) == "table has no column 'c'; it has a, b");
  CHECK(test::MessageOf([&] { Table().At("c"); }) == "table has no column 'c'; it has no columns");
  CHECK(test::MessageOf([&] { table.Numbers("b"); }) == "column 'b', row 1: expected a number, got 'x'");
  CHECK_THROWS_AS(table.Cell(1, "a"), Error);
  CHECK_THROWS_AS(table.Select({ 1 }), Error);
  CHECK_THROWS_AS(Table({ "a", "b" }, { { "1" } }), Error);
}

TEST_CASE("columns are added, replaced and removed; lengths must agree")
{
  Table table = Mixed();
  CHECK_THROWS_AS(table.Add("x", Table::Real{ 1, 2 }), Error);
  CHECK_THROWS_AS(table.Add("y", Table::Real{ 1 }), Error);
  CHECK_THROWS_AS(table.Set("x", Table::Real{ 1 }), Error);
  table.Set("x", Table::Integer{ 7, 8 });
  CHECK(table.columns[1].name == "x");
  CHECK(table.Cell(1, "x") == "8");
  table.Remove("name");
  CHECK(table.Names() == std::vector<std::string>{ "x", "n" });
  CHECK_THROWS_AS(table.Remove("name"), Error);

  Table one;
  one.Add("a", Table::Text{ "1" });
  one.Set("a", Table::Text{ "1", "2" }); // the only column may change its length
  CHECK(one.Rows() == 2);
}

TEST_CASE("rows are selected in any order, repeatedly")
{
  const Table table = Mixed().Select({ 1, 0, 1 });
  CHECK(table.Texts("name") == Table::Text{ "b", "0012", "b" });
  CHECK(std::get<Table::Integer>(table.At("n").cells) == Table::Integer{ -4, 3, -4 });
  CHECK(Mixed().Select({}).Rows() == 0);
  CHECK(Mixed().Select({}).Names() == Mixed().Names());
}

TEST_CASE("appending keeps kinds, or makes text where they differ")
{
  Table table;
  table.Append(Mixed());
  table.Append(Mixed());
  CHECK(table.Rows() == 4);
  CHECK(std::holds_alternative<Table::Real>(table.At("x").cells));

  Table other({ "n", "name", "x" }, { { "9", "c", "2.5" } }); // other order, all text
  table.Append(other);
  CHECK(table.Rows() == 5);
  CHECK(table.Texts("n") == Table::Text{ "3", "-4", "3", "-4", "9" });
  CHECK(table.Texts("x") == Table::Text{ "0.1", "", "0.1", "", "2.5" });

  Table kept = Mixed();
  kept.Append(other.Select({})); // no rows: no reason to become text
  CHECK(std::holds_alternative<Table::Real>(kept.At("x").cells));
  Table empty = other.Select({});
  empty.Append(Mixed());
  CHECK(std::holds_alternative<Table::Integer>(empty.At("n").cells));

  CHECK_HOLDS(test::MessageOf([&] { kept.Append(Table({ "name" }, {})); }), "lacks the column 'x'");
  Table more = Mixed();
  more.Add("extra", Table::Text{ "", "" });
  CHECK_HOLDS(test::MessageOf([&] { kept.Append(more); }), "'extra'");
}

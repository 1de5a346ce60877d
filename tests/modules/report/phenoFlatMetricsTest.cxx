#include "phenoReport.h"

#include "phenoError.h"

#include <doctest/doctest.h>

#include <limits>

using namespace pheno;

TEST_CASE("a metric is called by metric, scope and group, empty parts left out")
{
  const Table metrics(
    { "metric", "scope", "group", "value" },
    { { "nsc", "trained", "", "0.5" }, { "nsc", "trained", "DNA damage", "1" }, { "plates", "", "", "9" } });
  CHECK(FlatMetrics(metrics) == Json{ { "nsc/trained", 0.5 }, { "nsc/trained/DNA damage", 1. }, { "plates", 9. } });
}

TEST_CASE("what JSON cannot hold is null")
{
  Table metrics;
  metrics.Add("metric", Table::Text{ "a", "b", "c" });
  metrics.Add("value",
              Table::Real{ std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity(), -0.25 });
  CHECK(FlatMetrics(metrics).dump() == R"({"a":null,"b":null,"c":-0.25})");
}

TEST_CASE("no metric gives an empty object")
{
  CHECK(FlatMetrics(Table({ "metric", "value" }, {})) == Json::object());
}

TEST_CASE("metrics that cannot be told apart, have no name or are no numbers are refused")
{
  CHECK_THROWS_WITH_AS(FlatMetrics(Table({ "metric", "scope", "value" }, { { "a", "b", "1" }, { "a/b", "", "2" } })),
                       "metrics: two rows are called 'a/b'; metric, scope and group must tell rows apart",
                       Error);
  CHECK_THROWS_WITH_AS(
    FlatMetrics(Table({ "metric", "value" }, { { "a", "1" }, { "", "2" } })), "metrics: row 2 has no metric", Error);
  CHECK_THROWS_AS(FlatMetrics(Table({ "metric", "value" }, { { "a", "high" } })), Error);
  CHECK_THROWS_AS(FlatMetrics(Table({ "metric" }, { { "a" } })), Error);
}

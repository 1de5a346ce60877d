// One workflow trained with several seeds.
#include "phenoTinyScreen.h"

#include "phenoCsv.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Row of a metrics table. */
std::size_t
RowOf(const Table & table, const std::string & metric, const std::string & scope)
{
  for (std::size_t row = 0; row < table.Rows(); ++row)
  {
    if (table.Cell(row, "metric") == metric && table.Cell(row, "scope") == scope && table.Cell(row, "group").empty())
    {
      return row;
    }
  }
  FAIL("no " << metric << " of " << scope);
  return 0;
}
} // namespace

TEST_CASE("--seeds: models and metrics of each, mean and spread in the report; more seeds compute the new ones alone")
{
  const Place place;
  const Ended two = place.Run("two", "--seeds 2");
  REQUIRE_MESSAGE(two.code == 0, two.output);
  const fs::path run = place.folder / "two";
  CHECK(Bytes(run / "outputs/model/seed-1/weights.safetensors") !=
        Bytes(run / "outputs/model/seed-2/weights.safetensors"));

  const Table       table = ReadCsv((run / "outputs/metrics_table.csv").string());
  const Table::Real value = table.Numbers("value");
  const std::size_t mean = RowOf(table, "replicate_map", "trained");
  const double      first = value[RowOf(table, "replicate_map", "trained_seed_1")];
  const double      second = value[RowOf(table, "replicate_map", "trained_seed_2")];
  CHECK(first != second);
  CHECK(value[mean] == doctest::Approx((first + second) / 2));
  CHECK(table.Numbers("low")[mean] == std::min(first, second));
  CHECK(table.Numbers("high")[mean] == std::max(first, second));
  CHECK(Has(Bytes(run / "report.html"), "\"seeds\":2"));

  REQUIRE(place.Run("three", "--seeds 3").code == 0);
  const Json record = ReadJsonFile(place.folder / "three/run.json");
  CHECK(record.at("seeds") == 3);
  std::map<std::string, int> trained;
  for (const Json & task : record.at("tasks"))
  {
    trained[task.at("state")] += task.at("step") == "train";
  }
  CHECK(trained["cached"] == 2);
  CHECK(trained["done"] == 1);

  REQUIRE(place.Run("one").code == 0);
  CHECK(Bytes(place.folder / "one/outputs/model/weights.safetensors") ==
        Bytes(run / "outputs/model/seed-1/weights.safetensors"));
}

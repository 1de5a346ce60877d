#include "phenoMetricRows.h"
#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoModel.h"

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("measure_crops splits metadata and features")
{
  NodeHarness node("pheno.measure_crops");
  node.In("crops", MakeCrops(2, "P", "A01"), OneAxis("well", "A01"))
    .In("crops", MakeCrops(0, "P", "A02"), OneAxis("well", "A02"))
    .Run();
  const Ptr<Profiles> profiles = node.Out<Profiles>("profiles");
  CHECK(profiles->features == std::vector<std::string>{ "Cells_AreaShape_Area" });
  CHECK(profiles->values == std::vector<double>{ 100, 101 });
  NodeHarness unknown("pheno.measure_crops", { { "features", { "Nope" } } });
  CHECK_THROWS_AS(unknown.In("crops", MakeCrops(1, "P", "A01")).Run(), Error);
}

TEST_CASE("aggregate_profiles: means, counts, plate map columns; unknown wells are refused, or kept and counted")
{
  NodeHarness measure("pheno.measure_crops");
  measure.In("crops", MakeCrops(2, "P", "A01"), OneAxis("well", "A01"))
    .In("crops", MakeCrops(1, "P", "B01"), OneAxis("well", "B01"))
    .Run();
  const Table map({ "plate", "well", "compound" }, { { "P", "A01", "DMSO" } });
  NodeHarness refuses("pheno.aggregate_profiles");
  refuses.In("profiles", *measure.Out<Profiles>("profiles")).In("wells", map);
  CHECK_THROWS_AS(refuses.Run(), Error);
  NodeHarness node("pheno.aggregate_profiles", { { "unmatched", "keep" } });
  node.In("profiles", *measure.Out<Profiles>("profiles")).In("wells", map).Run();
  const Ptr<Profiles> wells = node.Out<Profiles>("profiles");
  CHECK(wells->values == std::vector<double>{ 100.5, 100 });
  CHECK(wells->metadata.Numbers("Metadata_Object_Count") == Table::Real{ 2, 1 });
  CHECK(wells->metadata.Texts("Metadata_compound") == Table::Text{ "DMSO", "" });
  REQUIRE(node.Messages().size() == 1);
  CHECK(node.Messages()[0] == "plate map: 2 rows in, 2 out, 1 unmatched (1 wells that the map does not know: P B01); "
                              "0 of the map's 1 wells have no row");
}

TEST_CASE("aggregate_profiles of zero rows has zero rows")
{
  NodeHarness measure("pheno.measure_crops");
  measure.In("crops", MakeCrops(0, "P", "A01")).Run();
  NodeHarness node("pheno.aggregate_profiles");
  node.In("profiles", *measure.Out<Profiles>("profiles")).Run();
  CHECK(node.Out<Profiles>("profiles")->Rows() == 0);
}

TEST_CASE("normalise_profiles: the controls of each plate get mean 0 and standard deviation 1")
{
  NodeHarness node("pheno.normalise_profiles");
  node.In("profiles", WellProfiles({ "P1" }), OneAxis("plate", "P1"))
    .In("profiles", WellProfiles({ "P2" }), OneAxis("plate", "P2"))
    .Run();
  const Ptr<Profiles> normal = node.Out<Profiles>("profiles");
  REQUIRE(normal->Rows() == 18);
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 9; i < 12; ++i)
  {
    sum += normal->Row(i)[1];
    squares += normal->Row(i)[1] * normal->Row(i)[1];
  }
  CHECK(sum == doctest::Approx(0));
  CHECK(squares / 3 == doctest::Approx(1));
}

TEST_CASE("normalise_profiles: a plate without controls is named; missing values become the controls' center")
{
  Profiles    none = WellProfiles({ "P1", "P2" });
  Table::Text roles = none.metadata.Texts("Metadata_role");
  std::fill(roles.begin(), roles.begin() + 9, "trt");
  none.metadata.Set("Metadata_role", roles);
  NodeHarness node("pheno.normalise_profiles");
  bool        named = false;
  try
  {
    node.In("profiles", none).Run();
  }
  catch (const std::exception & error)
  {
    named = std::string(error.what()).find("P1") != std::string::npos;
  }
  CHECK(named);

  Profiles holes = WellProfiles({ "P1" });
  holes.values[3 * 5] = std::nan("");
  for (std::size_t i = 0; i < 9; ++i)
  {
    holes.values[3 * i + 2] = std::nan("");
  }
  NodeHarness filled("pheno.normalise_profiles");
  filled.In("profiles", holes).Run();
  CHECK(filled.Out<Profiles>("profiles")->features == std::vector<std::string>{ "f1", "f2" });
  CHECK(filled.Out<Profiles>("profiles")->Row(5)[0] == 0);
  CHECK(filled.Messages() ==
        std::vector<std::string>{ "1 missing values set to the controls' center, 1 features without values dropped" });
}

TEST_CASE("score_profiles: separated treatments score 1")
{
  // Replicates lie within .02 of each other and 90 degrees from the controls: every replicate ranks before every
  // control.
  NodeHarness node("pheno.score_profiles", { { "scope", "toy" } });
  node.In("profiles", WellProfiles({ "P1", "P2" })).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(metrics->Texts("scope") == Table::Text(metrics->Rows(), "toy"));
  CHECK(Metric(*metrics, "replicate_map") == 1);
  CHECK(Metric(*metrics, "replicate_map_chance") < 1);
  CHECK(Note(*metrics, "nsc") == "fewer than two mechanisms are known");
  CHECK(Note(*metrics, "auroc") == "the screen has no positive or no negative controls");
  const Ptr<Table> hits = node.Out<Table>("hits");
  CHECK(hits->Texts("treatment").size() == 2);
  CHECK(hits->Numbers("wells") == Table::Real{ 6, 6 });
  CHECK(node.Out<Table>("wells")->Rows() == 18);
}

TEST_CASE("score_profiles: two mechanisms are matched across compounds")
{
  Profiles profiles = WellProfiles({ "P1" });
  // A third compound close to c2: m1 = {c1}, m2 = {c2, c3}; c1 can never be right.
  for (int i = 0; i < 3; ++i)
  {
    profiles.values.insert(profiles.values.end(), { 0.0, 0.51 + 0.01 * i, 1.01 });
  }
  Table more(
    { "Metadata_Plate", "Metadata_Well", "Metadata_role", "Metadata_compound", "Metadata_mechanism", "Metadata_dose" },
    { { "P1", "D01", "trt", "c3", "m2", "1" },
      { "P1", "D02", "trt", "c3", "m2", "1" },
      { "P1", "D03", "trt", "c3", "m2", "1" } });
  Table::Text mechanisms = profiles.metadata.Texts("Metadata_mechanism");
  for (std::size_t i = 6; i < 9; ++i)
  {
    mechanisms[i] = "m2";
  }
  profiles.metadata.Set("Metadata_mechanism", mechanisms);
  profiles.metadata.Append(more);
  NodeHarness node("pheno.score_profiles");
  node.In("profiles", profiles).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "nsc") == doctest::Approx(2.0 / 3));
  CHECK(Note(*metrics, "nsc").find("1 without a candidate of their mechanism") != std::string::npos);
  CHECK(std::isnan(Metric(*metrics, "nscb")));
}

TEST_CASE("score_profiles: without mechanisms, positive controls are matched across compounds")
{
  // Two positive compounds that lie together, 90 degrees from the three negative wells. A positive well of one compound
  // may choose among three of the other and three negative ones.
  Profiles    profiles = WellProfiles({ "P1" });
  Table::Text roles = profiles.metadata.Texts("Metadata_role");
  for (std::size_t i = 0; i < 9; ++i)
  {
    const bool positive = roles[i] != "negcon";
    roles[i] = positive ? "poscon" : "negcon";
    if (positive)
    {
      profiles.values[3 * i] = 0.0;
      profiles.values[3 * i + 1] = 1.0;
      profiles.values[3 * i + 2] = 0.01 * static_cast<double>(i);
    }
  }
  profiles.metadata.Set("Metadata_role", roles);
  NodeHarness node("pheno.score_profiles", { { "mechanism_column", "" } });
  node.In("profiles", profiles).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(Metric(*metrics, "cross_compound_matching") == 1);
  CHECK(Metric(*metrics, "cross_compound_matching_chance") == doctest::Approx(0.5));
}

TEST_CASE("score_profiles of wells without controls, one replicate, or no wells says so")
{
  Profiles profiles = WellProfiles({ "P1" });
  SUBCASE("no controls")
  {
    profiles.metadata.Set("Metadata_role", Table::Text(9, "trt"));
    NodeHarness node("pheno.score_profiles");
    node.In("profiles", profiles).Run();
    CHECK(Note(*node.Out<Table>("metrics"), "replicate_map") == "there are no negative controls");
    CHECK(node.Out<Table>("hits")->Rows() == 0);
  }
  SUBCASE("one replicate")
  {
    NodeHarness node("pheno.score_profiles");
    node.In("profiles", profiles.Select({ 0, 1, 2, 3, 6 })).Run();
    CHECK(Note(*node.Out<Table>("metrics"), "replicate_map") == "no treatment has two wells");
  }
  SUBCASE("no wells")
  {
    NodeHarness node("pheno.score_profiles");
    node.In("profiles", profiles.Select({})).Run();
    CHECK(node.Out<Table>("wells")->Rows() == 0);
  }
}

TEST_CASE("map_profiles places every well; zero wells give zero rows")
{
  NodeHarness node("pheno.map_profiles");
  node.In("profiles", WellProfiles({ "P1", "P2" })).Run();
  const Ptr<Table> map = node.Out<Table>("map");
  CHECK(map->Rows() == 18);
  for (const double x : map->Numbers("x"))
  {
    CHECK(std::isfinite(x));
  }
  NodeHarness none("pheno.map_profiles");
  none.In("profiles", WellProfiles({ "P1" }).Select({})).Run();
  CHECK(none.Out<Table>("map")->Rows() == 0);
}

TEST_CASE("append_tables: rows below rows")
{
  const Table one({ "metric", "value" }, { { "auroc", "1" } });
  NodeHarness append("pheno.append_tables");
  append.In("first", one).In("second", one).Run();
  CHECK(append.Out<Table>("table")->Rows() == 2);
}

TEST_CASE("summarise_seeds: mean and spread of three seeds, each seed's rows behind them")
{
  const auto metrics = [](const std::string & map, const std::string & auroc) {
    return Table({ "metric", "scope", "group", "value", "n", "p", "q", "low", "high", "note" },
                 { { "replicate_map", "trained", "", map, "9", "0.5", "", "", "", "" },
                   { "auroc", "trained", "P1", auroc, "9", "", "", "", "", "" } });
  };
  const auto  seed = [](const std::string & number) { return Shard({ { "seed", number } }); };
  NodeHarness node("pheno.summarise_seeds");
  node.In("metrics", metrics("0.5", "1"), seed("1"))
    .In("metrics", metrics("0.7", ""), seed("2"))
    .In("metrics", metrics("0.9", "0.5"), seed("3"))
    .Run();
  const Ptr<Table> all = node.Out<Table>("metrics");
  REQUIRE(all->Rows() == 8);
  CHECK(all->Cell(0, "scope") == "trained");
  CHECK(all->Numbers("value")[0] == doctest::Approx(0.7));
  CHECK(all->Numbers("low")[0] == 0.5);
  CHECK(all->Numbers("high")[0] == 0.9);
  CHECK(all->Numbers("n")[0] == 3);
  CHECK(std::isnan(all->Numbers("p")[0])); // a p value belongs to one seed
  CHECK(all->Cell(0, "note") ==
        "mean of 3 of 3 seeds, standard deviation 0.2; low and high are the smallest and the largest");
  CHECK(all->Cell(1, "group") == "P1");
  CHECK(all->Numbers("value")[1] == 0.75); // of the seeds that have it
  CHECK(all->Numbers("n")[1] == 2);
  CHECK(all->Cell(2, "scope") == "trained_seed_1");
  CHECK(all->Numbers("p")[2] == 0.5);
  CHECK(all->Cell(7, "scope") == "trained_seed_3");

  NodeHarness same("pheno.summarise_seeds");
  same.In("metrics", metrics("0.1", "1"), seed("1"))
    .In("metrics", metrics("0.1", "0.123456"), seed("2"))
    .In("metrics", metrics("0.1", "0.5"), seed("3"))
    .Run();
  CHECK(same.Out<Table>("metrics")->Numbers("value")[0] == 0.1);
  CHECK(same.Out<Table>("metrics")->Cell(0, "note").find("standard deviation 0;") != std::string::npos);
  CHECK(same.Out<Table>("metrics")->Cell(1, "note").find("standard deviation 0.44;") != std::string::npos);

  NodeHarness one("pheno.summarise_seeds");
  one.In("metrics", metrics("0.5", "1"), seed("1")).Run();
  CHECK(one.Out<Table>("metrics")->Rows() == 2);
  CHECK(one.Out<Table>("metrics")->Cell(0, "scope") == "trained");
}

TEST_CASE("write_report names wells without cells and wells without images")
{
  NodeHarness score("pheno.score_profiles");
  score.In("profiles", WellProfiles({ "P1" })).Run();
  NodeHarness node(
    "pheno.write_report",
    { { "title", "Toy" }, { "simulated", true }, { "headline", { "replicate_map/trained", "no_such/trained" } } });
  node.In("metrics", *score.Out<Table>("metrics"))
    .In("wells", *score.Out<Table>("wells"))
    .In("hits", *score.Out<Table>("hits"))
    .In("audit", Table({ "plate", "well", "site", "channel", "status" }, { { "P1", "H12", "1", "dna", "ok" } }))
    .In("platemap", Table({ "plate", "well" }, { { "P1", "A01" }, { "P1", "G07" } }))
    .Run();
  std::ifstream     file(node.Out<File>("report")->path.string());
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  CHECK(page.find("G07") != std::string::npos);
  CHECK(page.find("H12") != std::string::npos);
  std::ifstream numbers(node.Out<File>("metrics")->path.string());
  CHECK(Json::parse(numbers).at("replicate_map/trained") == 1);
  // A number that this screen does not give spoils no report.
  CHECK(node.Messages() == std::vector<std::string>{ "there is no metric 'no_such/trained' to show on top" });
}

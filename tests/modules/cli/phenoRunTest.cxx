#include "phenoTinyScreen.h"

#include "phenoCsv.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("the smoke workflow: from raw plates to a report; a second run computes nothing")
{
  const Place place;
  const Ended first = place.Run("one");
  REQUIRE_MESSAGE(first.code == 0, first.output);
  for (const char * file : { "run.json",
                             "workflow.json",
                             "events.jsonl",
                             "quarantine.csv",
                             "ro-crate-metadata.json",
                             "report.html",
                             "metrics.json" })
  {
    CHECK_MESSAGE(fs::exists(place.folder / "one" / file), file);
  }
  CHECK(ReadJsonFile(place.folder / "one" / "metrics.json").contains("replicate_map/trained"));
  CHECK(States(place.folder / "one").count("failed") == 0);

  const Ended second = place.Run("two");
  CHECK(second.code == 0);
  CHECK(States(place.folder / "two").count("done") == 0);
  CHECK(Bytes(place.folder / "one" / "report.html") == Bytes(place.folder / "two" / "report.html"));
  CHECK(PhenoRun("verify " + (place.folder / "store").string()).code == 0);

  // The resolved workflow is a workflow: the same keys, nothing to do.
  const Ended resolved = PhenoRun((place.folder / "one/workflow.json").string() + place.Store() + " -o " +
                                  (place.folder / "three").string());
  CHECK(resolved.code == 0);
  CHECK(States(place.folder / "three").count("done") == 0);
}

TEST_CASE("a changed parameter reruns what depends on it, and explain says why")
{
  const Place place;
  REQUIRE(place.Run("one").code == 0);
  const Ended explained = PhenoRun("explain " + place.Inputs() + place.Store() + " -p score.null_size=50");
  CHECK(explained.code == 0);
  CHECK_MESSAGE(explained.output.find("params.null_size: 10000 -> 50") != std::string::npos, explained.output);
  const Ended changed = place.Run("two", "-p score.null_size=50");
  CHECK(changed.code == 0);
  const std::map<std::string, int> states = States(place.folder / "two");
  CHECK(states.at("done") == 3); // score, metrics, report
}

TEST_CASE("a plate map that cannot serve is said before anything runs, a sentence each")
{
  Place       place;
  const Table good = ReadCsv(place.platemap);
  place.platemap = (place.folder / "platemap.csv").string();
  const auto check = [&](const Table & map) {
    WriteCsv(place.platemap, map);
    return PhenoRun("check " + place.Inputs());
  };
  const auto with = [&](const std::string & column, const Table::Text & cells) {
    Table map = good;
    map.Set(column, cells);
    return check(map);
  };
  CHECK(check(good).code == 0);
  const Ended uncontrolled = with("role", Table::Text(good.Rows(), "negative"));
  CHECK(uncontrolled.code == 2);
  CHECK_MESSAGE(Has(uncontrolled, "plate SIM-tiny-D1-R1 has no control well: expected a row with role = negcon"),
                uncontrolled.output);

  Table::Text wells = good.Texts("well");
  wells[1] = "b2"; // as well 0
  const Ended twice = with("well", wells);
  CHECK(twice.code == 2);
  CHECK_MESSAGE(Has(twice, "the plate map lists well B02 of plate SIM-tiny-D1-R1 twice; expected one row a well"),
                twice.output);
  wells[1] = "first";
  const Ended noWell = with("well", wells);
  CHECK(noWell.code == 2);
  CHECK_MESSAGE(Has(noWell, "row 2: expected a well such as B02, b2 or r02c02, got 'first'"), noWell.output);

  Table unnamed = good;
  std::find_if(unnamed.columns.begin(), unnamed.columns.end(), [](const auto & c) { return c.name == "role"; })->name =
    "roll";
  const Ended lacking = check(unnamed);
  CHECK(lacking.code == 2);
  CHECK_MESSAGE(Has(lacking, "no column 'role'; did you mean 'roll'?"), lacking.output);
}

TEST_CASE("show writes an inline port; task runs by key")
{
  const Place place;
  REQUIRE(place.Run("one", "--until flatfield").code == 0);
  const Table       index = ReadCsv(place.index);
  const std::string shard =
    "plate=" + index.Cell(0, "plate") + " well=" + index.Cell(0, "well") + " site=" + index.Cell(0, "site");
  const Ended shown = PhenoRun("show " + place.Inputs() + " correct.image " + shard + place.Store() + " -o " +
                               (place.folder / "look").string());
  CHECK_MESSAGE(shown.code == 0, shown.output);
  CHECK(fs::exists(place.folder / "look.tif"));

  const Json  plan = Json::parse(PhenoRun("plan --json " + place.Inputs() + place.Store()).output);
  std::string key;
  for (const Json & task : plan.at("tasks"))
  {
    key = task.at("step") == "audit" ? task.at("key").get<std::string>() : key;
  }
  const Ended task = PhenoRun("task " + place.Inputs() + " " + key + place.Store());
  CHECK_MESSAGE(task.code == 0, task.output);
  CHECK(task.output.find(key + " done") != std::string::npos);
}

#include "phenoFolders.h"
#include "phenoTinyScreen.h"

#include "phenoCsv.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** An index of some plates of the tiny screen, with absolute paths. */
std::string
IndexOf(const fs::path & path, const std::vector<std::string> & plates)
{
  const Table              all = ReadCsv(TinyScreen() / "screen/index.csv");
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < all.Rows(); ++row)
  {
    if (std::find(plates.begin(), plates.end(), all.Cell(row, "plate")) != plates.end())
    {
      rows.push_back(row);
    }
  }
  Table       some = all.Select(rows);
  Table::Text paths = some.Texts("path");
  for (std::string & file : paths)
  {
    file = (TinyScreen() / "screen" / file).string();
  }
  some.Set("path", std::move(paths));
  WriteCsv(path, some);
  return path.string();
}
} // namespace

TEST_CASE(
  "hacat_apply: a trained model on new plates without training; a further plate recomputes nothing of the old one")
{
  const Place smoke;
  const Ended trained = smoke.Run("trained");
  REQUIRE_MESSAGE(trained.code == 0, trained.output);

  Place apply;
  apply.workflow = std::string(kSourceDir) + "/workflows/hacat_apply.json -p crop.size_px=32 -i model=" +
                   (smoke.folder / "trained/outputs/model").string();
  apply.index = IndexOf(apply.folder / "one.csv", { "SIM-tiny-D1-R1" });
  const Json plan = Json::parse(PhenoRun("plan --json " + apply.Inputs() + apply.Store()).output);
  CHECK(plan.at("tasks").size() > 40);
  for (const Json & task : plan.at("tasks"))
  {
    CHECK(task.at("node") != "pheno.train_contrastive");
  }
  const Ended one = apply.Run("one");
  REQUIRE_MESSAGE(one.code == 0, one.output);
  CHECK(fs::exists(apply.folder / "one/report.html"));
  CHECK(fs::exists(apply.folder / "one/outputs/embeddings/SIM-tiny-D1-R1.parquet"));

  apply.index = IndexOf(apply.folder / "two.csv", { "SIM-tiny-D1-R1", "SIM-tiny-D1-R2" });
  const Ended two = apply.Run("two");
  REQUIRE_MESSAGE(two.code == 0, two.output);
  int        old = 0, added = 0;
  const Json record = ReadJsonFile(apply.folder / "two/run.json");
  for (const Json & task : record.at("tasks"))
  {
    const std::string plate = task.at("shard").value("plate", "");
    if (plate == "SIM-tiny-D1-R1")
    {
      ++old;
      CHECK_MESSAGE(task.at("state") == "cached", task.dump());
    }
    else if (!plate.empty())
    {
      ++added;
      CHECK_MESSAGE(task.at("state") == "done", task.dump());
    }
  }
  CHECK(old > 30);
  CHECK(added == old);
  const std::string first = "outputs/embeddings/SIM-tiny-D1-R1.npy";
  CHECK(Bytes(apply.folder / "one" / first) == Bytes(apply.folder / "two" / first));
}

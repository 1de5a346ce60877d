// Real input: BBBC013 (data/bbbc013), from its folder of images to the numbers of tests/acceptance/bbbc013.json.
#include "phenoFolders.h"
#include "phenoRunFolder.h"

#include "phenoStore.h"
#include "phenoTiff.h"

#include <cmath>
#include <cstdio>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Objects in the masks that a step of a run stored as `nuclei`. */
std::size_t
CountNuclei(const fs::path & run, const Store & store)
{
  std::size_t count = 0;
  const Json  record = ReadJsonFile(run / "run.json");
  for (const Json & task : record.at("tasks"))
  {
    if (task.at("step") == "segment")
    {
      const std::string key = task.at("key");
      const Json        outcome = store.Record(key).value();
      const auto        mask =
        ReadTiffLabels(store.FolderOf(key, outcome) / outcome.at("outputs").at("nuclei").get<std::string>());
      const std::uint32_t *   pixels = mask->GetBufferPointer();
      std::set<std::uint32_t> labels(pixels, pixels + mask->GetBufferedRegion().GetNumberOfPixels());
      count += labels.size() - labels.count(0);
    }
  }
  return count;
}
} // namespace

TEST_CASE("BBBC013: nuclei, separation of controls, dose trends and replicate mAP as published or better")
{
  const fs::path data = Shared("data/bbbc013");
  if (!fs::exists(data / "platemap.csv"))
  {
    PHENO_SKIP("no real data at " + data.string());
  }
  const TemporaryFolder folder;
  const std::string     index = (folder / "index.csv").string();
  const Ended           indexed = PhenoRun(
    "index regex " + data.string() +
    R"( --pattern 'Channel(?<channel>[12])-\d+-(?<row>[A-H])-(?<col>\d+)\.tif' --channel 1=gfp --channel 2=dna -o )" +
    index);
  REQUIRE_MESSAGE(indexed.code == 0, indexed.output);
  REQUIRE_MESSAGE(Has(indexed, "192 image files"), indexed.output);

  const Ended ended = PhenoRun(std::string(kSourceDir) + "/workflows/translocation_plate.json -i screen=" + index +
                               " -i platemap=" + (data / "platemap.csv").string() + " --max-bad 0 --store " +
                               (folder / "store").string() + " -o " + (folder / "run").string());
  REQUIRE_MESSAGE(ended.code == 0, ended.output);

  const Json        expected = ReadJsonFile(fs::path(kSourceDir) / "tests/acceptance/bbbc013.json");
  const Json        metrics = ReadJsonFile(folder / "run/metrics.json");
  const std::size_t found = CountNuclei(folder / "run", Store(folder / "store"));
  const double      nuclei = expected.at("nuclei").at("expected");
  std::printf("nuclei: %zu, CellProfiler %.0f\n", found, nuclei);
  CHECK(std::abs(static_cast<double>(found) / nuclei - 1) <= expected.at("nuclei").at("within").get<double>());
  for (const auto & [name, bound] : expected.at("metrics").items())
  {
    CAPTURE(name);
    REQUIRE(metrics.contains(name));
    REQUIRE(metrics.at(name).is_number());
    const double value = metrics.at(name);
    const double least = bound.at("at_least");
    std::printf("%s: %.3f, at least %.3f\n", name.c_str(), value, least);
    CHECK(value >= least);
  }
}

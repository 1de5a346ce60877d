#include "phenoFolders.h"
#include "phenoTinyScreen.h"

#include "phenoCsv.h"
#include "phenoTiff.h"

#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** A copy of the tiny screen whose files may be damaged. */
struct DamagedScreen
{
  TemporaryFolder folder;
  fs::path        screen = folder / "screen";
  Table           before;

  DamagedScreen()
  {
    REQUIRE(Run("cp -r " + (TinyScreen() / "screen").string() + " " + screen.string()).code == 0);
    before = ReadCsv(screen / "index.csv");
  }
  /** The files of a well, which has one site. */
  std::vector<fs::path>
  Files(const std::string & plate, const std::string & well) const
  {
    std::vector<fs::path> files;
    for (std::size_t row = 0; row < before.Rows(); ++row)
    {
      if (before.Cell(row, "plate") == plate && before.Cell(row, "well") == well)
      {
        files.push_back(screen / before.Cell(row, "path"));
      }
    }
    REQUIRE(files.size() == 4);
    return files;
  }
  /** The index of the files as they are now. */
  std::string
  Index() const
  {
    const std::string path = (screen / "index.csv").string();
    const Ended       ended = PhenoRun("index phenix " + screen.string() + " -o " + path);
    REQUIRE_MESSAGE(ended.code == 0, ended.output);
    return path;
  }
};

constexpr const char * kFirst = "SIM-tiny-D1-R1";
constexpr const char * kSecond = "SIM-tiny-D1-R2";

/** Treated wells of a plate, by the plate map. */
std::vector<std::string>
Treated(const std::string & plate)
{
  const Table              map = ReadCsv(TinyScreen() / "screen/platemap.csv");
  std::vector<std::string> wells;
  for (std::size_t row = 0; row < map.Rows(); ++row)
  {
    if (map.Cell(row, "plate") == plate && map.Cell(row, "role") != "negcon")
    {
      wells.push_back(map.Cell(row, "well"));
    }
  }
  REQUIRE(wells.size() >= 2);
  return wells;
}

/** A workflow like smoke whose reading and correcting steps store what they make. */
std::string
StoredSmoke(const fs::path & path)
{
  Json workflow = ReadJsonFile(std::string(kSourceDir) + "/workflows/smoke.json");
  for (const char * step : { "read", "correct", "crop" })
  {
    workflow["steps"][step]["inline"] = false;
  }
  std::ofstream(path.string()) << workflow.dump(1);
  return path.string();
}

/** "plate well site: reason" of what `read` left out. */
std::set<std::string>
LeftOutByReading(const fs::path & run)
{
  const Table           quarantine = ReadCsv(run / "quarantine.csv");
  std::set<std::string> left;
  for (std::size_t row = 0; row < quarantine.Rows(); ++row)
  {
    if (quarantine.Cell(row, "step") == "read")
    {
      left.insert(quarantine.Cell(row, "plate") + " " + quarantine.Cell(row, "well") + " " +
                  quarantine.Cell(row, "site") + ": " + quarantine.Cell(row, "reason"));
    }
  }
  return left;
}
} // namespace

TEST_CASE(
  "a corrupt, a truncated, a blank and a missing image are quarantined with their reasons and the rest goes on, "
  "through inline and stored steps alike")
{
  const DamagedScreen            damaged;
  const std::vector<std::string> first = Treated(kFirst), second = Treated(kSecond);
  const fs::path                 corrupt = damaged.Files(kFirst, first[0])[0];
  const fs::path                 truncated = damaged.Files(kFirst, first[1])[2];
  const fs::path                 missing = damaged.Files(kSecond, second[1])[3];
  std::ofstream(corrupt.string(), std::ios::binary) << "this is no image";
  fs::resize_file(truncated, fs::file_size(truncated) / 2);
  const std::vector<std::uint16_t> grey(256 * 256, 7);
  for (const fs::path & file : damaged.Files(kSecond, second[0]))
  {
    WriteTiff16(file, grey.data(), 256, 256);
  }
  fs::remove(missing);

  Place place;
  place.index = damaged.Index();
  const Ended strict = place.Run("strict", "--max-bad 3");
  CHECK_MESSAGE(strict.code == 3, strict.output);
  CHECK(Has(strict, "4 of 16 sites were quarantined, more than --max-bad 3 allows"));
  const Ended lenient = place.Run("lenient", "--max-bad 25%");
  CHECK(lenient.code == 0);
  CHECK(Differences(Results(place.folder / "strict"), Results(place.folder / "lenient")) == "");
  const auto states = States(place.folder / "strict");
  CHECK(states.count("failed") == 0);
  CHECK(states.count("skipped") == 0);
  CHECK(ReadCsv(place.folder / "strict/outputs/wells.csv").Rows() == 12);

  const std::set<std::string> left = LeftOutByReading(place.folder / "strict");
  std::string                 all;
  for (const std::string & entry : left)
  {
    all += entry + "\n";
  }
  CAPTURE(all);
  CHECK(left.size() == 4);
  CHECK(Has(all,
            std::string(kFirst) + " " + first[0] + " 1: " + corrupt.string() +
              ": is no TIFF (it begins with 74 68 69 73)"));
  CHECK(Has(all, std::string(kFirst) + " " + first[1] + " 1: " + truncated.string() + ": "));
  CHECK(Has(all, std::string(kSecond) + " " + second[0] + " 1: every plane is blank"));
  CHECK(Has(all,
            std::string(kSecond) + " " + second[1] + " 1: " + missing.string() +
              ": was missing when the screen was indexed"));

  Place stored;
  stored.index = place.index;
  stored.workflow = StoredSmoke(stored.folder / "stored.json");
  const Ended likewise = stored.Run("out", "--max-bad 4");
  CHECK_MESSAGE(likewise.code == 0, likewise.output);
  CHECK(LeftOutByReading(stored.folder / "out") == left);
  CHECK(Bytes(stored.folder / "out/metrics.json") == Bytes(place.folder / "strict/metrics.json"));
  CHECK(stored.Run("out", "--max-bad 0").code == 3);
}

TEST_CASE("what the machine does fails the task, leaves no trace in the cache and is tried again, inline or stored")
{
  Place undisturbed;
  REQUIRE(undisturbed.Run("out").code == 0);
  const auto expected = Bytes(undisturbed.folder / "out/metrics.json");
  for (const bool stored : { false, true })
  {
    CAPTURE(stored);
    const DamagedScreen screen;
    Place               place;
    place.index = screen.Index();
    place.workflow = stored ? StoredSmoke(place.folder / "stored.json") : place.workflow;
    const fs::path gone = screen.Files(kFirst, Treated(kFirst)[0])[0];
    const fs::path unread = screen.Files(kSecond, Treated(kSecond)[0])[0];

    fs::rename(gone, gone.string() + ".away");
    const std::string faulty = "LD_PRELOAD=" + std::string(kBinaryDir) +
                               "/lib/pheno_faulty_disk.so PHENO_FAULTY_PATH=" + unread.string() + " " + kBinaryDir +
                               "/bin/pheno-run ";
    const Ended ended = Run(faulty + place.Inputs() + place.Store() + " -o " + (place.folder / "out").string());
    CHECK_MESSAGE(ended.code == 1, ended.output);
    CHECK_MESSAGE(Has(ended, gone.string() + ": is gone since it was indexed"), ended.output);
    CHECK_MESSAGE(Has(ended, unread.string() + ": reading failed: Input/output error"), ended.output);
    CHECK(ReadCsv(place.folder / "out/quarantine.csv").Rows() == 0);
    const Json record = ReadJsonFile(place.folder / "out/run.json");
    for (const Json & task : record.at("tasks"))
    {
      const std::string state = task.at("state"), key = task.at("key");
      const bool        isStored = fs::exists(place.folder / "store" / key.substr(0, 2) / (key + ".json"));
      CHECK(isStored == (state == "done"));
    }
    CHECK(States(place.folder / "out")["failed"] >= 2);
    CHECK(States(place.folder / "out")["quarantined"] == 0);

    fs::rename(gone.string() + ".away", gone);
    const Ended again = place.Run("out");
    CHECK_MESSAGE(again.code == 0, again.output);
    CHECK(Bytes(place.folder / "out/metrics.json") == expected);
  }
}

TEST_CASE("a file that changed since it was indexed is an error that says to index again, not bad data")
{
  const DamagedScreen screen;
  Place               place;
  place.index = screen.Index();
  const fs::path file = screen.Files(kFirst, Treated(kFirst)[0])[0];
  std::string    bytes = Bytes(file);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] + 1);
  std::ofstream(file.string(), std::ios::binary) << bytes;
  const Ended ended = place.Run("out", "--until audit");
  CHECK(ended.code == 1);
  CHECK(Has(ended, "changed since it was indexed (same size, other content); run pheno-run index again"));
}

// A workflow whose training is shared by several processes.
#include "phenoProcess.h"
#include "phenoTinyScreen.h"

#include "phenoCsv.h"
#include "phenoStore.h"

#include <chrono>
#include <fstream>
#include <thread>

using namespace pheno;
using namespace pheno::test;

namespace
{
using Clock = std::chrono::steady_clock;

const std::string kFloat32 = "-p train.precision=float32"; // in bfloat16 a share of a batch rounds differently

/** The task of the training step in a run's record. */
Json
TrainingOf(const fs::path & run)
{
  const Json record = ReadJsonFile(run / "run.json");
  for (const Json & task : record.at("tasks"))
  {
    if (task.at("step") == "train")
    {
      return task;
    }
  }
  FAIL("no training");
  return {};
}

/** What rank 0 of the only ranked task of a run printed so far. */
std::string
PrintedByFirst(const fs::path & run)
{
  if (fs::exists(run / "ranks"))
  {
    for (const fs::directory_entry & task : fs::directory_iterator(run / "ranks"))
    {
      const fs::path log = task.path() / "rank-0.log";
      return fs::exists(log) ? Bytes(log) : "";
    }
  }
  return "";
}

/** The process that is a rank of a run's training; 0 when there is none. */
pid_t
ProcessOfRank(int rank, const fs::path & run)
{
  for (const fs::directory_entry & entry : fs::directory_iterator("/proc"))
  {
    const std::string name = entry.path().filename().string();
    std::ifstream     file((entry.path() / "environ").string());
    const std::string variables((std::istreambuf_iterator<char>(file)), {});
    if (Has(variables, "PHENO_RANK=" + std::to_string(rank) + std::string(1, '\0')) && Has(variables, run.string()))
    {
      return std::stoi(name);
    }
  }
  return 0;
}
} // namespace

TEST_CASE("--ranks: several processes train one model, which one process stores")
{
  const Place place;
  const Ended two = place.Run("two", kFloat32 + " --ranks 2 -j 2");
  REQUIRE_MESSAGE(two.code == 0, two.output);
  const Json training = TrainingOf(place.folder / "two");
  CHECK(training.at("state") == "done");
  CHECK(Store(place.folder / "store").Record(training.at("key")).value().at("ranks") == 2);
  CHECK(Has(PrintedByFirst(place.folder / "two"), "progress 1\n"));
  CHECK(place.Run("again", kFloat32 + " --ranks 2").code == 0);
  CHECK(TrainingOf(place.folder / "again").at("state") == "cached");

  const Place alone;
  REQUIRE(alone.Run("one", kFloat32).code == 0);
  const auto losses = [](const fs::path & run) {
    return ReadCsv((run / "outputs/history.csv").string()).Numbers("loss");
  };
  const Table::Real ofTwo = losses(place.folder / "two");
  const Table::Real ofOne = losses(alone.folder / "one");
  REQUIRE(ofTwo.size() == ofOne.size());
  // The same batch on the same weights; later ones differ as Adam magnifies last bits (twenty steps in double precision
  // are compared with learn's own tests).
  CHECK(ofTwo.front() == doctest::Approx(ofOne.front()).epsilon(1e-5));
  CHECK(ofTwo.back() < ofOne.front());
}

TEST_CASE("--ranks: one that is killed ends the run within 30 s, and the next run goes on")
{
  const Place       place;
  const std::string options = "--ranks 2 -j 2 -p train.max_steps=60 -p train.epochs=1000";
  Process           run(place.Words("out", options));
  const auto        start = Clock::now();
  while (!Has(PrintedByFirst(place.folder / "out"), "progress ") && Clock::now() - start < std::chrono::minutes(5))
  {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const pid_t victim = ProcessOfRank(1, place.folder / "out");
  REQUIRE(victim > 0);
  const pid_t other = ProcessOfRank(0, place.folder / "out");
  kill(victim, SIGKILL);
  const auto               killed = Clock::now();
  std::vector<std::string> lines = run.AllLines();
  CHECK(run.Wait() == 1);
  CHECK(Clock::now() - killed < std::chrono::seconds(30));
  CHECK(kill(other, 0) != 0);
  CHECK_MESSAGE(std::any_of(lines.begin(),
                            lines.end(),
                            [](const std::string & line) { return Has(line, "rank 1 of 2 was ended by signal 9"); }),
                Join(lines, "\n"));
  const Ended again = place.Run("out", options);
  CHECK_MESSAGE(again.code == 0, again.output);
}

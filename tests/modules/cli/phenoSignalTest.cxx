#include "phenoFolders.h"
#include "phenoProcess.h"
#include "phenoSmallRun.h"

#include <chrono>
#include <sstream>
#include <thread>

using namespace pheno;
using namespace pheno::test;

namespace
{
using Clock = std::chrono::steady_clock;

/** pheno-run beside the test. */
class Running : public Process
{
public:
  explicit Running(const std::string & words)
    : Process(Split(std::string(kBinaryDir) + "/bin/pheno-run " + words))
  {}

private:
  static std::vector<std::string>
  Split(const std::string & text)
  {
    std::istringstream       stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
    {
      words.push_back(word);
    }
    return words;
  }
};

/** Twelve wells that take their time and heed cancellation. */
Json
Sleepers(int milliseconds)
{
  return { { "sleep",
             { { "node", "test.sleep_rows" },
               { "each", { "plate", "well" } },
               { "params", { { "milliseconds", milliseconds } } } } } };
}
} // namespace

TEST_CASE("Ctrl-C and SIGTERM stop a run in order, with their exit codes; the next run goes on")
{
  for (const auto & [signal, code, status] : { std::tuple(SIGINT, 130, "130"), std::tuple(SIGTERM, 143, "143") })
  {
    CAPTURE(status);
    SmallRun run(1, 12, 1, Sleepers(200));
    {
      Running running(run.Words("out") + " -j 2");
      REQUIRE(WaitFor(run / "out/events.jsonl", "\"done\"", 2));
      const auto start = Clock::now();
      running.Signal(signal);
      const std::vector<std::string> lines = running.AllLines();
      CHECK(running.Wait() == code);
      CHECK(Clock::now() - start < std::chrono::seconds(20));
      CHECK(std::find(lines.begin(), lines.end(), "stopping; once more to leave at once") != lines.end());
    }
    CHECK(ReadJsonFile(run / "out/run.json").at("exit_code") == code);
    const auto states = States(run / "out");
    const int  done = states.at("done");
    CHECK(done >= 2);
    CHECK(states.at("waiting") == 12 - done);
    const pheno::Store store = run.screen.OpenStore();
    CHECK(store.Keys().size() == static_cast<std::size_t>(done));
    CHECK(Leftovers(store).empty());
    const Ended again = run.Run("again", "-j 4");
    CHECK(again.code == 0);
    CHECK(States(run / "again") == std::map<std::string, int>{ { "cached", done }, { "done", 12 - done } });
  }
}

TEST_CASE("a training that Ctrl-C stopped goes on from its checkpoint")
{
  const TemporaryFolder folder;
  const std::string     calls = (folder / "calls").string();
  SmallRun              run(1,
               1,
               1,
               { { "train",
                                { { "node", "test.checkpoint_rows" },
                                  { "params", { { "steps", 30 }, { "milliseconds", 30 }, { "calls", calls } } } } } },
               { { "steps", "train.table" } });
  {
    Running running(run.Words("out"));
    REQUIRE(WaitFor(calls, "\n", 5));
    running.Signal(SIGINT);
    running.AllLines();
    CHECK(running.Wait() == 130);
  }
  CHECK(run.Run("out").code == 0);
  CHECK(Bytes(run / "out/outputs/steps.csv") == "steps\n30\n");
  const std::string lines = Bytes(calls);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 30); // no step twice
}

TEST_CASE("a second Ctrl-C leaves at once, even from a node that does not heed the first")
{
  const TemporaryFolder folder;
  const std::string     calls = (folder / "calls").string();
  SmallRun              run(1,
               1,
               1,
               { { "deaf",
                                { { "node", "test.checkpoint_rows" },
                                  { "params", { { "steps", 1 }, { "milliseconds", 60000 }, { "calls", calls } } } } } });
  Running               running(run.Words("out"));
  REQUIRE(WaitFor(calls, "\n", 1));
  const auto start = Clock::now();
  running.Signal(SIGINT);
  std::string line;
  while (running.Line(line) && !Has(line, "stopping"))
  {}
  running.Signal(SIGINT);
  CHECK(running.Wait() == 130);
  CHECK(Clock::now() - start < std::chrono::seconds(30));
}

// The real program on the tiny simulated screen, killed again and again.
#include "phenoProcess.h"
#include "phenoTinyScreen.h"

#include <chrono>
#include <random>
#include <thread>

using namespace pheno;
using namespace pheno::test;

namespace
{
using Clock = std::chrono::steady_clock;

std::size_t
RecordsIn(const fs::path & store)
{
  std::size_t count = 0;
  if (fs::exists(store))
  {
    for (const fs::directory_entry & room : fs::directory_iterator(store))
    {
      for (fs::directory_iterator entry(room), end; room.path().filename().size() == 2 && entry != end; ++entry)
      {
        count += entry->path().extension() == ".json";
      }
    }
  }
  return count;
}

/** Reads a program's lines until one holds the text. */
bool
ReadUntil(Process & process, const std::string & text)
{
  for (std::string line; process.Line(line);)
  {
    if (Has(line, text))
    {
      return true;
    }
  }
  return false;
}

constexpr const char * kLongTraining = "-p train.max_steps=40 -p train.epochs=1000";
} // namespace

TEST_CASE("the smoke workflow killed at 20 random moments is completed by the next run with the same bytes")
{
  const Place undisturbed;
  const auto  start = Clock::now();
  {
    Process whole(undisturbed.Words("out"));
    whole.AllLines();
    REQUIRE(whole.Wait() == 0);
  }
  const double      seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const auto        expected = Results(undisturbed.folder / "out");
  const std::size_t tasks = RecordsIn(undisturbed.folder / "store");
  REQUIRE(expected.count("report.html") == 1);
  REQUIRE(expected.size() > 20);

  std::mt19937 random(20240229);
  int          inTheMiddle = 0;
  for (int round = 0; round < 20; ++round)
  {
    const double moment = seconds * static_cast<double>(random() % 1000) / 1000;
    CAPTURE(round);
    CAPTURE(moment);
    const Place place;
    {
      Process run(place.Words("out"));
      std::this_thread::sleep_for(std::chrono::duration<double>(moment));
      run.Kill();
    }
    const std::size_t finished = RecordsIn(place.folder / "store");
    inTheMiddle += finished > 0 && finished < tasks;
    const Ended again = place.Run("out");
    CHECK_MESSAGE(again.code == 0, again.output);
    CHECK(Differences(Results(place.folder / "out"), expected) == "");
    CHECK(States(place.folder / "out")["cached"] == static_cast<int>(finished));
    const Ended verified = PhenoRun("verify " + (place.folder / "store").string());
    CHECK_MESSAGE(verified.code == 0, verified.output);
  }
  CHECK(inTheMiddle >= 5); // otherwise the moments were badly chosen
}

TEST_CASE("a training that was stopped and then killed goes on from its checkpoint and ends with the same bytes")
{
  const Place undisturbed;
  REQUIRE(undisturbed.Run("out", kLongTraining).code == 0);
  const auto expected = Results(undisturbed.folder / "out");

  const Place place;
  REQUIRE(place.Run("out", std::string(kLongTraining) + " --until crops").code == 0);
  {
    // Ctrl-C writes a checkpoint.
    fs::remove(place.folder / "out/events.jsonl");
    Process run(place.Words("out", kLongTraining));
    REQUIRE(WaitFor(place.folder / "out/events.jsonl", "\"step\":\"train\"", 1));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    run.Signal(SIGINT);
    run.AllLines();
    REQUIRE(run.Wait() == 130);
  }
  {
    // kill -9 writes none: the one before is what is left.
    Process run(place.Words("out", kLongTraining));
    REQUIRE(ReadUntil(run, "goes on from step "));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    run.Kill();
  }
  const Ended again = place.Run("out", kLongTraining);
  CHECK_MESSAGE(again.code == 0, again.output);
  CHECK(Has(again, "goes on from step "));
  CHECK(Differences(Results(place.folder / "out"), expected) == "");
}

TEST_CASE("two runs of one workflow on one store at once both end well with the same bytes")
{
  const Place undisturbed;
  REQUIRE(undisturbed.Run("out").code == 0);
  const auto  expected = Results(undisturbed.folder / "out");
  const Place place;
  Process     first(place.Words("first"));
  Process     second(place.Words("second"));
  first.AllLines();
  second.AllLines();
  CHECK(first.Wait() == 0);
  CHECK(second.Wait() == 0);
  for (const char * run : { "first", "second" })
  {
    CHECK(Differences(Results(place.folder / run), expected) == "");
  }
  CHECK(PhenoRun("verify " + (place.folder / "store").string()).code == 0);
}

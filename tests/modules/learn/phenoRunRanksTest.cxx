#include "phenoLearnError.h"
#include "phenoRankError.h"
#include "phenoProcess.h"
#include "phenoRankCase.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <future>
#include <thread>

using namespace pheno;

namespace
{
using Clock = std::chrono::steady_clock;

constexpr auto kEver = std::chrono::hours(1);

double
SecondsSince(Clock::time_point start)
{
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/** Waits up to a minute. */
bool
Becomes(const std::function<bool()> & state)
{
  const auto start = Clock::now();
  while (!state() && SecondsSince(start) < 60)
  {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return state();
}

std::string
NoteOf(const boost::filesystem::path & folder, int rank)
{
  return (folder / ("note-" + std::to_string(rank))).string();
}

/** A rank leaves a note for the test. */
void
Note(int rank, const std::string & text)
{
  const std::string path = NoteOf(test::FolderOfRanks(), rank);
  std::ofstream(path + "-new") << text;
  boost::filesystem::rename(path + "-new", path);
}

/** Every rank leaves its process id as a note when it has found the others. */
std::shared_ptr<Communicator>
ConnectAndNote(const RankPlace & place = PlaceOfThisProcess())
{
  const auto ranks = ConnectRanks(place);
  ranks->Barrier();
  Note(ranks->Rank(), std::to_string(getpid()));
  return ranks;
}

/** The process ids of two ranks, once they have met. */
std::vector<pid_t>
ProcessesIn(const boost::filesystem::path & folder)
{
  std::vector<pid_t> processes;
  for (int rank = 0; rank < 2; ++rank)
  {
    const std::string note = NoteOf(folder, rank);
    REQUIRE(Becomes([&] { return learn::FileExists(note); }));
    processes.push_back(std::stoi(learn::ReadWholeFile(note)));
  }
  return processes;
}

bool
Lives(pid_t process)
{
  return kill(process, 0) == 0;
}

/** Starts two ranks, kills one when they have met, and gives the launcher's message. */
std::string
MessageAfterKill(int victim, const RankProgram & program)
{
  auto       message = std::async(std::launch::async, [&]() -> std::string {
    try
    {
      return RunRanks(2, program) ? "all ended well" : "cancelled";
    }
    catch (const RankError & error)
    {
      return error.what();
    }
  });
  const auto processes = ProcessesIn(program.folder);
  const auto start = Clock::now();
  kill(processes[static_cast<std::size_t>(victim)], SIGKILL);
  const std::string text = message.get();
  CHECK(SecondsSince(start) < 30);
  CHECK_FALSE(Lives(processes[0]));
  CHECK_FALSE(Lives(processes[1]));
  return text;
}
} // namespace

PHENO_RANK_CASE("steps without end")
{
  const auto ranks = ConnectAndNote();
  while (true)
  {
    ranks->Barrier();
  }
}

PHENO_RANK_CASE("a long step")
{
  const auto ranks = ConnectAndNote();
  std::this_thread::sleep_for(kEver);
}

PHENO_RANK_CASE("a long step that SIGTERM does not end")
{
  std::signal(SIGTERM, SIG_IGN);
  const auto ranks = ConnectAndNote();
  std::this_thread::sleep_for(kEver);
}

PHENO_RANK_CASE("rank 0 tells what the end of rank 1 looks like")
{
  std::signal(SIGTERM, SIG_IGN);
  const auto ranks = ConnectAndNote();
  try
  {
    while (true)
    {
      ranks->Barrier();
    }
  }
  catch (const LearnError & error)
  {
    Note(2, error.what());
  }
}

PHENO_RANK_CASE("rank 1 gives up")
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  if (ranks->Rank() == 1)
  {
    std::fputs("a reason\n\n", stderr);
    std::_Exit(4);
  }
  ranks->Barrier();
}

PHENO_RANK_CASE("rank 1 hangs")
{
  RankPlace place = PlaceOfThisProcess();
  place.timeout_seconds = 2;
  const auto ranks = ConnectAndNote(place);
  if (ranks->Rank() == 1)
  {
    std::this_thread::sleep_for(kEver);
  }
  CHECK_THROWS_WITH_AS(ranks->Barrier(), doctest::Contains("rank 0 of 2 has lost another rank"), LearnError);
  std::_Exit(5);
}

PHENO_RANK_CASE("rank 1 is slow")
{
  const auto ranks = ConnectRanks(PlaceOfThisProcess());
  for (int step = 0; step < 3; ++step)
  {
    std::this_thread::sleep_for(std::chrono::milliseconds(ranks->Rank() == 1 ? 300 : 0));
    ranks->Barrier();
  }
}

PHENO_RANK_CASE("start ranks that step without end")
{
  RunRanks(2, test::CaseOfRanks("steps without end", std::getenv("PHENO_TEST_FOLDER")));
}

TEST_CASE("A process that no launcher started is alone; unreadable places are refused")
{
  CHECK(PlaceOfThisProcess().size == 1);
  CHECK_THROWS_WITH_AS(RunRanks(0, {}), "ranks: expected at least 1, got 0", RankError);
  RankProgram                 program;
  const test::TemporaryFolder folder;
  program.folder = (folder / "ranks").string();
  program.program = "/no/such/program";
  CHECK_THROWS_WITH_AS(RunRanks(2, program), doctest::Contains("/no/such/program cannot be started"), RankError);
  setenv("PHENO_RENDEZVOUS", "file", 1);
  setenv("PHENO_RANK", "1x", 1);
  CHECK_THROWS_WITH_AS(PlaceOfThisProcess(), doctest::Contains("PHENO_RANK: expected a number, got \"1x\""), RankError);
  unsetenv("PHENO_RENDEZVOUS");
  unsetenv("PHENO_RANK");
}

TEST_CASE("A rank that is killed ends the others within 30 s, in the middle of a step or between two")
{
  for (const std::string name : { "steps without end", "a long step", "a long step that SIGTERM does not end" })
  {
    CAPTURE(name);
    const test::TemporaryFolder folder;
    RankProgram                 program = test::CaseOfRanks(name, folder.Path());
    program.grace_seconds = 1;
    const int victim = name == "a long step" ? 0 : 1;
    CHECK(MessageAfterKill(victim, program).find("rank " + std::to_string(victim) + " of 2 was ended by signal 9") ==
          0);
  }
}

TEST_CASE("A rank that waits for one that died throws by itself")
{
  const test::TemporaryFolder folder;
  RankProgram program = test::CaseOfRanks("rank 0 tells what the end of rank 1 looks like", folder.Path());
  program.grace_seconds = 25;
  MessageAfterKill(1, program);
  const std::string note = learn::ReadWholeFile(NoteOf(folder.Path(), 2));
  CHECK(note.find("rank 0 of 2 has lost another rank: ") == 0);
}

TEST_CASE("The rank that failed first is named with its last words")
{
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(RunRanks(2, test::CaseOfRanks("rank 1 gives up", folder.Path())),
                       "rank 1 of 2 ended with exit code 4; it last printed: a reason",
                       RankError);
}

TEST_CASE("A rank that is slow is waited for, one that hangs is given up after the timeout")
{
  const test::TemporaryFolder folder;
  test::CheckRanks(2, "rank 1 is slow", folder.Path());
  const auto start = Clock::now();
  CHECK_THROWS_WITH_AS(RunRanks(2, test::CaseOfRanks("rank 1 hangs", folder.Path())),
                       doctest::Contains("rank 0 of 2 ended with exit code 5"),
                       RankError);
  CHECK(SecondsSince(start) < 30);
  CHECK_FALSE(Lives(ProcessesIn(folder.Path())[1]));
}

TEST_CASE("Cancelled ranks end")
{
  const test::TemporaryFolder folder;
  RankProgram                 program = test::CaseOfRanks("steps without end", folder.Path());
  program.cancelled = [&] { return learn::FileExists(NoteOf(folder.Path(), 0)); };
  CHECK_FALSE(RunRanks(2, program));
  CHECK_FALSE(Lives(std::stoi(learn::ReadWholeFile(NoteOf(folder.Path(), 0)))));
}

#if defined(__linux__)
TEST_CASE("Ranks end with their launcher, however that ends")
{
  const test::TemporaryFolder folder;
  setenv("PHENO_TEST_FOLDER", folder.Path().c_str(), 1);
  test::Process launcher({ "/proc/self/exe", "--no-skip", "--test-case=As a rank: start ranks that step without end" });
  unsetenv("PHENO_TEST_FOLDER");
  const auto processes = ProcessesIn(folder.Path());
  const auto ended = [](pid_t process) { // perhaps nobody waits for orphans here
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    std::string   number, name, state;
    return !(status >> number >> name >> state) || state == "Z";
  };
  CHECK_FALSE(ended(processes[0]));
  launcher.Kill();
  CHECK(Becomes([&] { return ended(processes[0]) && ended(processes[1]); }));
}
#endif

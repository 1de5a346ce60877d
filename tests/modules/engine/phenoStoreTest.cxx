#include "phenoTest.h"

#include "phenoHash.h"
#include "phenoStore.h"

#include <chrono>
#include <ctime>
#include <fstream>
#include <functional>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace
{
using pheno::Json;
using pheno::Store;
using pheno::fs::path;

const std::string kKey = pheno::Sha256("a task");

void
WriteText(const path & file, const std::string & text)
{
  std::ofstream(file.c_str()) << text;
}

bool
CommitText(Store & store, const std::string & key, const std::string & text)
{
  const path folder = store.Begin(key);
  WriteText(folder / "table.csv", text);
  pheno::fs::create_directories(folder / "more");
  WriteText(folder / "more" / "pixels.npy", text + text);
  return store.Commit(key, folder, { { "state", "done" } });
}

/** Runs work in a child process; returns its exit code. */
int
InChild(const std::function<int()> & work)
{
  const pid_t child = ::fork();
  if (child == 0)
  {
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<int>
InChildren(int count, const std::function<int(int)> & work)
{
  std::vector<pid_t> children;
  for (int i = 0; i < count; ++i)
  {
    children.push_back(::fork());
    if (children.back() == 0)
    {
      ::_exit(work(i));
    }
  }
  std::vector<int> codes;
  for (const pid_t child : children)
  {
    int status = 0;
    ::waitpid(child, &status, 0);
    codes.push_back(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  }
  return codes;
}

path
OnlyFile(const path & folder)
{
  const pheno::fs::directory_iterator first(folder);
  REQUIRE(first != pheno::fs::directory_iterator());
  return first->path();
}

Json
ReadJson(const path & file)
{
  std::ifstream stream(file.c_str());
  return Json::parse(stream);
}
} // namespace

TEST_CASE("a commit makes the record, which names the folder and the digest of every file")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  CHECK_FALSE(store.Has(kKey));
  CHECK_FALSE(store.Record(kKey));
  const path folder = store.Begin(kKey);
  CHECK(folder.parent_path() == store.Root() / kKey.substr(0, 2));
  WriteText(folder / "table.csv", "a\n1\n");
  CHECK_FALSE(store.Has(kKey));
  CHECK(store.Keys().empty());

  CHECK(store.Commit(kKey, folder, { { "state", "done" }, { "seconds", 1.5 } }));
  CHECK(store.Has(kKey));
  CHECK(store.Keys() == std::set<std::string>{ kKey });
  const Json record = store.Record(kKey).value();
  CHECK(record["key"] == kKey);
  CHECK(record["state"] == "done");
  CHECK(record["seconds"] == 1.5);
  CHECK(store.FolderOf(kKey, record) == folder);
  // printf 'a\n1\n' | sha256sum
  CHECK(
    record["files"] ==
    Json{ { "table.csv",
            { { "size", 4 }, { "sha256", "309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc" } } } });
}

TEST_CASE("a second commit of a key is refused and its folder disappears")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  CHECK(CommitText(store, kKey, "first"));
  CHECK_FALSE(CommitText(store, kKey, "second"));
  const Json record = store.Record(kKey).value();
  CHECK(pheno::Sha256File(store.FolderOf(kKey, record) / "table.csv") == pheno::Sha256("first"));
  int entries = 0;
  for (pheno::fs::directory_iterator it(store.Root() / kKey.substr(0, 2)), end; it != end; ++it)
  {
    ++entries;
  }
  CHECK(entries == 2); // the record and its folder
}

TEST_CASE("of racing processes exactly one commits, and what it committed is whole")
{
  const pheno::test::TemporaryFolder root;
  for (int round = 0; round < 20; ++round)
  {
    const std::string      key = pheno::Sha256("round " + std::to_string(round));
    const std::vector<int> first = InChildren(4, [&](int child) {
      Store store(root / "store");
      return CommitText(store, key, "child " + std::to_string(child)) ? 1 : 0;
    });
    CHECK(std::count(first.begin(), first.end(), 1) == 1);
    CHECK(std::count(first.begin(), first.end(), 0) == 3);
    CHECK(Store(root / "store").Verify(key).empty());
  }
}

TEST_CASE("a record that appears while it is asked for is either there or not")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  const auto                         keyOf = [](int i) { return pheno::Sha256("task " + std::to_string(i)); };
  const int                          tasks = 200;
  const pid_t                        child = ::fork();
  if (child == 0)
  {
    Store other(root / "store");
    for (int i = 0; i < tasks; ++i)
    {
      CommitText(other, keyOf(i), "text");
    }
    ::_exit(0);
  }
  for (int i = 0; i < tasks; ++i)
  {
    while (!store.Record(keyOf(i)))
    {}
  }
  ::waitpid(child, nullptr, 0);
  CHECK(store.Keys().size() == tasks);
}

TEST_CASE("sweeping removes what dead processes left and nothing else")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  CommitText(store, kKey, "done");
  const path  own = store.Begin(pheno::Sha256("own"));
  const path  second = store.Begin(kKey); // a slower twin of the committed task
  std::string dead;
  REQUIRE(InChild([&] {
            Store      other(root / "store");
            const path folder = other.Begin(kKey);
            WriteText(folder / "half", "of it");
            WriteText(path(folder.string() + ".record"), "{}");
            WriteText(root / "dead", folder.string());
            return 0; // without destructors, as kill -9
          }) == 0);
  std::ifstream((root / "dead").c_str()) >> dead;
  REQUIRE(pheno::fs::exists(dead));

  store.Sweep();
  CHECK_FALSE(pheno::fs::exists(dead));
  CHECK_FALSE(pheno::fs::exists(dead + ".record"));
  CHECK(pheno::fs::exists(own));
  CHECK(pheno::fs::exists(second));
  CHECK(store.Verify(kKey).empty());
}

TEST_CASE("a folder of a process that still runs is not swept")
{
  const pheno::test::TemporaryFolder root;
  int                                toChild[2];
  int                                toParent[2];
  REQUIRE(::pipe(toChild) == 0);
  REQUIRE(::pipe(toParent) == 0);
  const pid_t child = ::fork();
  if (child == 0)
  {
    Store other(root / "store");
    WriteText(other.Begin(kKey) / "half", "of it");
    char byte = 'x';
    static_cast<void>(!::write(toParent[1], &byte, 1));
    static_cast<void>(!::read(toChild[0], &byte, 1));
    ::_exit(0);
  }
  char byte = 0;
  REQUIRE(::read(toParent[0], &byte, 1) == 1);
  Store      store(root / "store");
  const path folder = OnlyFile(store.Root() / kKey.substr(0, 2));
  store.Sweep();
  CHECK(pheno::fs::exists(folder / "half"));
  REQUIRE(::write(toChild[1], &byte, 1) == 1);
  ::waitpid(child, nullptr, 0);
  store.Sweep();
  CHECK_FALSE(pheno::fs::exists(folder));
}

TEST_CASE("an owner is told from a later process of its number, from an earlier boot and from another host")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  const path                         own = store.Begin(pheno::Sha256("own"));
  const Json                         mine = ReadJson(OnlyFile(store.Root() / "owners"));
  const auto                         forge = [&](const std::string & id, const Json & changes, int age) {
    Json card = mine;
    card["id"] = id;
    card.update(changes);
    const path file = store.Root() / "owners" / (id + ".json");
    WriteText(file, card.dump());
    pheno::fs::last_write_time(file, std::time(nullptr) - age);
    const path folder = store.Root() / kKey.substr(0, 2) / (kKey + "." + id + "-0");
    pheno::fs::create_directories(folder);
    return folder;
  };
  const int  hour = 3600;
  const path reused = forge("0001", { { "start", "1" } }, 0);
  const path rebooted = forge("0002", { { "boot", "earlier" } }, 0);
  const path elsewhere = forge("0003", { { "host", "elsewhere" } }, 23 * hour);
  const path silent = forge("0004", { { "host", "elsewhere" } }, 25 * hour);
  const path container = forge("0005", { { "space", "pid:[1]" } }, 23 * hour);
  store.Sweep();
  CHECK_FALSE(pheno::fs::exists(reused));
  CHECK_FALSE(pheno::fs::exists(rebooted));
  CHECK(pheno::fs::exists(elsewhere));
  CHECK_FALSE(pheno::fs::exists(silent));
  CHECK(pheno::fs::exists(container));
  CHECK(pheno::fs::exists(own));
}

TEST_CASE("a damaged record is an error that names the file")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  CommitText(store, kKey, "text");
  const path file = store.Root() / kKey.substr(0, 2) / (kKey + ".json");
  for (const std::string text : { "", "{", "[]", R"({"key":"other","folder":"x","files":{}})" })
  {
    WriteText(file, text);
    CHECK_THROWS_WITH_AS(store.Record(kKey), doctest::Contains(file.c_str()), pheno::Error);
  }
}

TEST_CASE("verify names what changed, is missing or was added")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  CommitText(store, kKey, "text");
  CHECK(store.Verify(kKey).empty());
  const path folder = store.FolderOf(kKey, *store.Record(kKey));
  WriteText(folder / "table.csv", "TEXT");
  WriteText(folder / "added", "");
  pheno::fs::remove(folder / "more" / "pixels.npy");
  const std::vector<std::string> problems = store.Verify(kKey);
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].find("pixels.npy: cannot be read: No such file") != std::string::npos);
  CHECK(problems[1].find("table.csv: its content is not what was stored") != std::string::npos);
  CHECK(problems[2].find("added: is not in the record") != std::string::npos);
  CHECK(store.Verify(pheno::Sha256("another")).size() == 1);
}

TEST_CASE("removing takes record and folder")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  CommitText(store, kKey, "text");
  const path folder = store.FolderOf(kKey, *store.Record(kKey));
  store.Remove(kKey);
  CHECK_FALSE(store.Has(kKey));
  CHECK_FALSE(pheno::fs::exists(folder));
  CHECK(CommitText(store, kKey, "again"));
}

TEST_CASE("a store that cannot be made is an error")
{
  const pheno::test::TemporaryFolder root;
  WriteText(root / "file", "");
  CHECK_THROWS_WITH_AS(
    Store(root / "file" / "store"), doctest::Contains("file/store: cannot be made: Not a directory"), pheno::Error);
}

TEST_CASE("scratch survives its owner and goes when the task is done")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  {
    pheno::Scratch scratch(store, kKey);
    WriteText(scratch.Path() / "checkpoint", "epoch 3");
    CHECK_THROWS_WITH_AS(pheno::Scratch(store, kKey),
                         doctest::Contains(("in use by process " + std::to_string(::getpid())).c_str()),
                         pheno::ScratchInUse);
  }
  store.Sweep();
  pheno::Scratch again(store, kKey);
  CHECK(pheno::Sha256File(again.Path() / "checkpoint") == pheno::Sha256("epoch 3"));
  again.Finish();
  CHECK_FALSE(pheno::fs::exists(again.Path()));
}

TEST_CASE("scratch of a killed process is taken over by exactly one other")
{
  const pheno::test::TemporaryFolder root;
  for (int round = 0; round < 10; ++round)
  {
    const std::string key = pheno::Sha256("round " + std::to_string(round));
    REQUIRE(InChild([&] {
              Store  other(root / "store");
              auto * scratch = new pheno::Scratch(other, key);
              WriteText(scratch->Path() / "checkpoint", "epoch 3");
              return 0;
            }) == 0);
    const std::vector<int> codes = InChildren(6, [&](int) {
      Store store(root / "store");
      try
      {
        const pheno::Scratch scratch(store, key);
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return pheno::fs::exists(scratch.Path() / "checkpoint") ? 1 : 2;
      }
      catch (const pheno::ScratchInUse &)
      {
        return 0;
      }
    });
    CHECK(std::count(codes.begin(), codes.end(), 1) == 1);
    CHECK(std::count(codes.begin(), codes.end(), 0) == 5);
  }
}

TEST_CASE("scratch that a done task left behind is swept")
{
  const pheno::test::TemporaryFolder root;
  Store                              store(root / "store");
  REQUIRE(InChild([&] {
            Store  other(root / "store");
            auto * scratch = new pheno::Scratch(other, kKey);
            WriteText(scratch->Path() / "checkpoint", "epoch 3");
            return CommitText(other, kKey, "done") ? 0 : 1;
          }) == 0);
  REQUIRE(pheno::fs::exists(store.Root() / "scratch" / kKey / "checkpoint"));
  store.Sweep();
  CHECK_FALSE(pheno::fs::exists(store.Root() / "scratch" / kKey));
  CHECK(store.Has(kKey));
}

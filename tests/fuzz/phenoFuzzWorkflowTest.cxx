#include "phenoCopyPath.h"
#include "phenoFolders.h"
#include "phenoMutator.h"
#include "phenoPlan.h"
#include "phenoTest.h"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace pheno;

namespace
{
std::vector<std::string>
Seeds(const fs::path & folder)
{
  std::vector<fs::path> files;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (entry.path().extension() == ".json" && entry.path().stem().extension() != ".expected")
    {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const fs::path & file : files)
  {
    std::ifstream stream(file.c_str());
    texts.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return texts;
}

std::ptrdiff_t
OpenFiles()
{
  return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
}
} // namespace

TEST_CASE("10,000 broken workflows are planned or refused with diagnostics, never anything else")
{
  const fs::path              cases = fs::path(test::kSourceDir) / "tests/workflows";
  const test::TemporaryFolder folder;
  const fs::path              home = folder.Path() / "a/b/c"; // a mutated "../.." stays inside
  fs::create_directories(home / "good");
  fs::create_directories(home / "data");
  for (const fs::directory_entry & entry : fs::directory_iterator(cases / "data"))
  {
    CopyPath(entry.path(), home / "data" / entry.path().filename());
  }
  NodeRegistry registry;
  registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", false);
  const std::vector<std::string> seeds = Seeds(cases / "good");
  REQUIRE(seeds.size() > 10);
  const auto    before = OpenFiles();
  test::Mutator mutator(20230515);
  int           planned = 0;
  int           refused = 0;
  for (int i = 0; i < 10000; ++i)
  {
    const std::string text = mutator.Mutate(seeds[mutator.Below(seeds.size())]);
    std::ofstream((home / "good/w.json").c_str(), std::ios::binary) << text;
    try
    {
      std::vector<Diagnostic> warnings;
      MakePlan(ReadWorkflow(home / "good/w.json", registry, {}, warnings), registry, {});
      ++planned;
    }
    catch (const DiagnosticsError & error)
    {
      ++refused;
      CHECK_FALSE(error.Items().empty());
    }
    catch (const std::exception & error)
    {
      FAIL_CHECK("mutant " << i << ": " << error.what() << "\n" << text);
    }
  }
  MESSAGE(planned << " planned, " << refused << " refused");
  CHECK(OpenFiles() <= before);
  CHECK(planned > 100); // the mutants are not all nonsense
  CHECK(refused > 1000);
}

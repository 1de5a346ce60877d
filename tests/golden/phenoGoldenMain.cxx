#include "phenoGoldenCompare.h"
#include "phenoGoldenTopics.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace pheno::golden
{
namespace
{
struct Tally
{
  int passed = 0;
  int failed = 0;
  int skipped = 0;
};

/** The *.json files of a folder in byte order, or the file itself. */
std::vector<std::string>
ListFiles(const std::string & path)
{
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0)
  {
    throw std::runtime_error(path + ": no such file or folder");
  }
  if (!S_ISDIR(status.st_mode))
  {
    return { path };
  }
  std::vector<std::string> files;
  DIR *                    folder = opendir(path.c_str());
  for (const dirent * entry = folder ? readdir(folder) : nullptr; entry; entry = readdir(folder))
  {
    const std::string name = entry->d_name;
    if (name.size() > 5 && name.compare(name.size() - 5, 5, ".json") == 0)
    {
      files.push_back(path + "/" + name);
    }
  }
  if (folder)
  {
    closedir(folder);
  }
  if (files.empty())
  {
    throw std::runtime_error(path + ": no *.json file in this folder");
  }
  std::sort(files.begin(), files.end());
  return files;
}

/** One case: an empty list when it passes, else what is wrong. `note` receives the message of a wanted refusal. */
std::vector<std::string>
RunCase(const Topic & topic, const Json & goldenCase, const std::string & data, std::string & note)
{
  const Expectation expectation = ReadExpectation(goldenCase, topic.keepsReference);
  Json              got;
  try
  {
    got = topic.handler({ goldenCase.at("inputs"), goldenCase, data });
  }
  catch (const std::runtime_error & error)
  {
    if (expectation.refused && error.what()[0] != '\0')
    {
      note = std::string(" (refused: ") + error.what() + ")";
      return {};
    }
    return { std::string("error: ") + error.what() };
  }
  if (expectation.refused)
  {
    return { "expected a refusal (reference: " + expectation.exception + "), got values" };
  }
  return Compare(got, expectation);
}

void
RunFile(const std::string & file, const std::string & data, Tally & tally)
{
  const Json        document = Json::parse(std::ifstream(file));
  const std::string name = document.at("topic").get<std::string>();
  const auto        topic =
    std::find_if(Topics().begin(), Topics().end(), [&name](const Topic & known) { return known.name == name; });
  if (topic == Topics().end())
  {
    throw std::runtime_error("unknown topic '" + name + "'");
  }
  for (const Json & goldenCase : document.at("cases"))
  {
    const std::string id = name + "/" + goldenCase.at("name").get<std::string>();
    const auto        skip = [&](const char * reason) {
      std::printf("SKIP %s: %s\n", id.c_str(), reason);
      ++tally.skipped;
    };
    if (!topic->handler)
    {
      skip(topic->owner.c_str());
      continue;
    }
    std::string              note;
    std::vector<std::string> problems;
    try
    {
      problems = RunCase(*topic, goldenCase, data, note);
    }
    catch (const Skipped & lack)
    {
      skip(lack.what());
      continue;
    }
    catch (const std::exception & error)
    {
      problems = { std::string("error: ") + error.what() };
    }
    for (const std::string & problem : problems)
    {
      std::printf("FAIL %s: %s\n", id.c_str(), problem.c_str());
    }
    if (problems.empty())
    {
      std::printf("PASS %s%s\n", id.c_str(), note.c_str());
    }
    ++(problems.empty() ? tally.passed : tally.failed);
  }
}

Tally
Run(const std::vector<std::string> & paths, const std::string & data)
{
  Tally tally;
  for (const std::string & path : paths)
  {
    std::vector<std::string> files;
    try
    {
      files = ListFiles(path);
    }
    catch (const std::exception & error)
    {
      std::printf("FAIL %s\n", error.what());
      ++tally.failed;
    }
    for (const std::string & file : files)
    {
      try
      {
        RunFile(file, data, tally);
      }
      catch (const std::exception & error)
      {
        std::printf("FAIL %s: %s\n", file.c_str(), error.what());
        ++tally.failed;
      }
      std::fflush(stdout);
    }
  }
  return tally;
}
} // namespace
} // namespace pheno::golden

int
main(int argc, char ** argv)
{
  const std::string        usage = "usage: pheno_golden [--data DIR (default " PHENO_GOLDEN_DATA ")] FILE|FOLDER...\n";
  std::string              data = PHENO_GOLDEN_DATA;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i)
  {
    const std::string argument = argv[i];
    if (argument == "--help")
    {
      std::printf("%s", usage.c_str());
      return 0;
    }
    if (argument == "--data" && i + 1 < argc)
    {
      data = argv[++i];
    }
    else if (argument.rfind("--", 0) == 0)
    {
      std::fprintf(stderr, "unknown option '%s'\n%s", argument.c_str(), usage.c_str());
      return 2;
    }
    else
    {
      paths.push_back(argument);
    }
  }
  if (paths.empty())
  {
    std::fprintf(stderr, "%s", usage.c_str());
    return 2;
  }
  const auto tally = pheno::golden::Run(paths, data);
  std::printf("%d passed, %d failed", tally.passed, tally.failed);
  if (tally.skipped > 0)
  {
    std::printf(", %d skipped", tally.skipped);
  }
  std::printf("\n");
  return tally.failed > 0 ? 1 : 0;
}

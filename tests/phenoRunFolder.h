#ifndef phenoRunFolder_h
#define phenoRunFolder_h

#include "phenoProgram.h"
#include "phenoTest.h"

#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>

namespace pheno::test
{
inline bool
Has(const std::string & text, const std::string & part)
{
  return text.find(part) != std::string::npos;
}
inline bool
Has(const Ended & ended, const std::string & part)
{
  return Has(ended.output, part);
}

inline std::string
Bytes(const fs::path & path)
{
  std::ifstream file(path.string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(file), {} };
}

inline Json
ReadJsonFile(const fs::path & path)
{
  return Json::parse(Bytes(path));
}

/** How many tasks of a run ended in each state. */
inline std::map<std::string, int>
States(const fs::path & run)
{
  std::map<std::string, int> counts;
  const Json                 record = ReadJsonFile(run / "run.json");
  for (const Json & task : record.at("tasks"))
  {
    ++counts[task.at("state")];
  }
  return counts;
}

/** What two runs of the same work must agree on: the bytes of everything that is no record of the run itself. */
inline std::map<std::string, std::string>
Results(const fs::path & run)
{
  std::map<std::string, std::string> results;
  for (const char * file : { "report.html", "metrics.json", "quarantine.csv", "workflow.json" })
  {
    if (fs::exists(run / file))
    {
      results[file] = Bytes(run / file);
    }
  }
  if (fs::exists(run / "outputs"))
  {
    for (const fs::directory_entry & entry : fs::recursive_directory_iterator(run / "outputs"))
    {
      if (fs::is_regular_file(entry.path()))
      {
        results[entry.path().lexically_relative(run).generic_string()] = Bytes(entry.path());
      }
    }
  }
  return results;
}

/** The files that differ, for a message that can be read. */
inline std::string
Differences(const std::map<std::string, std::string> & a, const std::map<std::string, std::string> & b)
{
  std::string names;
  for (const auto & [one, other] : { std::pair(&a, &b), std::pair(&b, &a) })
  {
    for (const auto & [name, bytes] : *one)
    {
      const auto found = other->find(name);
      const bool differs = found == other->end() || found->second != bytes;
      names += differs && !Has(names, name) ? name + " " : "";
    }
  }
  return names;
}
/** Waits until a file holds a text so many times; false after a minute. */
inline bool
WaitFor(const fs::path & path, const std::string & text, int times)
{
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end)
  {
    const std::string bytes = Bytes(path);
    int               found = 0;
    for (std::size_t at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1))
    {
      ++found;
    }
    if (found >= times)
    {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}
} // namespace pheno::test

#endif

#ifndef phenoSmallScreen_h
#define phenoSmallScreen_h

#include "phenoFolders.h"
#include "phenoTest.h"

#include "phenoCsv.h"
#include "phenoExecute.h"
#include "phenoRunRecord.h"

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace pheno::test
{
/** A screen of text files that hold one number each, in a folder of its own, and workflows on it. */
class SmallScreen
{
public:
  SmallScreen(int plates, int wells, int sites)
  {
    std::string index = "plate,well,site,channel,path,size,digest\n";
    fs::create_directories(m_Folder / "images");
    for (int plate = 1; plate <= plates; ++plate)
    {
      for (int well = 1; well <= wells; ++well)
      {
        for (int site = 1; site <= sites; ++site)
        {
          const std::string names =
            std::string("P").append(std::to_string(plate)) + "," + WellName(well) + "," + std::to_string(site);
          const std::string path = PathOf(plate, well, site);
          const std::string number = std::to_string(100 * plate + 10 * well + site);
          index += names + ",dna," + path + "," + std::to_string(number.size()) + "," + number + "\n";
          std::ofstream((m_Folder / path).c_str()) << number;
        }
      }
    }
    std::ofstream((m_Folder / "index.csv").c_str()) << index;
    m_Registry.AddFolder(fs::path(kBinaryDir) / "test_nodes", false);
  }

  /** Replaces a file's content; "bad" makes it bad data for test.read_rows. */
  void
  Write(int plate, int well, int site, const std::string & text)
  {
    std::ofstream((m_Folder / PathOf(plate, well, site)).c_str()) << text;
  }
  void
  RemoveFile(int plate, int well, int site)
  {
    fs::remove(m_Folder / PathOf(plate, well, site));
  }

  /** The plan of these steps over the screen. */
  pheno::Plan
  MakePlan(const Json & steps, const Json & outputs = Json::object())
  {
    const Json workflow = { { "$schema", "workflow.schema.json" },
                            { "pheno", 1 },
                            { "name", "small" },
                            { "seed", 7 },
                            { "inputs", { { "screen", { { "type", "table" }, { "path", "index.csv" } } } } },
                            { "steps", steps },
                            { "outputs", outputs } };
    std::ofstream((m_Folder / "workflow.json").c_str()) << workflow.dump(1);
    std::vector<Diagnostic> warnings;
    return pheno::MakePlan(ReadWorkflow(m_Folder / "workflow.json", m_Registry, {}, warnings), m_Registry, {});
  }

  pheno::Store
  OpenStore(const std::string & name = "store") const
  {
    return pheno::Store(m_Folder / name);
  }
  NodeRegistry &
  Registry()
  {
    return m_Registry;
  }
  /** A file for the parameter `calls` of test nodes. */
  std::string
  CallsFile(const std::string & name = "calls") const
  {
    return (m_Folder / name).string();
  }
  int
  Calls(const std::string & name = "calls") const
  {
    std::ifstream file((m_Folder / name).c_str());
    return static_cast<int>(std::count(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>(), '\n'));
  }
  fs::path
  operator/(const std::string & name) const
  {
    return m_Folder / name;
  }

private:
  /** A01 to A48, then B01. */
  static std::string
  WellName(int well)
  {
    const int column = (well - 1) % 48 + 1;
    return std::string(1, static_cast<char>('A' + (well - 1) / 48)) + (column < 10 ? "0" : "") + std::to_string(column);
  }
  static std::string
  PathOf(int plate, int well, int site)
  {
    return "images/P" + std::to_string(plate) + "_" + WellName(well) + "_" + std::to_string(site) + ".txt";
  }

  TemporaryFolder m_Folder;
  NodeRegistry    m_Registry;
};

/** The one task of a step on a shard such as "plate=P1 well=A01". */
inline std::size_t
TaskOf(const Plan & plan, const std::string & step, const std::string & shard)
{
  for (const std::size_t task : plan.TasksOf(step))
  {
    if (plan.tasks[task].shard.ToString() == shard)
    {
      return task;
    }
  }
  FAIL("no task " << step << " " << shard);
  return 0;
}

/** A stored table as text. */
inline std::string
StoredTable(const Plan &        plan,
            SmallScreen &       screen,
            Store &             store,
            const std::string & step,
            const std::string & shard,
            const std::string & port = "table")
{
  return FormatCsv(*std::get<Ptr<Table>>(Evaluate(plan, TaskOf(plan, step, shard), port, screen.Registry(), store)));
}

/** How many tasks ended in each state. */
inline std::map<TaskState, int>
Count(const std::vector<TaskResult> & results)
{
  std::map<TaskState, int> counts;
  for (const TaskResult & result : results)
  {
    ++counts[result.state];
  }
  return counts;
}

/** Digests of all outputs in a store by key: what two runs must agree on. */
inline std::map<std::string, Json>
Contents(const Store & store)
{
  std::map<std::string, Json> contents;
  for (const std::string & key : store.Keys())
  {
    const Json record = store.Record(key).value();
    contents[key] = { { "files", record.at("files") },
                      { "state", record.at("state") },
                      { "left_out", record.at("left_out") } };
  }
  return contents;
}

/** Everything below the store that no record knows: uncommitted folders, drafts. */
inline std::vector<std::string>
Leftovers(const Store & store)
{
  std::vector<std::string> names;
  for (const fs::directory_entry & room : fs::directory_iterator(store.Root()))
  {
    if (room.path().filename().size() != 2)
    {
      continue;
    }
    for (const fs::directory_entry & entry : fs::directory_iterator(room.path()))
    {
      const std::string name = entry.path().filename().string();
      const std::string key = name.substr(0, name.find('.'));
      const auto        record = store.Has(key) ? store.Record(key) : std::nullopt;
      if (name != key + ".json" && !(record && record->at("folder") == name))
      {
        names.push_back(name);
      }
    }
  }
  return names;
}
} // namespace pheno::test

#endif

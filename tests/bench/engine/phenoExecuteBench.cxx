// What the executor itself costs, with nodes that do next to nothing: microseconds an inline node run (bound 100),
// milliseconds a stored task with its syncs (bound 5), seconds to plan and resume 62,217 stored tasks (bound 2). Prints
// medians of five and all runs as JSON. The store lies in the folder for temporary files (TMPDIR).
#include "phenoExecute.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <thread>

namespace
{
using namespace pheno;
using Clock = std::chrono::steady_clock;

constexpr int kRuns = 5;

class Bench
{
public:
  Bench()
    : m_Folder(fs::temp_directory_path() / fs::unique_path("pheno-bench-%%%%%%%%"))
  {
    fs::create_directories(m_Folder);
    m_Registry.AddFolder(fs::path(PHENO_BINARY_DIR) / "test_nodes", false);
  }
  ~Bench() { fs::remove_all(m_Folder); }

  /** A screen of plates x wells x 9 sites. */
  void
  WriteScreen(int plates, int wells) const
  {
    std::ofstream index((m_Folder / "index.csv").c_str());
    index << "plate,well,site,channel,path,size,digest\n";
    for (int plate = 1; plate <= plates; ++plate)
    {
      for (int well = 0; well < wells; ++well)
      {
        const int column = well % 24 + 1;
        for (int site = 1; site <= 9; ++site)
        {
          index << "P" << plate << "," << static_cast<char>('A' + well / 24) << (column < 10 ? "0" : "") << column
                << "," << site << ",dna,images/" << plate << "_" << well << "_" << site
                << ".tif,2097152,0123456789abcdef0123456789abcdef\n";
        }
      }
    }
  }

  Plan
  MakePlan(const Json & steps)
  {
    const Json workflow = { { "pheno", 1 },
                            { "name", "bench" },
                            { "seed", 1 },
                            { "inputs", { { "screen", { { "type", "table" }, { "path", "index.csv" } } } } },
                            { "steps", steps } };
    std::ofstream((m_Folder / "workflow.json").c_str()) << workflow.dump();
    std::vector<Diagnostic> warnings;
    return pheno::MakePlan(ReadWorkflow(m_Folder / "workflow.json", m_Registry, {}, warnings), m_Registry, {});
  }

  /** Seconds of Execute on a store. Throws when a task did not end well. */
  double
  Run(const Plan & plan, const std::string & storeName, unsigned cpus)
  {
    Store          store(m_Folder / storeName);
    ExecuteOptions options;
    options.cpus = cpus;
    const auto start = Clock::now();
    const auto results = Execute(plan, m_Registry, store, options, {});
    const auto seconds = std::chrono::duration<double>(Clock::now() - start).count();
    for (const TaskResult & result : results)
    {
      if (result.state == TaskState::Failed || result.state == TaskState::Skipped)
      {
        throw Error(result.error);
      }
    }
    return seconds;
  }
  void
  RemoveStore(const std::string & storeName) const
  {
    fs::remove_all(m_Folder / storeName);
  }

private:
  fs::path     m_Folder;
  NodeRegistry m_Registry;
};

Json
MedianOf(const std::function<double()> & measure)
{
  std::vector<double> runs;
  for (int run = 0; run < kRuns; ++run)
  {
    runs.push_back(measure());
  }
  std::vector<double> sorted = runs;
  std::sort(sorted.begin(), sorted.end());
  return { { "median", sorted[kRuns / 2] }, { "runs", runs } };
}

const Json kSite = { "plate", "well", "site" };

Json
InlineMicroseconds(Bench & bench)
{
  bench.WriteScreen(1, 384);
  const Plan plan =
    bench.MakePlan({ { "emit", { { "node", "test.emit_rows" }, { "each", kSite }, { "inline", true } } },
                     { "pass",
                       { { "node", "test.scale_rows" },
                         { "each", kSite },
                         { "inline", true },
                         { "in", { { "table", "emit.table" } } } } },
                     { "all", { { "node", "test.gather_rows" }, { "in", { { "tables", "pass.table" } } } } } });
  return MedianOf([&] {
    bench.RemoveStore("inline");
    return bench.Run(plan, "inline", 1) / (2 * 384 * 9) * 1e6;
  });
}

Json
StoredMilliseconds(Bench & bench)
{
  bench.WriteScreen(1, 56);
  const Plan plan = bench.MakePlan({ { "emit", { { "node", "test.emit_rows" }, { "each", kSite } } } });
  return MedianOf([&] {
    bench.RemoveStore("stored");
    return bench.Run(plan, "stored", 1) / (56 * 9) * 1e3;
  });
}

Json
ResumeSeconds(Bench & bench)
{
  bench.WriteScreen(9, 384);
  const Json steps = {
    { "emit", { { "node", "test.emit_rows" }, { "each", kSite } } },
    { "scale", { { "node", "test.scale_rows" }, { "each", kSite }, { "in", { { "table", "emit.table" } } } } },
    { "plates", { { "node", "test.gather_rows" }, { "each", { "plate" } }, { "in", { { "tables", "scale.table" } } } } }
  };
  const unsigned cpus = std::max(1U, std::thread::hardware_concurrency());
  bench.Run(bench.MakePlan(steps), "resume", cpus);
  return MedianOf([&] {
    const auto start = Clock::now();
    const Plan plan = bench.MakePlan(steps);
    bench.Run(plan, "resume", cpus);
    return std::chrono::duration<double>(Clock::now() - start).count();
  });
}
} // namespace

int
main()
{
  try
  {
    Bench bench;
    std::cout << Json{
      { "inline_node_run_microseconds", InlineMicroseconds(bench) },
      { "stored_task_milliseconds", StoredMilliseconds(bench) }
    }.dump() << std::endl;
    std::cout << Json{ { "resume_62217_tasks_seconds", ResumeSeconds(bench) } }.dump() << std::endl;
  }
  catch (const std::exception & error)
  {
    std::cerr << error.what() << "\n";
    return 1;
  }
  return 0;
}

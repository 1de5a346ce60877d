#include "phenoRunRecord.h"

#include "phenoAbi.h"
#include "phenoCsv.h"
#include "phenoRoCrate.h"
#include "phenoRunRecordOutputs.h"
#include "phenoRunTaskRecord.h"
#include "phenoStoreFiles.h"
#include "phenoStoreOwner.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

namespace pheno
{
namespace
{
using Clock = std::chrono::system_clock;

constexpr const char * kRunFile = "run.json";
constexpr const char * kEventsFile = "events.jsonl";
constexpr const char * kQuarantineFile = "quarantine.csv";
constexpr const char * kCrateFile = "ro-crate-metadata.json";

/** 2026-01-31T12:00:00.000Z */
std::string
IsoTime(Clock::time_point time)
{
  const std::time_t seconds = Clock::to_time_t(time);
  std::tm           utc{};
  ::gmtime_r(&seconds, &utc);
  char       text[32];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  const auto milliseconds =
    std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
  std::string digits = std::to_string(1000 + milliseconds);
  return std::string(text, length) + "." + digits.substr(1) + "Z";
}

bool
StaysBelow(const fs::path & relative)
{
  const fs::path normal = relative.lexically_normal();
  return normal.is_relative() && !normal.empty() && *normal.begin() != "..";
}

/** Takes away what an earlier run in the folder says that it wrote, so that nothing old stands among the new. */
void
RemoveEarlierRun(const fs::path & folder)
{
  if (!fs::exists(folder / kRunFile))
  {
    return;
  }
  const Json earlier = Json::parse(ReadText(folder / kRunFile), nullptr, false);
  if (earlier.is_object() && earlier.contains("outputs") && earlier["outputs"].is_object())
  {
    for (const Json & paths : earlier["outputs"])
    {
      for (const Json & path : paths)
      {
        if (path.is_string() && StaysBelow(path.get<std::string>()))
        {
          RemoveQuietly((folder / path.get<std::string>()).lexically_normal());
        }
      }
    }
  }
  for (const char * file : { kRunFile, kQuarantineFile, kCrateFile })
  {
    RemoveQuietly(folder / file);
  }
}

Json
NodesOf(const Plan & plan, const NodeRegistry & registry)
{
  std::map<std::string, const Descriptor *> used;
  for (const Step & step : plan.workflow.steps)
  {
    used[step.descriptor->id] = step.descriptor;
  }
  Json nodes = Json::array();
  for (const auto & [id, descriptor] : used)
  {
    nodes.push_back({ { "id", id },
                      { "version", descriptor->version },
                      { "descriptor", descriptor->digest },
                      { "library", registry.LibraryDigest(id) },
                      { "foreign", descriptor->foreign } });
  }
  return nodes;
}

Json
InputsWithPaths(const Plan & plan, Json inputs)
{
  for (std::size_t i = 0; i < inputs.size(); ++i)
  {
    inputs[i]["path"] = plan.workflow.inputs[i].path.string();
  }
  return inputs;
}

Json
TasksOf(const Plan & plan, const std::vector<TaskResult> & results)
{
  Json tasks = Json::array();
  for (std::size_t i = 0; i < plan.tasks.size(); ++i)
  {
    if (results[i].state == TaskState::Inline)
    {
      continue;
    }
    Json task = { { "key", plan.tasks[i].key },
                  { "step", plan.StepOf(plan.tasks[i]).name },
                  { "shard", plan.tasks[i].shard.ToJson() },
                  { "state", Name(results[i].state) },
                  { "seconds", results[i].seconds },
                  { "peak_mb", results[i].peakMb } };
    if (!results[i].error.empty())
    {
      task["error"] = results[i].error;
    }
    tasks.push_back(std::move(task));
  }
  return tasks;
}

Json
CountsOf(const std::vector<TaskResult> & results)
{
  Json counts = Json::object();
  for (const TaskState state : { TaskState::Waiting,
                                 TaskState::Cached,
                                 TaskState::Done,
                                 TaskState::Quarantined,
                                 TaskState::Failed,
                                 TaskState::Skipped })
  {
    counts[Name(state)] =
      std::count_if(results.begin(), results.end(), [&](const TaskResult & result) { return result.state == state; });
  }
  return counts;
}

/** Axes of all steps in the order in which they first stand. */
std::vector<std::string>
AxesOf(const Plan & plan)
{
  std::vector<std::string> axes;
  for (const Step & step : plan.workflow.steps)
  {
    for (const std::string & axis : step.each)
    {
      if (std::find(axes.begin(), axes.end(), axis) == axes.end())
      {
        axes.push_back(axis);
      }
    }
  }
  return axes;
}

Table
QuarantineTable(const Plan & plan, const std::vector<QuarantineEntry> & entries)
{
  const std::vector<std::string> axes = AxesOf(plan);
  std::vector<std::string>       names = { "step" };
  names.insert(names.end(), axes.begin(), axes.end());
  names.insert(names.end(), { "item", "reason" });
  std::vector<std::vector<std::string>> rows;
  for (const QuarantineEntry & entry : entries)
  {
    std::vector<std::string> row = { entry.step };
    for (const std::string & axis : axes)
    {
      row.push_back(entry.shard.Has(axis) ? entry.shard.at(axis) : "");
    }
    row.insert(row.end(), { entry.item, entry.reason });
    rows.push_back(std::move(row));
  }
  return Table(names, rows);
}
} // namespace

struct RunRecord::Impl
{
  fs::path                    folder;
  std::vector<std::string>    command;
  Clock::time_point           started;
  std::mutex                  mutex;
  std::ofstream               events;
  std::vector<ExportedOutput> outputs;
};

RunRecord::RunRecord(fs::path folder, const Plan & plan, std::vector<std::string> command)
  : m_Impl(new Impl{ std::move(folder), std::move(command), Clock::now(), {}, {}, {} })
{
  MakeFolder(m_Impl->folder);
  RemoveEarlierRun(m_Impl->folder);
  ReplaceFile(m_Impl->folder / "workflow.json", plan.workflow.Resolved().dump(2) + "\n");
  m_Impl->events.open((m_Impl->folder / kEventsFile).c_str(), std::ios::trunc);
  if (!m_Impl->events)
  {
    throw Error((m_Impl->folder / kEventsFile).string() + ": cannot be written");
  }
}

RunRecord::~RunRecord() = default;

void
RunRecord::Event(const std::string & what, Json details)
{
  details["time"] = IsoTime(Clock::now());
  details["event"] = what;
  const std::lock_guard lock(m_Impl->mutex);
  m_Impl->events << details.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n" << std::flush;
}

void
RunRecord::ExportOutputs(const Plan & plan, const std::vector<TaskResult> & results, const Store & store)
{
  m_Impl->outputs = ExportWorkflowOutputs(m_Impl->folder, plan, results, store);
}

void
RunRecord::Finish(const Plan &                         plan,
                  const std::vector<TaskResult> &      results,
                  const std::vector<QuarantineEntry> & quarantine,
                  const NodeRegistry &                 registry,
                  int                                  exitCode)
{
  const Clock::time_point ended = Clock::now();
  const Json              facts = RunFacts(plan);
  Json                    outputs = Json::object();
  for (const ExportedOutput & output : m_Impl->outputs)
  {
    outputs[output.name] = output.paths;
  }
  const OrderedJson run = {
    { "$schema", "run.schema.json" },
    { "pheno", kVersion },
    { "workflow", plan.workflow.name },
    { "command", m_Impl->command },
    { "directory", fs::current_path().string() },
    { "started", IsoTime(m_Impl->started) },
    { "ended", IsoTime(ended) },
    { "seconds", std::chrono::duration<double>(ended - m_Impl->started).count() },
    { "exit_code", exitCode },
    { "seed", plan.workflow.seed },
    { "seeds", plan.workflow.seeds },
    { "host",
      { { "name", HostName() }, { "processor", HostClass() }, { "threads", std::thread::hardware_concurrency() } } },
    { "abi", kAbi },
    { "nodes", NodesOf(plan, registry) },
    { "inputs", InputsWithPaths(plan, facts["inputs"]) },
    { "outputs", outputs },
    { "counts", CountsOf(results) },
    { "quarantined", quarantine.size() },
    { "notes", facts["notes"] },
    { "tasks", TasksOf(plan, results) }
  };
  const auto dump = [](const OrderedJson & json) {
    return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
  };
  ReplaceFile(m_Impl->folder / kQuarantineFile, FormatCsv(QuarantineTable(plan, quarantine)));
  ReplaceFile(m_Impl->folder / kCrateFile,
              dump(MakeRoCrate(plan,
                               { IsoTime(m_Impl->started),
                                 IsoTime(ended),
                                 exitCode,
                                 { kRunFile, kEventsFile, kQuarantineFile },
                                 m_Impl->outputs })));
  ReplaceFile(m_Impl->folder / kRunFile, dump(run));
  if (!m_Impl->events)
  {
    throw Error((m_Impl->folder / kEventsFile).string() + ": could not be written completely");
  }
}
} // namespace pheno

#include "phenoCliProgress.h"
#include "phenoCliRanks.h"
#include "phenoCliSession.h"
#include "phenoCliSignals.h"

#include "phenoNumber.h"
#include "phenoRunRecord.h"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <iterator>
#include <iostream>
#include <sstream>

namespace pheno::cli
{
namespace
{
/** --max-bad: a count of sites, or a share of them. */
class BadLimit
{
public:
  explicit BadLimit(std::string text)
  {
    m_Share = !text.empty() && text.back() == '%';
    if (m_Share)
    {
      text.pop_back();
    }
    const auto number = ParseNumber(text);
    if (text.empty() || !number || *number < 0 || (m_Share && *number > 100))
    {
      throw DiagnosticsError(
        std::vector<Diagnostic>{ { "--max-bad", "expected a number of sites such as 10, or a share such as 5%" } });
    }
    m_Limit = *number;
  }
  bool
  Allows(std::size_t bad, std::size_t all) const
  {
    return static_cast<double>(bad) <= (m_Share ? m_Limit / 100 * static_cast<double>(all) : m_Limit);
  }

private:
  bool   m_Share = false;
  double m_Limit = 0;
};

std::string
TimeStamp()
{
  const std::time_t  now = std::time(nullptr);
  std::ostringstream text;
  std::tm            parts{};
  gmtime_r(&now, &parts);
  text << std::put_time(&parts, "%Y%m%dT%H%M%SZ");
  return text.str();
}

/** Quarantined elements at the grain of sites; what is coarser (a well without any good site) counts only when none of
 * its sites is quarantined itself. */
std::size_t
DistinctSites(const std::vector<QuarantineEntry> & entries)
{
  std::set<std::vector<Shard::Axis>> places;
  for (const QuarantineEntry & entry : entries)
  {
    std::vector<Shard::Axis> axes;
    for (const char * axis : { "source", "batch", "plate", "well", "site" })
    {
      if (entry.item.empty() && entry.shard.Has(axis))
      {
        axes.emplace_back(axis, entry.shard.at(axis));
      }
    }
    if (entry.item.empty())
    {
      places.insert(std::move(axes));
    }
  }
  // Sorted, a place stands directly before those inside it.
  std::size_t count = 0;
  for (auto place = places.begin(); place != places.end(); ++place)
  {
    const auto next = std::next(place);
    const bool holdsNext =
      next != places.end() && next->size() > place->size() && std::equal(place->begin(), place->end(), next->begin());
    count += holdsNext ? 0 : 1;
  }
  return count;
}

std::size_t
SitesOfScreen(const Plan & plan)
{
  for (std::size_t i = 0; i < plan.inputs.size(); ++i)
  {
    const Table & table = plan.inputs[i].table;
    if (plan.workflow.inputs[i].name == kScreenInput)
    {
      std::set<std::string>    sites;
      std::vector<Table::Text> columns;
      for (const char * axis : { "source", "batch", "plate", "well", "site" })
      {
        if (table.Has(axis))
        {
          columns.push_back(table.Texts(axis));
        }
      }
      for (std::size_t row = 0; row < table.Rows(); ++row)
      {
        std::string site;
        for (const Table::Text & column : columns)
        {
          site += column[row] + '\n';
        }
        sites.insert(site);
      }
      return sites.size();
    }
  }
  return 1;
}

Words
CommandLine(const Words & words)
{
  Words command = { "pheno-run" };
  command.insert(command.end(), words.begin(), words.end());
  return command;
}

std::size_t
Count(const std::vector<TaskResult> & results, TaskState state)
{
  return static_cast<std::size_t>(
    std::count_if(results.begin(), results.end(), [&](const TaskResult & r) { return r.state == state; }));
}

ExecuteEvents
Report(const Plan & plan, RunRecord & record, ProgressLine & line)
{
  const auto describe = [&plan](std::size_t task) {
    return Json{ { "step", plan.StepOf(plan.tasks[task]).name }, { "shard", plan.tasks[task].shard.ToJson() } };
  };
  ExecuteEvents events;
  events.started = [&, describe](std::size_t task) {
    record.Event("started", describe(task));
    line.Started(task);
  };
  events.progress = [&](std::size_t task, double fraction) { line.Advanced(task, fraction); };
  events.log = [&, describe](std::size_t task, const std::string & message) {
    Json details = describe(task);
    details["message"] = message;
    record.Event("log", details);
    line.Logged(task, message);
  };
  events.ended = [&, describe](std::size_t task, const TaskResult & result) {
    Json details = describe(task);
    details["state"] = Name(result.state);
    details["seconds"] = result.seconds;
    if (!result.error.empty())
    {
      details["error"] = result.error;
    }
    record.Event("ended", details);
    line.Ended(task, result);
  };
  return events;
}

void
PrintSummary(const Plan &                         plan,
             const std::vector<TaskResult> &      results,
             const std::vector<QuarantineEntry> & quarantine,
             const fs::path &                     folder)
{
  std::cerr << plan.workflow.name << ": " << Count(results, TaskState::Done) << " done, "
            << Count(results, TaskState::Cached) << " from the store, " << Count(results, TaskState::Quarantined)
            << " quarantined, " << Count(results, TaskState::Failed) << " failed, "
            << Count(results, TaskState::Skipped) << " skipped, " << Count(results, TaskState::Waiting)
            << " not reached\n";
  if (!quarantine.empty())
  {
    std::cerr << quarantine.size() << " left out, see " << (folder / "quarantine.csv").string() << "\n";
  }
  if (Count(results, TaskState::Failed) > 0)
  {
    std::cerr << "what failed and how to run it again: pheno-run status " << ShellQuote(folder.string()) << "\n";
  }
  std::cerr << "results: " << folder.string() << "\n";
}

int
ExitCode(const std::vector<TaskResult> & results, bool tooManyBad)
{
  if (Count(results, TaskState::Failed) > 0)
  {
    return kTaskFailed;
  }
  if (SignalExitCode() != 0)
  {
    return SignalExitCode();
  }
  return Count(results, TaskState::Waiting) > 0 ? kTaskFailed : (tooManyBad ? kTooManyBad : kDone);
}
} // namespace

int
VerbRun(const Words & words)
{
  CLI::App     app("Run a workflow; what is finished is not computed again", "pheno-run");
  RunArguments arguments;
  AddRunOptions(app, arguments);
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  const BadLimit limit(arguments.maxBad);
  NodeRegistry   registry = OpenRegistry(arguments.workflow.nodes);
  const Plan     plan = OpenPlan(arguments.workflow, registry);
  ExecuteOptions options = MakeExecuteOptions(arguments.budget);
  options.stopAfter = arguments.stopAfter;
  options.cancelled = &CatchSignals();

  const fs::path folder = fs::absolute(
    arguments.out.empty() ? fs::path("runs") / (TimeStamp() + "-" + plan.workflow.name) : fs::path(arguments.out));
  options.ranks = arguments.budget.ranks;
  options.runRanks = RankLauncher(arguments.workflow, arguments.budget, arguments.store, plan, folder / "ranks");
  Store store(arguments.store);
  store.Sweep();
  RunRecord    record(folder, plan, CommandLine(words));
  const auto   done = store.Keys();
  ProgressLine line(
    plan, static_cast<std::size_t>(std::count_if(plan.tasks.begin(), plan.tasks.end(), [&](const Task & task) {
      return done.count(task.key) > 0;
    })));
  for (const Diagnostic & note : plan.notes)
  {
    std::cerr << ToString(note) << "\n";
  }

  const std::vector<TaskResult> results = Execute(plan, registry, store, options, Report(plan, record, line));
  line.Finish();
  const std::vector<QuarantineEntry> quarantine = CollectQuarantine(plan, results, store);
  const bool                         tooManyBad = !limit.Allows(DistinctSites(quarantine), SitesOfScreen(plan));
  const int                          exitCode = ExitCode(results, tooManyBad);
  try
  {
    record.ExportOutputs(plan, results, store);
    record.Finish(plan, results, quarantine, registry, exitCode);
  }
  catch (const std::exception & error)
  {
    std::cerr << "pheno-run: " << error.what() << "\n"
              << "the work is in the store, but its record and outputs are not whole in " << folder.string()
              << "; run again to write them\n";
    return exitCode == kDone ? kTaskFailed : exitCode;
  }
  PrintSummary(plan, results, quarantine, folder);
  if (tooManyBad)
  {
    std::cerr << DistinctSites(quarantine) << " of " << SitesOfScreen(plan)
              << " sites were quarantined, more than --max-bad " << arguments.maxBad << " allows\n";
  }
  return exitCode;
}
} // namespace pheno::cli

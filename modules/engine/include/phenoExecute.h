#ifndef phenoExecute_h
#define phenoExecute_h

#include "phenoNode.h"
#include "phenoNodeRegistry.h"
#include "phenoPlan.h"
#include "phenoStore.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace pheno
{
enum class TaskState
{
  Inline,  ///< belongs to an inline step: never scheduled on its own
  Waiting, ///< not reached (stopped early)
  Cached,  ///< was in the store
  Done,
  Quarantined, ///< its data is bad; recorded like done
  Failed,
  Skipped ///< something it needs failed
};

const char *
Name(TaskState state);

/** One element that was left out, with its reason. */
struct QuarantineEntry
{
  std::string step;
  Shard       shard;
  std::string item; ///< "" for the whole element; otherwise what Context::Quarantine named
  std::string reason;
};

struct TaskResult
{
  TaskState                    state = TaskState::Waiting;
  double                       seconds = 0;
  long                         peakMb = 0; ///< resident memory of the process while the task ran, at most
  std::string                  error;      ///< Failed, Quarantined, Skipped: why
  std::vector<QuarantineEntry> leftOut;    ///< found by this task, in inline work too
};

/** One task that several processes work on. */
struct RankedTask
{
  std::size_t task = 0;
  unsigned    threads = 1; ///< granted to all of them together
  int         gpus = 0;    ///< likewise
  /** Asked a few times a second; true: end the processes. */
  std::function<bool()>                         cancelled;
  std::function<void(double fraction)>          progress;
  std::function<void(const std::string & line)> log;
};

struct ExecuteOptions
{
  unsigned                  cpus = 1;
  int                       gpus = 0;
  long                      memMb = 0;     ///< 0: no limit
  std::size_t               stopAfter = 0; ///< -k: stop after this many failures; 0: never
  bool                      discardScratch = false;
  const std::atomic<bool> * cancelled = nullptr; ///< first Ctrl-C: start nothing new, cancel what runs
  std::vector<std::size_t>  only;                ///< run these tasks alone (verb `task`); empty: all stored ones
  /** Runs a task of a node that can use several ranks as processes, of which the first commits it to the store, and
   * waits for them; called by workers. Empty: such tasks run in this process like all others. \return false when
   * cancelled */
  std::function<bool(const RankedTask &)> runRanks;
  unsigned                                ranks = 1; ///< that runRanks starts, each with the memory of a task
  Rank                                    rank;      ///< this process's place, when it is one of those
};

/** What the executor tells while it runs; called under its mutex, in a total order. */
struct ExecuteEvents
{
  std::function<void(std::size_t task)>                              started;
  std::function<void(std::size_t task, double fraction)>             progress;
  std::function<void(std::size_t task, const std::string & message)> log;
  std::function<void(std::size_t task, const TaskResult & result)>   ended;
};

/** Runs the stored tasks that are not in the store yet, in plan order as far as resources allow. Results are parallel
 * to plan.tasks. Loads plugins and warms ITK up on the calling thread before the first worker starts. What a descriptor
 * asks for in threads and accelerators is a maximum: a task is granted the smaller of it and the budget. Throws
 * DiagnosticsError, before anything runs, naming the steps whose tasks need more memory than the budget has; other
 * errors end single tasks. Callbacks must not throw. */
std::vector<TaskResult>
Execute(const Plan &           plan,
        NodeRegistry &         registry,
        Store &                store,
        const ExecuteOptions & options,
        const ExecuteEvents &  events);

/** Any port of any task as a value, inline ones computed on the way (verb `show`). Throws Error when a stored producer
 * is not in the store, BadData when it is quarantined. */
Value
Evaluate(const Plan & plan, std::size_t task, const std::string & port, NodeRegistry & registry, Store & store);

/** Every quarantined element of a run, once each, from results of this run and records of earlier ones; sorted. */
std::vector<QuarantineEntry>
CollectQuarantine(const Plan & plan, const std::vector<TaskResult> & results, const Store & store);
} // namespace pheno

#endif

#ifndef phenoRunTask_h
#define phenoRunTask_h

#include "phenoExecute.h"
#include "phenoExecuteNeeds.h"
#include "phenoNode.h"
#include "phenoStoreOutcome.h"
#include "phenoValueCache.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace pheno
{
class TaskInputs;
class TaskOutputs;

/** What the scheduler lends one task. */
struct Grant
{
  unsigned         threads = 1;
  Device           device; ///< the first of `gpus`, or the processor
  std::vector<int> gpus;
};

/** What all tasks of one run share. */
struct RunShared
{
  const Plan &         plan;
  const NodeRegistry & registry;
  Store &              store;
  /** Producers' outcomes are final before a task that reads them starts. */
  const Outcomes & outcomes;
  bool             discardScratch = false;
  /** A port that is read though no step does (Evaluate). */
  std::optional<Reference> shown{};
  /** Called by workers at any time. */
  std::function<bool()>                                           cancelled = [] { return false; };
  std::function<void(std::size_t task, double fraction)>          progress = [](std::size_t, double) {};
  std::function<void(std::size_t task, const std::string & text)> log = [](std::size_t, const std::string &) {};

  std::function<bool(const RankedTask &)> runRanks{}; ///< as ExecuteOptions
  Rank                                    rank{};

  ValueCache values{};
};

/** One thread's nodes and the stored values that its last tasks read through single-valued ports. */
struct Worker
{
  std::map<std::size_t, std::unique_ptr<Node>> nodes; ///< by step
  struct Kept
  {
    std::string key;
    Value       value;
  };
  std::map<std::pair<std::size_t, std::string>, Kept> kept; ///< by reading step and port: one value each
};

/** An element is left out: its data is bad, or that of something it needs. */
class LeftOut : public BadData
{
public:
  explicit LeftOut(QuarantineEntry origin)
    : BadData(origin.reason)
    , m_Origin(std::move(origin))
  {}
  const QuarantineEntry &
  Origin() const
  {
    return m_Origin;
  }

private:
  QuarantineEntry m_Origin;
};

/** Another process did the work while this one waited for the task's scratch folder. */
class FinishedElsewhere : public Error
{
public:
  using Error::Error;
};

/** What one run of an inline task gave. */
struct InlineResult
{
  std::map<std::string, Value> values; ///< by output port
  /** Results that it was made of and that other ports of the same work read too. */
  std::vector<std::shared_ptr<const InlineResult>> madeOf;
};

/** One stored task at work on one thread, with the inline work inside it. */
class TaskRun
{
public:
  TaskRun(RunShared & shared, Worker & worker, const Grant & grant, std::size_t task);

  /** Runs a task's node once. Throws LeftOut when the task's data is bad, otherwise what the node threw. */
  void
  RunNode(std::size_t task, TaskInputs & inputs, TaskOutputs & outputs, Context & context);

  /** The result of an inline task, computed unless somebody still holds it. Throws LeftOut. */
  std::shared_ptr<const InlineResult>
  Compute(std::size_t task);

  /** One output of an inline task, not computed again while somebody holds that value; the result it belongs to is
   * handed over when there was one. */
  Value
  InlineValue(std::size_t task, const std::string & port, std::shared_ptr<const InlineResult> & result);

  /** Throws Error when a stored producer is not in the store. */
  const Outcome &
  OutcomeOf(std::size_t task) const;

  void
  LeaveOut(QuarantineEntry entry)
  {
    m_LeftOut.insert(std::move(entry));
  }
  /** Everything left out so far, sorted. */
  std::vector<QuarantineEntry>
  LeftOutEntries() const
  {
    return { m_LeftOut.begin(), m_LeftOut.end() };
  }
  RunShared &
  Shared() const
  {
    return m_Shared;
  }
  Worker &
  GetWorker() const
  {
    return m_Worker;
  }
  const Grant &
  GetGrant() const
  {
    return m_Grant;
  }
  std::size_t
  StoredTask() const
  {
    return m_Task;
  }
  bool
  IsReadTwice(std::size_t step) const
  {
    return m_Work.shared.count(step) > 0;
  }
  void
  ThrowIfCancelled() const;

private:
  /** What is remembered of an inline task while the stored task runs. */
  struct Memory
  {
    std::weak_ptr<const InlineResult> result;
    std::map<std::string, WeakValue>  values;
    std::unique_ptr<QuarantineEntry>  bad;
  };
  Node &
  NodeOf(std::size_t step);
  std::shared_ptr<const InlineResult>
  RunInline(std::size_t task);
  /** Throws LeftOut when the element of a single-valued port is quarantined. */
  void
  ThrowIfQuarantined(std::size_t task) const;
  /** Outputs of an inline step that somebody reads. */
  std::set<std::string>
  WantedPorts(const Step & step) const;

  RunShared &                   m_Shared;
  Worker &                      m_Worker;
  Grant                         m_Grant;
  std::size_t                   m_Task;
  InlineWork                    m_Work;
  std::map<std::size_t, Memory> m_Memory;
  std::set<QuarantineEntry>     m_LeftOut;
};

/** How a task ended and, unless it failed, its outcome. */
struct TaskReport
{
  TaskResult             result;
  std::optional<Outcome> outcome;
};

/** Runs one stored task from start to commit, unless the store has it. What it throws becomes the report. */
TaskReport
RunTask(RunShared & shared, Worker & worker, const Grant & grant, std::size_t task);
} // namespace pheno

#endif

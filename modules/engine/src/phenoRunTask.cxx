#include "phenoRunTask.h"

#include "phenoRunTaskRecord.h"
#include "phenoTaskContext.h"
#include "phenoTaskInputs.h"
#include "phenoTaskOutputs.h"

#include <chrono>

namespace pheno
{
TaskRun::TaskRun(RunShared & shared, Worker & worker, const Grant & grant, std::size_t task)
  : m_Shared(shared)
  , m_Worker(worker)
  , m_Grant(grant)
  , m_Task(task)
  , m_Work(InlineWorkOf(shared.plan.workflow, shared.plan.tasks[task].step))
{}

Node &
TaskRun::NodeOf(std::size_t step)
{
  std::unique_ptr<Node> & node = m_Worker.nodes[step];
  if (!node)
  {
    const Step & described = m_Shared.plan.workflow.steps[step];
    node = m_Shared.registry.Create(described.descriptor->id, described.params);
  }
  return *node;
}

void
TaskRun::ThrowIfCancelled() const
{
  if (m_Shared.cancelled())
  {
    throw Cancelled();
  }
}

const Outcome &
TaskRun::OutcomeOf(std::size_t task) const
{
  const std::optional<Outcome> & outcome = m_Shared.outcomes[task];
  if (!outcome)
  {
    throw Error(NameOf(m_Shared.plan, task) + " is not in the store");
  }
  return *outcome;
}

void
TaskRun::ThrowIfQuarantined(std::size_t task) const
{
  const Plan & plan = m_Shared.plan;
  const Step & step = plan.StepOf(plan.tasks[task]);
  for (const auto & [port, feed] : plan.tasks[task].feeds)
  {
    if (step.descriptor->Input(port)->many)
    {
      continue;
    }
    for (const std::size_t producer : feed.tasks)
    {
      if (!plan.StepOf(plan.tasks[producer]).inlined && OutcomeOf(producer).quarantined)
      {
        throw LeftOut(*OutcomeOf(producer).quarantined);
      }
    }
  }
}

void
TaskRun::RunNode(std::size_t task, TaskInputs & inputs, TaskOutputs & outputs, Context & context)
{
  ThrowIfCancelled();
  ThrowIfQuarantined(task);
  const std::size_t step = m_Shared.plan.tasks[task].step;
  try
  {
    NodeOf(step).Run(inputs, outputs, context);
    if (m_Shared.rank.rank == 0) // the others' work is in what the first one stores
    {
      outputs.CheckComplete();
    }
  }
  catch (const LeftOut &)
  {
    m_Worker.nodes.erase(step); // it may have stopped half-way
    throw;
  }
  catch (const BadData & error)
  {
    m_Worker.nodes.erase(step);
    throw LeftOut({ m_Shared.plan.workflow.steps[step].name, m_Shared.plan.tasks[task].shard, "", error.what() });
  }
  catch (...)
  {
    m_Worker.nodes.erase(step);
    throw;
  }
}

std::set<std::string>
TaskRun::WantedPorts(const Step & step) const
{
  std::set<std::string> ports = PortsRead(m_Shared.plan.workflow, step.name);
  if (m_Shared.shown && m_Shared.shown->step == step.name)
  {
    ports.insert(m_Shared.shown->port);
  }
  return ports;
}

std::shared_ptr<const InlineResult>
TaskRun::RunInline(std::size_t task)
{
  const Task &  described = m_Shared.plan.tasks[task];
  const Step &  step = m_Shared.plan.StepOf(described);
  TaskInputs    inputs(*this, task);
  InlineOutputs outputs(step, m_Shared.store, described.key, WantedPorts(step));
  TaskContext   context(*this, task);
  RunNode(task, inputs, outputs, context);
  context.Finish();
  return std::make_shared<InlineResult>(InlineResult{ outputs.TakeValues(), inputs.TakeShared() });
}

std::shared_ptr<const InlineResult>
TaskRun::Compute(std::size_t task)
{
  Memory & memory = m_Memory[task];
  if (memory.bad)
  {
    throw LeftOut(*memory.bad);
  }
  try
  {
    auto result = RunInline(task);
    memory.result = result;
    for (const auto & [port, value] : result->values)
    {
      memory.values[port] = WeakValue(value);
    }
    return result;
  }
  catch (const LeftOut & bad)
  {
    memory.bad = std::make_unique<QuarantineEntry>(bad.Origin());
    LeaveOut(bad.Origin());
    throw;
  }
}

Value
TaskRun::InlineValue(std::size_t task, const std::string & port, std::shared_ptr<const InlineResult> & result)
{
  Memory & memory = m_Memory[task];
  result = memory.result.lock();
  if (!result)
  {
    if (const auto held = memory.values[port].Lock())
    {
      return *held;
    }
    result = Compute(task);
  }
  const auto value = result->values.find(port);
  if (value == result->values.end())
  {
    throw Error("output '" + port + "' of " + NameOf(m_Shared.plan, task) + " is needed but was left out by its node");
  }
  return value->second;
}

namespace
{
/** A folder of the store that disappears unless it is committed. */
class UncommittedFolder
{
public:
  UncommittedFolder(Store & store, const std::string & key)
    : m_Store(store)
    , m_Key(key)
    , m_Path(store.Begin(key))
  {}
  ~UncommittedFolder()
  {
    if (!m_Path.empty())
    {
      m_Store.Discard(m_Path);
    }
  }
  UncommittedFolder(const UncommittedFolder &) = delete;
  UncommittedFolder &
  operator=(const UncommittedFolder &) = delete;

  const fs::path &
  Path() const
  {
    return m_Path;
  }
  void
  Empty()
  {
    m_Store.Discard(m_Path);
    m_Path = m_Store.Begin(m_Key);
  }
  /** False when another process was first. */
  bool
  Commit(Json record)
  {
    const fs::path path = std::exchange(m_Path, fs::path());
    return m_Store.Commit(m_Key, path, std::move(record));
  }

private:
  Store &     m_Store;
  std::string m_Key;
  fs::path    m_Path;
};

TaskReport
Report(Outcome outcome, TaskState good)
{
  TaskReport report;
  report.result.state = outcome.quarantined ? TaskState::Quarantined : good;
  report.result.error = outcome.quarantined ? outcome.quarantined->reason : "";
  report.result.leftOut = outcome.leftOut;
  report.outcome = std::move(outcome);
  return report;
}

using Clock = std::chrono::steady_clock;

double
SecondsSince(Clock::time_point start)
{
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/** Runs the node and commits what it stored. */
Outcome
RunAndCommit(RunShared & shared, TaskRun & run, std::size_t task)
{
  const auto        start = Clock::now();
  const Task &      described = shared.plan.tasks[task];
  TaskInputs        inputs(run, task);
  TaskContext       context(run, task);
  UncommittedFolder folder(shared.store, described.key);
  Outcome           outcome;
  try
  {
    StoredOutputs outputs(shared.plan.StepOf(described), folder.Path());
    run.RunNode(task, inputs, outputs, context);
    outcome.outputs = outputs.Paths();
  }
  catch (const LeftOut & bad)
  {
    run.LeaveOut(bad.Origin());
    outcome.quarantined = bad.Origin();
    folder.Empty();
  }
  outcome.leftOut = run.LeftOutEntries();
  outcome.folder = folder.Path();
  if (shared.rank.rank > 0)
  {
    return outcome;
  }
  Json record = MakeTaskRecord(shared.plan, task, outcome, run.GetGrant(), SecondsSince(start));
  record["ranks"] = shared.rank.size;
  if (!folder.Commit(std::move(record)))
  {
    outcome = *ReadOutcome(shared.store, described.key);
  }
  context.Finish();
  return outcome;
}

/** Has several processes do a task. */
Outcome
RunOnRanks(RunShared & shared, const Grant & grant, std::size_t task)
{
  RankedTask ranked;
  ranked.task = task;
  ranked.threads = grant.threads;
  ranked.gpus = static_cast<int>(grant.gpus.size());
  ranked.cancelled = shared.cancelled;
  ranked.progress = [&shared, task](double fraction) { shared.progress(task, fraction); };
  ranked.log = [&shared, task](const std::string & line) { shared.log(task, line); };
  if (!shared.runRanks(ranked))
  {
    throw Cancelled();
  }
  auto outcome = ReadOutcome(shared.store, shared.plan.tasks[task].key);
  if (!outcome)
  {
    throw Error("the ranks ended without an outcome in the store");
  }
  return std::move(*outcome);
}

TaskReport
Attempt(RunShared & shared, Worker & worker, const Grant & grant, std::size_t task)
{
  const std::string & key = shared.plan.tasks[task].key;
  if (auto outcome = ReadOutcome(shared.store, key))
  {
    return Report(std::move(*outcome), TaskState::Cached);
  }
  if (shared.runRanks && shared.plan.StepOf(shared.plan.tasks[task]).descriptor->resources.ranks)
  {
    return Report(RunOnRanks(shared, grant, task), TaskState::Done);
  }
  try
  {
    TaskRun run(shared, worker, grant, task);
    return Report(RunAndCommit(shared, run, task), TaskState::Done);
  }
  catch (const FinishedElsewhere &)
  {
    return Report(ReadOutcome(shared.store, key).value(), TaskState::Cached);
  }
}

TaskReport
Ended(TaskState state, std::string error)
{
  TaskReport report;
  report.result.state = state;
  report.result.error = std::move(error);
  return report;
}
} // namespace

TaskReport
RunTask(RunShared & shared, Worker & worker, const Grant & grant, std::size_t task)
{
  const auto start = Clock::now();
  TaskReport report;
  try
  {
    report = Attempt(shared, worker, grant, task);
  }
  catch (const Cancelled & cancelled)
  {
    report = Ended(TaskState::Waiting, cancelled.what());
  }
  catch (const std::exception & error)
  {
    report = Ended(TaskState::Failed, error.what());
  }
  catch (...)
  {
    report = Ended(TaskState::Failed, "the node threw something that is no std::exception");
  }
  report.result.seconds = SecondsSince(start);
  return report;
}
} // namespace pheno

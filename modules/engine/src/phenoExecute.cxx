#include "phenoExecute.h"

#include "phenoExecutePeak.h"
#include "phenoExecuteSchedule.h"
#include "phenoItkSession.h"
#include "phenoRunTask.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace pheno
{
const char *
Name(TaskState state)
{
  switch (state)
  {
    case TaskState::Inline:
      return "inline";
    case TaskState::Waiting:
      return "waiting";
    case TaskState::Cached:
      return "cached";
    case TaskState::Done:
      return "done";
    case TaskState::Quarantined:
      return "quarantined";
    case TaskState::Failed:
      return "failed";
    case TaskState::Skipped:
      return "skipped";
  }
  return "unknown";
}

namespace
{
constexpr std::chrono::milliseconds kLookAround{ 50 };
constexpr std::chrono::seconds      kHeartbeat{ 60 };

/** One call of Execute: workers and what they share behind one mutex. */
class Executor
{
public:
  Executor(const Plan &           plan,
           NodeRegistry &         registry,
           Store &                store,
           const ExecuteOptions & options,
           const ExecuteEvents &  events)
    : m_Plan(plan)
    , m_Registry(registry)
    , m_Options(options)
    , m_Events(events)
    , m_Schedule(plan, options)
    , m_Outcomes(plan.tasks.size())
    , m_Results(plan.tasks.size())
    , m_Shared{ plan, registry, store, m_Outcomes, options.discardScratch }
  {
    m_Shared.runRanks = options.runRanks;
    m_Shared.rank = options.rank;
    m_Shared.cancelled = [this] { return m_Stop || (m_Options.cancelled && *m_Options.cancelled); };
    m_Shared.progress = [this](std::size_t task, double fraction) { Tell(m_Events.progress, task, fraction); };
    m_Shared.log = [this](std::size_t task, const std::string & message) { Tell(m_Events.log, task, message); };
  }

  std::vector<TaskResult>
  Run()
  {
    FindCached();
    for (const auto & [task, needed] : m_Schedule.Start())
    {
      GiveUp(task, TaskState::Skipped, "needs " + NameOf(m_Plan, needed) + ", which is not in the store");
    }
    if (m_Schedule.IsAnythingReady())
    {
      Prepare();
      RunWorkers();
    }
    return std::move(m_Results);
  }

private:
  template <typename Event, typename... Arguments>
  void
  Tell(const Event & event, const Arguments &... arguments)
  {
    if (event)
    {
      const std::lock_guard lock(m_Mutex);
      event(arguments...);
    }
  }

  /** Before any worker: what is in the store already, in several threads because these are many small files. */
  void
  FindCached()
  {
    std::vector<std::size_t> cached;
    {
      const std::set<std::string> keys = m_Shared.store.Keys();
      for (std::size_t i = 0; i < m_Plan.tasks.size(); ++i)
      {
        if (m_Plan.StepOf(m_Plan.tasks[i]).inlined)
        {
          m_Results[i].state = TaskState::Inline;
        }
        else if (keys.count(m_Plan.tasks[i].key))
        {
          cached.push_back(i);
        }
      }
    }
    ReadCached(cached);
    for (const std::size_t task : cached)
    {
      if (m_Outcomes[task])
      {
        m_Schedule.SetCached(task);
        m_Results[task].state = m_Outcomes[task]->quarantined ? TaskState::Quarantined : TaskState::Cached;
        m_Results[task].error = m_Outcomes[task]->quarantined ? m_Outcomes[task]->quarantined->reason : "";
        m_Results[task].leftOut = m_Outcomes[task]->leftOut;
      }
    }
    for (const std::size_t task : m_Schedule.Tasks())
    {
      if (m_Outcomes[task])
      {
        Tell(m_Events.ended, task, m_Results[task]);
      }
    }
  }

  /** A damaged record is left to the task itself, which then fails with what is wrong. */
  void
  ReadCached(const std::vector<std::size_t> & tasks)
  {
    std::atomic<std::size_t> next{ 0 };
    const auto               read = [&] {
      for (std::size_t i = next++; i < tasks.size(); i = next++)
      {
        try
        {
          m_Outcomes[tasks[i]] = ReadOutcome(m_Shared.store, m_Plan.tasks[tasks[i]].key);
        }
        catch (const Error &)
        {
          m_Outcomes[tasks[i]].reset();
        }
      }
    };
    constexpr std::size_t    kWorthAThread = 500;
    const std::size_t        threads = std::min<std::size_t>(m_Options.cpus, tasks.size() / kWorthAThread);
    std::vector<std::thread> helpers;
    for (std::size_t i = 1; i < threads; ++i)
    {
      helpers.emplace_back(read);
    }
    read();
    for (std::thread & helper : helpers)
    {
      helper.join();
    }
  }

  void
  Prepare()
  {
    WarmUpItk();
    std::set<std::size_t> steps;
    for (const std::size_t task : m_Schedule.Tasks())
    {
      if (!m_Outcomes[task])
      {
        steps.insert(m_Plan.tasks[task].step);
      }
    }
    for (const std::size_t step : steps)
    {
      m_Registry.Load(m_Plan.workflow.steps[step].descriptor->id);
      for (const std::size_t inlined : InlineWorkOf(m_Plan.workflow, step).steps)
      {
        m_Registry.Load(m_Plan.workflow.steps[inlined].descriptor->id);
      }
    }
  }

  void
  RunWorkers()
  {
    std::vector<std::thread> workers;
    const std::size_t        count = std::min<std::size_t>(std::max(1U, m_Options.cpus), m_Schedule.Tasks().size());
    for (std::size_t i = 0; i < count; ++i)
    {
      workers.emplace_back([this] { Work(); });
    }
    LookAround();
    for (std::thread & worker : workers)
    {
      worker.join();
    }
  }

  /** The calling thread waits for the end, hears Ctrl-C and tells other hosts that the process lives. */
  void
  LookAround()
  {
    auto             nextBeat = std::chrono::steady_clock::now() + kHeartbeat;
    std::unique_lock lock(m_Mutex);
    while (!m_Change.wait_for(lock, kLookAround, [this] { return IsOver(); }))
    {
      if (m_Shared.cancelled())
      {
        m_Change.notify_all(); // a signal handler cannot do it
      }
      if (std::chrono::steady_clock::now() >= nextBeat)
      {
        m_Shared.store.Heartbeat();
        nextBeat += kHeartbeat;
      }
    }
    m_Change.notify_all();
  }

  bool
  IsOver() const
  {
    return m_Running == 0 && (m_Shared.cancelled() || !m_Schedule.IsAnythingReady());
  }

  void
  Work()
  {
    Worker           worker;
    std::unique_lock lock(m_Mutex);
    while (!m_Shared.cancelled() && !IsOver())
    {
      const auto admitted = m_Schedule.Admit();
      if (!admitted)
      {
        m_Change.wait(lock);
        continue;
      }
      ++m_Running;
      m_Peak.Started(admitted->task);
      if (m_Events.started)
      {
        m_Events.started(admitted->task);
      }
      lock.unlock();
      TaskReport report = RunTask(m_Shared, worker, admitted->grant, admitted->task);
      lock.lock();
      --m_Running;
      m_Schedule.Release(*admitted);
      report.result.peakMb = m_Peak.Ended(admitted->task);
      End(admitted->task, std::move(report));
      m_Change.notify_all();
    }
  }

  /** With the mutex held. */
  void
  End(std::size_t task, TaskReport report)
  {
    const TaskState state = report.result.state;
    m_Results[task] = std::move(report.result);
    if (m_Events.ended)
    {
      m_Events.ended(task, m_Results[task]);
    }
    if (report.outcome)
    {
      m_Outcomes[task] = std::move(report.outcome);
      m_Schedule.Succeeded(task);
    }
    else if (state == TaskState::Failed)
    {
      SkipReaders(task);
      ++m_Failures;
      m_Stop = m_Stop || (m_Options.stopAfter > 0 && m_Failures >= m_Options.stopAfter);
    }
  }

  /** Before any worker. */
  void
  GiveUp(std::size_t task, TaskState state, const std::string & why)
  {
    m_Results[task].state = state;
    m_Results[task].error = why;
    Tell(m_Events.ended, task, m_Results[task]);
    const std::lock_guard lock(m_Mutex);
    SkipReaders(task);
  }

  void
  SkipReaders(std::size_t task)
  {
    for (const std::size_t reader : m_Schedule.GaveUp(task))
    {
      m_Results[reader].state = TaskState::Skipped;
      m_Results[reader].error = "needs " + NameOf(m_Plan, task);
      if (m_Events.ended)
      {
        m_Events.ended(reader, m_Results[reader]);
      }
    }
  }

  const Plan &            m_Plan;
  NodeRegistry &          m_Registry;
  const ExecuteOptions &  m_Options;
  const ExecuteEvents &   m_Events;
  ExecuteSchedule         m_Schedule;
  Outcomes                m_Outcomes;
  std::vector<TaskResult> m_Results;
  RunShared               m_Shared;

  std::mutex              m_Mutex;
  std::condition_variable m_Change;
  std::atomic<bool>       m_Stop{ false };
  std::size_t             m_Running = 0;
  std::size_t             m_Failures = 0;
  PeakMemory              m_Peak;
};
} // namespace

std::vector<TaskResult>
Execute(const Plan &           plan,
        NodeRegistry &         registry,
        Store &                store,
        const ExecuteOptions & options,
        const ExecuteEvents &  events)
{
  return Executor(plan, registry, store, options, events).Run();
}
} // namespace pheno

#include "phenoExecuteSchedule.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** So often may later tasks overtake the first ready one. */
constexpr std::size_t kPatience = 32;
} // namespace

ExecuteSchedule::ExecuteSchedule(const Plan & plan, const ExecuteOptions & options)
  : m_Plan(plan)
  , m_States(plan.tasks.size(), State::Unasked)
  , m_Missing(plan.tasks.size(), 0)
  , m_Needs(plan.tasks.size())
  , m_Readers(plan.tasks.size())
  , m_Ready(plan.workflow.steps.size())
  , m_FreeCpus(static_cast<int>(std::max(1U, options.cpus)))
  , m_HasMemoryLimit(options.memMb > 0)
  , m_FreeMb(options.memMb)
{
  for (int gpu = 0; gpu < options.gpus; ++gpu)
  {
    m_FreeGpus.insert(gpu);
  }
  Diagnostics problems;
  for (std::size_t i = 0; i < plan.workflow.steps.size(); ++i)
  {
    const Step & step = plan.workflow.steps[i];
    Resources    needed = ResourcesOf(plan.workflow, i);
    needed.cpu = std::clamp(needed.cpu, 1, m_FreeCpus);
    const int processes = needed.ranks && options.runRanks ? static_cast<int>(options.ranks) : 1;
    needed.memMb *= processes;
    needed.gpu = std::clamp(needed.gpu * processes, 0, options.gpus);
    if (!step.inlined && m_HasMemoryLimit && needed.memMb > m_FreeMb)
    {
      problems.Add("/steps/" + step.name,
                   "a task needs " + std::to_string(needed.memMb) +
                     " MB with the inline steps inside it, the budget is " + std::to_string(m_FreeMb) + " MB");
    }
    m_Needed.push_back(needed);
  }
  problems.ThrowIfErrors();

  const std::set<std::size_t> only(options.only.begin(), options.only.end());
  for (std::size_t i = 0; i < plan.tasks.size(); ++i)
  {
    if (!plan.StepOf(plan.tasks[i]).inlined && (only.empty() || only.count(i)))
    {
      m_States[i] = State::Waiting;
      m_Tasks.push_back(i);
    }
  }
  Connect();
}

void
ExecuteSchedule::Connect()
{
  StoredNeeds                                   needs(m_Plan);
  std::map<const std::string_view, std::size_t> firstOfKey;
  for (const std::size_t task : m_Tasks)
  {
    // A second task of the same key waits for the first and is then in the store.
    const auto [first, isFirst] = firstOfKey.emplace(m_Plan.tasks[task].key, task);
    m_Needs[task] = isFirst ? needs.Of(task) : std::vector<std::size_t>{ first->second };
  }
}

void
ExecuteSchedule::SetCached(std::size_t task)
{
  m_States[task] = State::Succeeded;
}

std::map<std::size_t, std::size_t>
ExecuteSchedule::Start()
{
  std::map<std::size_t, std::size_t> never;
  for (const std::size_t task : m_Tasks)
  {
    if (m_States[task] == State::Succeeded)
    {
      continue;
    }
    for (const std::size_t needed : m_Needs[task])
    {
      if (m_States[needed] == State::Unasked)
      {
        never.emplace(task, needed);
      }
      if (m_States[needed] != State::Succeeded)
      {
        ++m_Missing[task];
        m_Readers[needed].push_back(task);
      }
    }
    if (m_Missing[task] == 0)
    {
      SetReady(task);
    }
  }
  return never;
}

void
ExecuteSchedule::SetReady(std::size_t task)
{
  m_States[task] = State::Ready;
  m_Ready[m_Plan.tasks[task].step].insert(task);
  ++m_ReadyCount;
}

bool
ExecuteSchedule::Fits(const Resources & needed) const
{
  return needed.cpu <= m_FreeCpus && (!m_HasMemoryLimit || needed.memMb <= m_FreeMb) &&
         needed.gpu <= static_cast<int>(m_FreeGpus.size());
}

Grant
ExecuteSchedule::Take(const Resources & needed)
{
  Grant grant;
  grant.threads = static_cast<unsigned>(needed.cpu);
  m_FreeCpus -= needed.cpu;
  m_FreeMb -= needed.memMb;
  for (int i = 0; i < needed.gpu; ++i)
  {
    const int gpu = *m_FreeGpus.begin();
    m_FreeGpus.erase(gpu);
    if (i == 0)
    {
      grant.device = { Device::Kind::Gpu, gpu };
    }
    grant.gpus.push_back(gpu);
  }
  return grant;
}

std::optional<ExecuteSchedule::Admitted>
ExecuteSchedule::Admit()
{
  bool overtakes = false;
  for (std::size_t step = 0; m_FreeCpus > 0 && step < m_Ready.size(); ++step)
  {
    std::set<std::size_t> & ready = m_Ready[step];
    if (ready.empty())
    {
      continue;
    }
    const std::size_t task = *ready.begin();
    if (Fits(m_Needed[step]))
    {
      ready.erase(ready.begin());
      --m_ReadyCount;
      m_States[task] = State::Running;
      m_PassedOver += overtakes;
      return Admitted{ task, Take(m_Needed[step]) };
    }
    if (!overtakes)
    {
      overtakes = true;
      m_PassedOver = task == m_FirstReady ? m_PassedOver : 0;
      m_FirstReady = task;
      if (m_PassedOver >= kPatience)
      {
        return std::nullopt;
      }
    }
  }
  return std::nullopt;
}

void
ExecuteSchedule::Release(const Admitted & admitted)
{
  const Resources & needed = m_Needed[m_Plan.tasks[admitted.task].step];
  m_FreeCpus += needed.cpu;
  m_FreeMb += needed.memMb;
  m_FreeGpus.insert(admitted.grant.gpus.begin(), admitted.grant.gpus.end());
}

void
ExecuteSchedule::Succeeded(std::size_t task)
{
  m_States[task] = State::Succeeded;
  for (const std::size_t reader : m_Readers[task])
  {
    if (--m_Missing[reader] == 0 && m_States[reader] == State::Waiting)
    {
      SetReady(reader);
    }
  }
}

std::vector<std::size_t>
ExecuteSchedule::GaveUp(std::size_t task)
{
  m_States[task] = State::GaveUp;
  std::vector<std::size_t> skipped;
  std::vector<std::size_t> open = { task };
  while (!open.empty())
  {
    const std::size_t from = open.back();
    open.pop_back();
    for (const std::size_t reader : m_Readers[from])
    {
      if (m_States[reader] == State::Waiting)
      {
        m_States[reader] = State::GaveUp;
        skipped.push_back(reader);
        open.push_back(reader);
      }
    }
  }
  std::sort(skipped.begin(), skipped.end());
  return skipped;
}
} // namespace pheno

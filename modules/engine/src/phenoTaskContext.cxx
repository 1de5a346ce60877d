#include "phenoTaskContext.h"

#include "phenoRunTaskInfo.h"
#include "phenoStoreFiles.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace pheno
{
TaskContext::TaskContext(TaskRun & run, std::size_t task)
  : m_Run(run)
  , m_TaskNumber(task)
  , m_Task(run.Shared().plan.tasks[task])
  , m_Step(run.Shared().plan.StepOf(m_Task))
{}

TaskContext::~TaskContext() = default;

const Shard &
TaskContext::GetShard() const
{
  return m_Task.shard;
}

std::uint64_t
TaskContext::Seed() const
{
  return m_Task.seed;
}

unsigned
TaskContext::Threads() const
{
  return std::clamp<unsigned>(static_cast<unsigned>(m_Step.descriptor->resources.cpu), 1, m_Run.GetGrant().threads);
}

Device
TaskContext::GetDevice() const
{
  Device device = m_Step.descriptor->resources.gpu > 0 ? m_Run.GetGrant().device : Device();
  device.index += device.kind == Device::Kind::Gpu ? m_Run.Shared().rank.rank : 0; // one each
  return device;
}

bool
TaskContext::IsStored() const
{
  return m_TaskNumber == m_Run.StoredTask() && !m_Step.inlined;
}

std::unique_ptr<pheno::Scratch>
TaskContext::OpenScratch() const
{
  const auto & shared = m_Run.Shared();
  for (bool told = false;; told = true)
  {
    try
    {
      return std::make_unique<pheno::Scratch>(shared.store, m_Task.key);
    }
    catch (const ScratchInUse & inUse)
    {
      if (!told)
      {
        shared.log(m_Run.StoredTask(), std::string("waiting: ") + inUse.what());
      }
      ThrowIfCancelled();
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  }
}

const fs::path &
TaskContext::Scratch() const
{
  const Rank & rank = m_Run.Shared().rank;
  if (rank.rank > 0) // inside that of the first, which owns and removes it
  {
    m_RankScratch =
      m_Run.Shared().store.Root() / "scratch" / m_Task.key / std::string("rank-").append(std::to_string(rank.rank));
    MakeFolder(m_RankScratch);
    return m_RankScratch;
  }
  if (!m_Scratch)
  {
    m_Scratch = OpenScratch();
    if (IsStored() && m_Run.Shared().store.Has(m_Task.key))
    {
      m_Scratch->Finish();
      throw FinishedElsewhere("another process has done this task");
    }
    if (m_Run.Shared().discardScratch)
    {
      m_Scratch->Clear();
    }
  }
  return m_Scratch->Path();
}

Rank
TaskContext::GetRank() const
{
  return m_Run.Shared().rank;
}

bool
TaskContext::IsCancelled() const
{
  return m_Run.Shared().cancelled();
}

void
TaskContext::Progress(double fraction)
{
  if (IsStored())
  {
    m_Run.Shared().progress(m_TaskNumber, std::clamp(fraction, 0.0, 1.0));
  }
}

void
TaskContext::Log(LogLevel level, const std::string & message)
{
  m_Run.Shared().log(m_Run.StoredTask(), level == LogLevel::Warning ? "warning: " + message : message);
}

void
TaskContext::Quarantine(const std::string & item, const std::string & reason)
{
  m_Run.LeaveOut({ m_Step.name, m_Task.shard, item, reason });
}

const Json &
TaskContext::RunInfo() const
{
  if (m_RunInfo.is_null() && m_Step.descriptor->readsRun)
  {
    m_RunInfo = MakeRunInfo(m_Run.Shared().plan, m_TaskNumber, m_Run.Shared().outcomes);
  }
  return m_RunInfo;
}

void
TaskContext::Finish()
{
  if (m_Scratch)
  {
    m_Scratch->Finish();
  }
}
} // namespace pheno

#ifndef phenoExecuteSchedule_h
#define phenoExecuteSchedule_h

#include "phenoExecuteNeeds.h"
#include "phenoRunTask.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pheno
{
/** Knows which tasks are ready and which of them fit the budget; knows no threads. One caller at a time. */
class ExecuteSchedule
{
public:
  /** Throws DiagnosticsError naming every step whose tasks need more memory than the budget has. */
  ExecuteSchedule(const Plan & plan, const ExecuteOptions & options);

  /** Every task that has to end, whether it runs or not: the stored ones that were asked for; in plan order. */
  const std::vector<std::size_t> &
  Tasks() const
  {
    return m_Tasks;
  }
  /** The task was in the store before the run began. Call before Start. */
  void
  SetCached(std::size_t task);
  /** Finds the tasks that are ready at the beginning. Returns those that can never be: what they need was neither asked
   * for nor is in the store; with the first thing they need. */
  std::map<std::size_t, std::size_t>
  Start();

  /** The next ready task that fits, in plan order, its resources taken; nullopt when none does now. A task that was
   * passed over by many that came after it holds these back until it fits. */
  struct Admitted
  {
    std::size_t task = 0;
    Grant       grant;
  };
  std::optional<Admitted>
  Admit();
  /** Gives the resources of a running task back. */
  void
  Release(const Admitted & admitted);

  /** The task's outputs can be read from now on. */
  void
  Succeeded(std::size_t task);
  /** Everything that needs the task, directly or not, and will therefore not run; in plan order. */
  std::vector<std::size_t>
  GaveUp(std::size_t task);

  bool
  IsAnythingReady() const
  {
    return m_ReadyCount > 0;
  }

private:
  enum class State
  {
    Unasked,
    Waiting,
    Ready,
    Running,
    Succeeded,
    GaveUp
  };
  void
  Connect();
  void
  SetReady(std::size_t task);
  bool
  Fits(const Resources & needed) const;
  Grant
  Take(const Resources & needed);

  const Plan &                          m_Plan;
  std::vector<Resources>                m_Needed;  ///< by step; threads and devices cut to the budget
  std::vector<State>                    m_States;  ///< by task
  std::vector<std::size_t>              m_Missing; ///< by task: how many tasks it still waits for
  std::vector<std::vector<std::size_t>> m_Needs;
  std::vector<std::vector<std::size_t>> m_Readers;
  std::vector<std::size_t>              m_Tasks;
  std::vector<std::set<std::size_t>>    m_Ready; ///< by step; steps stand in plan order
  std::size_t                           m_ReadyCount = 0;
  std::size_t                           m_PassedOver = 0; ///< how often the first ready task had to wait for later ones
  std::size_t                           m_FirstReady = 0;

  int           m_FreeCpus;
  bool          m_HasMemoryLimit;
  long          m_FreeMb;
  std::set<int> m_FreeGpus;
};
} // namespace pheno

#endif

#ifndef phenoTaskContext_h
#define phenoTaskContext_h

#include "phenoRunTask.h"

#include <memory>
#include <string>

namespace pheno
{
/** What the engine lends one task, stored or inline. */
class TaskContext : public Context
{
public:
  TaskContext(TaskRun & run, std::size_t task);
  ~TaskContext() override;

  const Shard &
  GetShard() const override;
  std::uint64_t
  Seed() const override;
  unsigned
  Threads() const override;
  Device
  GetDevice() const override;
  /** Waits while a living process has the folder. Throws FinishedElsewhere when that did the task meanwhile. */
  const fs::path &
  Scratch() const override;
  Rank
  GetRank() const override;
  bool
  IsCancelled() const override;
  void
  Progress(double fraction) override;
  void
  Log(LogLevel level, const std::string & message) override;
  void
  Quarantine(const std::string & item, const std::string & reason) override;
  const Json &
  RunInfo() const override;

  /** The scratch folder, if there is one, is not needed any more. */
  void
  Finish();

private:
  bool
  IsStored() const;
  std::unique_ptr<pheno::Scratch>
  OpenScratch() const;

  TaskRun &                               m_Run;
  std::size_t                             m_TaskNumber;
  const Task &                            m_Task;
  const Step &                            m_Step;
  mutable std::unique_ptr<pheno::Scratch> m_Scratch;
  mutable fs::path                        m_RankScratch; ///< of a rank behind the first
  mutable Json                            m_RunInfo;
};
} // namespace pheno

#endif

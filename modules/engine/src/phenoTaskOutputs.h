#ifndef phenoTaskOutputs_h
#define phenoTaskOutputs_h

#include "phenoRunTask.h"

#include <map>
#include <set>
#include <string>

namespace pheno
{
/** Checks what a node hands over against its descriptor. */
class TaskOutputs : public Outputs
{
public:
  explicit TaskOutputs(const Step & step)
    : m_Step(step)
  {}

  void
  Store(const std::string & port, Value value) final;

  /** Throws Error naming the outputs that are missing. */
  void
  CheckComplete() const;

protected:
  /** Throws Error for a port that the node does not have. */
  const Port &
  PortOf(const std::string & name) const;
  const Step &
  GetStep() const
  {
    return m_Step;
  }

private:
  virtual void
  Take(const std::string & port, Value value) = 0;

  const Step &          m_Step;
  std::set<std::string> m_Stored;
};

/** Outputs of a stored task: written to its uncommitted folder at once, so that the node may let go of them. */
class StoredOutputs : public TaskOutputs
{
public:
  StoredOutputs(const Step & step, fs::path folder)
    : TaskOutputs(step)
    , m_Folder(std::move(folder))
  {}

  /** Always: the store serves workflows that are not known yet. */
  bool
  Wanted(const std::string & port) const override;
  fs::path
  Folder(const std::string & port) override;

  /** Paths relative to the folder, by port. */
  const std::map<std::string, std::string> &
  Paths() const
  {
    return m_Paths;
  }

private:
  void
  Take(const std::string & port, Value value) override;

  fs::path                           m_Folder;
  std::map<std::string, std::string> m_Paths;
};

/** Outputs of an inline task: values in memory; files live as long as a value of the task does. */
class InlineOutputs : public TaskOutputs
{
public:
  /** `wanted`: the ports that somebody reads. */
  InlineOutputs(const Step & step, pheno::Store & store, std::string key, std::set<std::string> wanted);

  bool
  Wanted(const std::string & port) const override;
  fs::path
  Folder(const std::string & port) override;

  std::map<std::string, Value>
  TakeValues()
  {
    return std::move(m_Values);
  }

private:
  void
  Take(const std::string & port, Value value) override;

  pheno::Store &                  m_Store;
  std::string                     m_Key;
  std::set<std::string>           m_Wanted;
  std::shared_ptr<const fs::path> m_Folder; ///< removes the folder when the last value that needs it is gone
  std::map<std::string, Value>    m_Values;
};

/** Output ports of a step that some step of the workflow reads or that are outputs of the workflow. */
std::set<std::string>
PortsRead(const Workflow & workflow, const std::string & step);
} // namespace pheno

#endif

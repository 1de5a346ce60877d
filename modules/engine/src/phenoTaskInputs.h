#ifndef phenoTaskInputs_h
#define phenoTaskInputs_h

#include "phenoRunTask.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** What one task reads: stored values, inline work done on demand, rows of the workflow's tables. */
class TaskInputs : public Inputs
{
public:
  TaskInputs(TaskRun & run, std::size_t task);

  bool
  Has(const std::string & port) const override;
  std::vector<Shard>
  Shards(const std::string & port) const override;
  Value
  Load(const std::string & port, const Shard & shard) const override;
  Value
  Load(const std::string & port) const override;
  void
  ForEach(const std::vector<std::string> &                                       ports,
          const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const override;

  /** Inline results read here that other ports of the same work read too. */
  std::vector<std::shared_ptr<const InlineResult>>
  TakeShared();

private:
  const Feed &
  FeedOf(const std::string & port) const;
  bool
  IsMany(const std::string & port) const;
  /** The producer of one shard. Throws Error for a shard that the port does not have. */
  std::size_t
  ProducerOf(const std::string & port, const Feed & feed, const Shard & shard) const;
  /** Shards that all ports have, in order. */
  std::vector<Shard>
  CommonShards(const std::vector<std::string> & ports) const;
  Value
  LoadFrom(const std::string & port, const Feed & feed, std::size_t producer) const;
  Value
  LoadInline(const std::string & port, const Feed & feed, std::size_t producer) const;
  Value
  LoadStored(const std::string & port, const Feed & feed, std::size_t producer) const;
  Value
  LoadInput(const std::string & port, const Feed & feed) const;
  /** A stored value that stays with the worker until the port reads another one. */
  Value
  Keep(const std::string & port, const ValueCache::Name & name, const std::function<Value()> & load) const;

  TaskRun &    m_Run;
  std::size_t  m_TaskNumber;
  const Task & m_Task;
  const Step & m_Step;
  /** Inline results of single-valued ports, and of the shard that was loaded last from ports with many: two ports fed
   * by one result do not compute it twice. */
  mutable std::vector<std::shared_ptr<const InlineResult>> m_Single;
  mutable std::vector<std::shared_ptr<const InlineResult>> m_Element;
  mutable Shard                                            m_ElementShard;
  mutable std::vector<std::shared_ptr<const InlineResult>> m_Shared;
};
} // namespace pheno

#endif

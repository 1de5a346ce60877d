#include "phenoTaskInputs.h"

#include "phenoValueCodec.h"

#include <algorithm>

namespace pheno
{
TaskInputs::TaskInputs(TaskRun & run, std::size_t task)
  : m_Run(run)
  , m_TaskNumber(task)
  , m_Task(run.Shared().plan.tasks[task])
  , m_Step(run.Shared().plan.StepOf(m_Task))
{}

bool
TaskInputs::Has(const std::string & port) const
{
  return m_Task.feeds.count(port) > 0;
}

const Feed &
TaskInputs::FeedOf(const std::string & port) const
{
  const auto found = m_Task.feeds.find(port);
  if (found == m_Task.feeds.end())
  {
    throw Error("input port '" + port + "' of step '" + m_Step.name + "' is not connected");
  }
  return found->second;
}

bool
TaskInputs::IsMany(const std::string & port) const
{
  const Port * described = m_Step.descriptor->Input(port);
  return described && described->many;
}

std::vector<Shard>
TaskInputs::Shards(const std::string & port) const
{
  const Feed & feed = FeedOf(port);
  if (feed.input >= 0)
  {
    return { m_Task.shard };
  }
  const Plan &       plan = m_Run.Shared().plan;
  std::vector<Shard> shards;
  for (const std::size_t producer : feed.tasks)
  {
    if (plan.StepOf(plan.tasks[producer]).inlined || !m_Run.OutcomeOf(producer).quarantined)
    {
      shards.push_back(plan.tasks[producer].shard);
    }
  }
  return shards;
}

std::size_t
TaskInputs::ProducerOf(const std::string & port, const Feed & feed, const Shard & shard) const
{
  const Plan & plan = m_Run.Shared().plan;
  const auto   found =
    std::lower_bound(feed.tasks.begin(), feed.tasks.end(), shard, [&](std::size_t task, const Shard & wanted) {
      return plan.tasks[task].shard < wanted;
    });
  if (found == feed.tasks.end() || plan.tasks[*found].shard != shard)
  {
    throw Error("input port '" + port + "' of step '" + m_Step.name + "' has no element for " + shard.ToString());
  }
  return *found;
}

Value
TaskInputs::Load(const std::string & port, const Shard & shard) const
{
  const Feed & feed = FeedOf(port);
  if (feed.input >= 0)
  {
    return LoadInput(port, feed);
  }
  if (IsMany(port) && m_ElementShard != shard)
  {
    m_Element.clear();
    m_ElementShard = shard;
  }
  return LoadFrom(port, feed, ProducerOf(port, feed, shard));
}

Value
TaskInputs::Load(const std::string & port) const
{
  const Feed & feed = FeedOf(port);
  if (feed.input >= 0)
  {
    return LoadInput(port, feed);
  }
  if (feed.tasks.size() == 1 && !IsMany(port))
  {
    return LoadFrom(port, feed, feed.tasks.front());
  }
  const std::vector<Shard> shards = Shards(port);
  if (shards.size() != 1)
  {
    throw Error("input port '" + port + "' of step '" + m_Step.name + "' has " + std::to_string(shards.size()) +
                " elements, expected one");
  }
  return Load(port, shards.front());
}

std::vector<Shard>
TaskInputs::CommonShards(const std::vector<std::string> & ports) const
{
  std::vector<Shard> common;
  for (std::size_t i = 0; i < ports.size(); ++i)
  {
    const std::vector<Shard> shards = Shards(ports[i]);
    if (i == 0)
    {
      common = shards;
      continue;
    }
    std::vector<Shard> both;
    std::set_intersection(common.begin(), common.end(), shards.begin(), shards.end(), std::back_inserter(both));
    common = std::move(both);
  }
  return common;
}

void
TaskInputs::ForEach(const std::vector<std::string> &                                       ports,
                    const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const
{
  for (const Shard & shard : CommonShards(ports))
  {
    m_Run.ThrowIfCancelled();
    std::vector<Value> values;
    try
    {
      for (const std::string & port : ports)
      {
        values.push_back(Load(port, shard));
      }
    }
    catch (const LeftOut &)
    {
      continue; // recorded where it was found
    }
    visit(shard, values);
  }
}

Value
TaskInputs::LoadFrom(const std::string & port, const Feed & feed, std::size_t producer) const
{
  const Plan & plan = m_Run.Shared().plan;
  return plan.StepOf(plan.tasks[producer]).inlined ? LoadInline(port, feed, producer)
                                                   : LoadStored(port, feed, producer);
}

Value
TaskInputs::LoadInline(const std::string & port, const Feed & feed, std::size_t producer) const
{
  std::shared_ptr<const InlineResult> result;
  Value                               value = m_Run.InlineValue(producer, feed.outputPort, result);
  if (result)
  {
    (IsMany(port) ? m_Element : m_Single).push_back(result);
    if (!IsMany(port) && m_Run.IsReadTwice(m_Run.Shared().plan.tasks[producer].step))
    {
      m_Shared.push_back(result);
    }
  }
  return value;
}

std::vector<std::shared_ptr<const InlineResult>>
TaskInputs::TakeShared()
{
  return std::move(m_Shared);
}

Value
TaskInputs::LoadStored(const std::string & port, const Feed & feed, std::size_t producer) const
{
  const Plan &    plan = m_Run.Shared().plan;
  const Outcome & outcome = m_Run.OutcomeOf(producer);
  if (outcome.quarantined)
  {
    throw LeftOut(*outcome.quarantined);
  }
  const auto path = outcome.outputs.find(feed.outputPort);
  if (path == outcome.outputs.end())
  {
    throw Error("step '" + m_Step.name + "' needs output '" + feed.outputPort + "' of " + NameOf(plan, producer) +
                ", which stored none");
  }
  const Port &           output = *plan.StepOf(plan.tasks[producer]).descriptor->Output(feed.outputPort);
  const ValueCache::Name name(plan.tasks[producer].key, feed.outputPort);
  const auto             load = [&] { return LoadValue(output.type, outcome.folder / path->second); };
  return IsMany(port) ? m_Run.Shared().values.Get(name, load) : Keep(port, name, load);
}

Value
TaskInputs::LoadInput(const std::string & port, const Feed & feed) const
{
  const Plan &          plan = m_Run.Shared().plan;
  const WorkflowInput & input = plan.workflow.inputs[feed.input];
  if (input.type != ValueType::Table)
  {
    return Keep(port, { "@" + input.name, "" }, [&] { return ImportValue(input.type, input.path); });
  }
  return Ptr<Table>(std::make_shared<Table>(FeedTable(plan, m_Task, port)));
}

Value
TaskInputs::Keep(const std::string & port, const ValueCache::Name & name, const std::function<Value()> & load) const
{
  const std::pair   place(m_Task.step, port);
  auto &            kept = m_Run.GetWorker().kept;
  const std::string key = name.first + "/" + name.second;
  const auto        found = kept.find(place);
  if (found != kept.end())
  {
    if (found->second.key == key)
    {
      return found->second.value;
    }
    kept.erase(found); // before the next one is read: one value at a time
  }
  const Value value = m_Run.Shared().values.Get(name, load);
  kept.emplace(place, Worker::Kept{ key, value });
  return value;
}
} // namespace pheno

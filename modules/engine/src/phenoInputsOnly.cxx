#include "phenoInputsOnly.h"

#include "phenoModel.h"
#include "phenoPlanCheck.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <set>

namespace pheno
{
InputsOnly::InputsOnly(const Plan &                     plan,
                       const Step &                     step,
                       const std::vector<std::size_t> & tasks,
                       Foresight *                      foresight)
  : m_Plan(plan)
  , m_Step(step)
  , m_Foresight(foresight)
{
  for (const std::size_t task : tasks)
  {
    m_Tasks.push_back(&plan.tasks[task]);
  }
}

bool
InputsOnly::Has(const std::string & port) const
{
  return m_Step.in.count(port) > 0;
}

std::vector<Shard>
InputsOnly::Shards(const std::string & port) const
{
  std::vector<Shard> shards;
  if (CanLoad(port))
  {
    for (const Task * task : m_Tasks)
    {
      shards.push_back(task->shard);
    }
  }
  return shards;
}

Value
InputsOnly::Load(const std::string & port, const Shard & shard) const
{
  RequireInput(port);
  if (!IsTable(port))
  {
    return WholeOf(port);
  }
  const auto found =
    std::find_if(m_Tasks.begin(), m_Tasks.end(), [&](const Task * task) { return task->shard == shard; });
  if (found == m_Tasks.end())
  {
    throw Error("step '" + m_Step.name + "' has no shard " + shard.ToString());
  }
  return std::make_shared<const Table>(FeedTable(m_Plan, **found, port));
}

Value
InputsOnly::Load(const std::string & port) const
{
  RequireInput(port);
  if (!IsTable(port))
  {
    return WholeOf(port);
  }
  if (m_Tasks.empty())
  {
    throw Error("step '" + m_Step.name + "' has no tasks");
  }
  std::set<std::size_t> rows;
  for (const Task * task : m_Tasks)
  {
    const std::vector<std::size_t> & own = task->feeds.at(port).rows;
    rows.insert(own.begin(), own.end());
  }
  Task all = *m_Tasks.front();
  all.feeds.at(port).rows.assign(rows.begin(), rows.end());
  return std::make_shared<const Table>(FeedTable(m_Plan, all, port));
}

void
InputsOnly::ForEach(const std::vector<std::string> &                                       ports,
                    const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const
{
  for (const Task * task : m_Tasks)
  {
    std::vector<Value> values;
    for (const std::string & port : ports)
    {
      values.push_back(Load(port, task->shard));
    }
    visit(task->shard, values);
  }
}

bool
InputsOnly::CanLoad(const std::string & port) const
{
  const WorkflowInput * input = InputOf(port);
  return input &&
         (input->type == ValueType::Table || input->type == ValueType::File || input->type == ValueType::Model);
}

Ptr<Outline>
InputsOnly::Foreseen(const std::string & port) const
{
  const auto found = m_Step.in.find(port);
  return m_Foresight == nullptr || found == m_Step.in.end() ? nullptr : m_Foresight->Of(m_Plan.workflow, found->second);
}

const WorkflowInput *
InputsOnly::InputOf(const std::string & port) const
{
  const auto found = m_Step.in.find(port);
  return found == m_Step.in.end() || !found->second.step.empty() ? nullptr
                                                                 : m_Plan.workflow.FindInput(found->second.port);
}

void
InputsOnly::RequireInput(const std::string & port) const
{
  if (!CanLoad(port))
  {
    throw Error("port '" + port + "' cannot be looked at before the run, as no input table, file or model feeds it");
  }
}

bool
InputsOnly::IsTable(const std::string & port) const
{
  return InputOf(port)->type == ValueType::Table;
}

Value
InputsOnly::WholeOf(const std::string & port) const
{
  return ImportValue(InputOf(port)->type, InputOf(port)->path);
}
} // namespace pheno

#include "phenoPlanCheck.h"

#include "phenoModel.h"
#include "phenoProfiles.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
/** What Node::Check may look at: the input tables, files and models of all tasks of a step. */
class InputsOnly : public Inputs
{
public:
  InputsOnly(const Plan & plan, std::size_t step, Foresight & foresight)
    : m_Plan(plan)
    , m_Step(plan.workflow.steps[step])
    , m_Foresight(foresight)
  {
    for (const std::size_t task : plan.TasksOf(m_Step.name))
    {
      m_Tasks.push_back(&plan.tasks[task]);
    }
  }

  bool
  Has(const std::string & port) const override
  {
    return m_Step.in.count(port) > 0;
  }

  std::vector<Shard>
  Shards(const std::string & port) const override
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
  Load(const std::string & port, const Shard & shard) const override
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
  Load(const std::string & port) const override
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
  ForEach(const std::vector<std::string> &                                       ports,
          const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const override
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
  CanLoad(const std::string & port) const override
  {
    const WorkflowInput * input = InputOf(port);
    return input &&
           (input->type == ValueType::Table || input->type == ValueType::File || input->type == ValueType::Model);
  }

  Ptr<Outline>
  Foreseen(const std::string & port) const override
  {
    const auto found = m_Step.in.find(port);
    return found == m_Step.in.end() ? nullptr : m_Foresight.Of(m_Plan.workflow, found->second);
  }

private:
  /** The workflow's input that feeds a port; nullptr for a port fed by a step, or by nothing. */
  const WorkflowInput *
  InputOf(const std::string & port) const
  {
    const auto found = m_Step.in.find(port);
    return found == m_Step.in.end() || !found->second.step.empty() ? nullptr
                                                                   : m_Plan.workflow.FindInput(found->second.port);
  }

  void
  RequireInput(const std::string & port) const
  {
    if (!CanLoad(port))
    {
      throw Error("port '" + port + "' cannot be looked at before the run, as no input table, file or model feeds it");
    }
  }

  bool
  IsTable(const std::string & port) const
  {
    return InputOf(port)->type == ValueType::Table;
  }

  /** A file is its path, of which nothing is read, a model its description. */
  Value
  WholeOf(const std::string & port) const
  {
    return ImportValue(InputOf(port)->type, InputOf(port)->path);
  }

  const Plan &              m_Plan;
  const Step &              m_Step;
  Foresight &               m_Foresight;
  std::vector<const Task *> m_Tasks;
};
} // namespace

Ptr<Outline>
Foresight::Of(const Workflow & workflow, const Reference & reference)
{
  const auto known = m_Known.find(reference.ToString());
  if (known != m_Known.end())
  {
    return known->second;
  }
  const WorkflowInput * input = reference.step.empty() ? workflow.FindInput(reference.port) : nullptr;
  if (input == nullptr || input->type != ValueType::Profiles)
  {
    return nullptr;
  }
  const auto profiles = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, input->path));
  Outline    outline;
  outline.metadata = std::make_shared<const Table>(profiles->metadata);
  outline.features = profiles->features;
  return m_Known[reference.ToString()] = std::make_shared<const Outline>(std::move(outline));
}

void
Foresight::Add(const Step & step, const Outlines & outlines)
{
  for (const auto & [port, outline] : outlines)
  {
    Outline own = *outline;
    own.everyRow = own.everyRow && step.each.empty();
    m_Known[Reference{ step.name, port }.ToString()] = std::make_shared<const Outline>(std::move(own));
  }
}

void
CheckNode(const Plan &         plan,
          std::size_t          number,
          const NodeRegistry & registry,
          Foresight &          foresight,
          Diagnostics &        problems)
{
  const Step &      step = plan.workflow.steps[number];
  const std::string where = "/steps/" + step.name;
  Diagnostics       found;
  try
  {
    const std::unique_ptr<Node> node = registry.Create(step.descriptor->id, step.params);
    const InputsOnly            inputs(plan, number, foresight);
    node->Check(inputs, found);
    if (!found.HasErrors())
    {
      foresight.Add(step, node->Foresee(inputs));
    }
  }
  catch (const std::exception & error)
  {
    problems.Add(where, error.what());
  }
  for (const Diagnostic & problem : found.Items())
  {
    problems.Add(where + problem.where, problem.message, problem.severity);
  }
}
} // namespace pheno

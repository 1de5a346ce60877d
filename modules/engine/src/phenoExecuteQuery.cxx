#include "phenoExecute.h"

#include "phenoItkSession.h"
#include "phenoRunTask.h"
#include "phenoValueCodec.h"

namespace pheno
{
namespace
{
const Port &
OutputOf(const Step & step, const std::string & port)
{
  if (const Port * output = step.descriptor->Output(port))
  {
    return *output;
  }
  std::vector<std::string> names;
  for (const Port & known : step.descriptor->outputs)
  {
    names.push_back(known.name);
  }
  throw Error("step '" + step.name + "' has no output '" + port + "'; it has " + Join(names));
}

const Outcome &
RequireOutcome(const Plan & plan, std::size_t task, const Store & store, Outcomes & outcomes)
{
  outcomes[task] = ReadOutcome(store, plan.tasks[task].key);
  if (!outcomes[task])
  {
    throw Error(NameOf(plan, task) + " is not in the store; run the workflow, at least until step '" +
                plan.StepOf(plan.tasks[task]).name + "'");
  }
  return *outcomes[task];
}

Value
EvaluateStored(const Plan & plan, std::size_t task, const Port & port, const Outcome & outcome)
{
  if (outcome.quarantined)
  {
    throw BadData(NameOf(plan, task) + " is quarantined: " + outcome.quarantined->reason);
  }
  const auto path = outcome.outputs.find(port.name);
  if (path == outcome.outputs.end())
  {
    throw Error(NameOf(plan, task) + " stored no output '" + port.name + "'");
  }
  return LoadValue(port.type, outcome.folder / path->second);
}
} // namespace

Value
Evaluate(const Plan & plan, std::size_t task, const std::string & port, NodeRegistry & registry, Store & store)
{
  const Step & step = plan.StepOf(plan.tasks[task]);
  const Port & output = OutputOf(step, port);
  Outcomes     outcomes(plan.tasks.size());
  if (!step.inlined)
  {
    return EvaluateStored(plan, task, output, RequireOutcome(plan, task, store, outcomes));
  }
  for (const std::size_t needed : StoredNeeds(plan).Of(task))
  {
    RequireOutcome(plan, needed, store, outcomes);
  }
  WarmUpItk();
  registry.Load(step.descriptor->id);
  for (const std::size_t inlined : InlineWorkOf(plan.workflow, plan.tasks[task].step).steps)
  {
    registry.Load(plan.workflow.steps[inlined].descriptor->id);
  }
  RunShared shared{ plan, registry, store, outcomes };
  shared.shown = Reference{ step.name, port };
  Worker                              worker;
  TaskRun                             run(shared, worker, Grant(), task);
  std::shared_ptr<const InlineResult> result;
  return run.InlineValue(task, port, result);
}

std::vector<QuarantineEntry>
CollectQuarantine(const Plan & plan, const std::vector<TaskResult> & results, const Store & store)
{
  std::set<QuarantineEntry> entries;
  for (std::size_t i = 0; i < plan.tasks.size(); ++i)
  {
    if (plan.StepOf(plan.tasks[i]).inlined)
    {
      continue;
    }
    if (i < results.size() && results[i].state != TaskState::Waiting)
    {
      entries.insert(results[i].leftOut.begin(), results[i].leftOut.end());
    }
    else if (const auto outcome = ReadOutcome(store, plan.tasks[i].key))
    {
      entries.insert(outcome->leftOut.begin(), outcome->leftOut.end());
    }
  }
  return { entries.begin(), entries.end() };
}
} // namespace pheno

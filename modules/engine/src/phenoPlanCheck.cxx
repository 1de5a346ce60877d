#include "phenoPlanCheck.h"

#include "phenoInputsOnly.h"
#include "phenoProfiles.h"
#include "phenoValueCodec.h"

namespace pheno
{
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
    const InputsOnly            inputs(plan, step, plan.TasksOf(step.name), &foresight);
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

#include "phenoWorkflowCheck.h"

#include <algorithm>

namespace pheno
{
namespace
{
using Positions = std::vector<std::size_t>;

/** Positions of the steps that feed each step; unknown names are left out. */
std::vector<Positions>
Producers(const std::vector<Step> & steps)
{
  std::vector<Positions> producers(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i)
  {
    for (const auto & [port, reference] : steps[i].in)
    {
      const auto found =
        std::find_if(steps.begin(), steps.end(), [&](const Step & step) { return step.name == reference.step; });
      if (found != steps.end())
      {
        producers[i].push_back(static_cast<std::size_t>(found - steps.begin()));
      }
    }
  }
  return producers;
}

/** From any waiting step back along waiting producers until one comes again: "a -> b -> a", in the direction of data.
 */
Positions
FindCycle(const std::vector<Positions> & producers, const std::vector<bool> & done)
{
  std::size_t at = static_cast<std::size_t>(std::find(done.begin(), done.end(), false) - done.begin());
  Positions   path;
  while (std::find(path.begin(), path.end(), at) == path.end())
  {
    path.push_back(at);
    at = *std::find_if(producers[at].begin(), producers[at].end(), [&](std::size_t i) { return !done[i]; });
  }
  path.erase(path.begin(), std::find(path.begin(), path.end(), at));
  std::reverse(path.begin(), path.end());
  std::rotate(path.begin(), std::min_element(path.begin(), path.end()), path.end());
  return path;
}

std::string
CycleText(const Positions & cycle, const std::vector<Step> & steps)
{
  std::vector<std::string> names;
  for (const std::size_t i : cycle)
  {
    names.push_back(steps[i].name);
  }
  names.push_back(names.front());
  return Join(names, " -> ");
}
} // namespace

void
SortSteps(Workflow & workflow, Diagnostics & problems)
{
  const std::vector<Positions> producers = Producers(workflow.steps);
  std::vector<bool>            done(workflow.steps.size(), false);
  Positions                    order;
  while (order.size() < workflow.steps.size())
  {
    std::size_t next = 0;
    while (next < done.size() &&
           (done[next] ||
            std::any_of(producers[next].begin(), producers[next].end(), [&](std::size_t i) { return !done[i]; })))
    {
      ++next;
    }
    Positions ready{ next };
    if (next == done.size())
    {
      ready = FindCycle(producers, done);
      problems.Add("/steps", "these steps feed each other in a circle: " + CycleText(ready, workflow.steps));
    }
    for (const std::size_t i : ready)
    {
      done[i] = true;
      order.push_back(i);
    }
  }
  std::vector<Step> sorted;
  for (const std::size_t i : order)
  {
    sorted.push_back(std::move(workflow.steps[i]));
  }
  workflow.steps = std::move(sorted);
}

void
KeepUntil(Workflow & workflow, const std::string & until)
{
  std::set<std::string> kept{ until };
  std::set<std::string> inputs{ kScreenInput };
  for (auto step = workflow.steps.rbegin(); step != workflow.steps.rend(); ++step)
  {
    if (kept.count(step->name) > 0)
    {
      for (const auto & [port, reference] : step->in)
      {
        (reference.step.empty() ? inputs : kept).insert(reference.step.empty() ? reference.port : reference.step);
      }
    }
  }
  std::erase_if(workflow.steps, [&](const Step & step) { return kept.count(step.name) == 0; });
  std::erase_if(workflow.outputs, [&](const auto & output) { return kept.count(output.second.step) == 0; });
  std::erase_if(workflow.inputs, [&](const WorkflowInput & input) { return inputs.count(input.name) == 0; });
}
} // namespace pheno

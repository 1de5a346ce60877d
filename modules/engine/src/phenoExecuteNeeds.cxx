#include "phenoExecuteNeeds.h"

#include <algorithm>
#include <map>

namespace pheno
{
StoredNeeds::StoredNeeds(const Plan & plan)
  : m_Plan(plan)
  , m_Visited(plan.tasks.size(), 0)
{}

std::vector<std::size_t>
StoredNeeds::Of(std::size_t task)
{
  ++m_Round;
  std::vector<std::size_t> needs;
  std::vector<std::size_t> open = { task };
  while (!open.empty())
  {
    const Task & consumer = m_Plan.tasks[open.back()];
    open.pop_back();
    for (const auto & [port, feed] : consumer.feeds)
    {
      for (const std::size_t producer : feed.tasks)
      {
        if (m_Visited[producer] != m_Round)
        {
          m_Visited[producer] = m_Round;
          (m_Plan.StepOf(m_Plan.tasks[producer]).inlined ? open : needs).push_back(producer);
        }
      }
    }
  }
  std::sort(needs.begin(), needs.end());
  return needs;
}

InlineWork
InlineWorkOf(const Workflow & workflow, std::size_t step)
{
  std::map<std::string, std::size_t> numbers;
  for (std::size_t i = 0; i < workflow.steps.size(); ++i)
  {
    numbers[workflow.steps[i].name] = i;
  }
  InlineWork                      work;
  std::map<std::size_t, unsigned> readers;
  std::vector<std::size_t>        open = { step };
  while (!open.empty())
  {
    const Step & consumer = workflow.steps[open.back()];
    open.pop_back();
    for (const auto & [port, reference] : consumer.in)
    {
      if (reference.step.empty() || !workflow.steps[numbers.at(reference.step)].inlined)
      {
        continue;
      }
      const std::size_t producer = numbers.at(reference.step);
      if (++readers[producer] > 1)
      {
        work.shared.insert(producer);
      }
      if (work.steps.insert(producer).second)
      {
        open.push_back(producer);
      }
    }
  }
  return work;
}

Resources
ResourcesOf(const Workflow & workflow, std::size_t step)
{
  Resources sum = workflow.steps[step].descriptor->resources;
  for (const std::size_t inlined : InlineWorkOf(workflow, step).steps)
  {
    const Resources & part = workflow.steps[inlined].descriptor->resources;
    sum.cpu = std::max(sum.cpu, part.cpu);
    sum.gpu = std::max(sum.gpu, part.gpu);
    sum.memMb += part.memMb;
  }
  return sum;
}
} // namespace pheno

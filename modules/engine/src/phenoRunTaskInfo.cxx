#include "phenoRunTaskInfo.h"

#include <set>

namespace pheno
{
namespace
{
Json
QuarantineBefore(const Plan & plan, std::size_t task, const Outcomes & outcomes)
{
  std::set<QuarantineEntry> entries;
  std::vector<bool>         visited(plan.tasks.size(), false);
  std::vector<std::size_t>  open = { task };
  while (!open.empty())
  {
    const Task & consumer = plan.tasks[open.back()];
    open.pop_back();
    for (const auto & [port, feed] : consumer.feeds)
    {
      for (const std::size_t producer : feed.tasks)
      {
        if (visited[producer])
        {
          continue;
        }
        visited[producer] = true;
        open.push_back(producer);
        if (outcomes[producer])
        {
          entries.insert(outcomes[producer]->leftOut.begin(), outcomes[producer]->leftOut.end());
        }
      }
    }
  }
  Json list = Json::array();
  for (const QuarantineEntry & entry : entries)
  {
    list.push_back(ToJson(entry));
  }
  return list;
}
} // namespace

Json
MakeRunInfo(const Plan & plan, std::size_t task, const Outcomes & outcomes)
{
  Json info = RunFacts(plan);
  info["quarantine"] = QuarantineBefore(plan, task, outcomes);
  return info;
}
} // namespace pheno

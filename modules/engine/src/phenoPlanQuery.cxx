#include "phenoPlan.h"

#include <type_traits>

namespace pheno
{
std::vector<std::size_t>
Plan::TasksOf(const std::string & step) const
{
  std::vector<std::size_t> found;
  const Step *             wanted = workflow.FindStep(step);
  for (std::size_t i = 0; i < tasks.size(); ++i)
  {
    if (&workflow.steps[tasks[i].step] == wanted)
    {
      found.push_back(i);
    }
  }
  return found;
}

Table
FeedTable(const Plan & plan, const Task & task, const std::string & port)
{
  const Feed &       feed = task.feeds.at(port);
  const InputTable & input = plan.inputs.at(static_cast<std::size_t>(feed.input));
  Table              received;
  for (const std::string & name : plan.columns.at(task.step).at(port))
  {
    std::visit(
      [&](const auto & cells) {
        std::decay_t<decltype(cells)> chosen;
        chosen.reserve(feed.rows.size());
        for (const std::size_t row : feed.rows)
        {
          chosen.push_back(cells[row]);
        }
        received.Add(name, std::move(chosen));
      },
      input.table.At(name).cells);
  }
  if (received.Has("path"))
  {
    const fs::path folder = fs::absolute(input.folder);
    Table::Text    paths = received.Texts("path");
    for (std::string & path : paths)
    {
      path = path.empty() ? path : fs::absolute(path, folder).lexically_normal().string();
    }
    received.Set("path", std::move(paths));
  }
  return received;
}
} // namespace pheno

#include "phenoPlan.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
std::string
Short(const Json & value)
{
  constexpr std::size_t kLongest = 100;
  const std::string     text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() <= kLongest ? text : text.substr(0, kLongest) + "...";
}

void
Compare(const Json & before, const Json & now, const std::string & place, std::vector<std::string> & lines)
{
  if (before == now)
  {
    return;
  }
  if (before.is_object() && now.is_object())
  {
    Json names = before;
    names.update(now);
    for (auto name = names.begin(); name != names.end(); ++name)
    {
      const std::string inside = place + (place.empty() ? "" : ".") + name.key();
      if (!before.contains(name.key()))
      {
        lines.push_back(inside + ": new, " + Short(now.at(name.key())));
      }
      else if (!now.contains(name.key()))
      {
        lines.push_back(inside + ": gone, was " + Short(before.at(name.key())));
      }
      else
      {
        Compare(before.at(name.key()), now.at(name.key()), inside, lines);
      }
    }
    return;
  }
  if (before.is_array() && now.is_array() && before.size() == now.size())
  {
    for (std::size_t i = 0; i < now.size(); ++i)
    {
      Compare(before[i], now[i], place + "[" + std::to_string(i) + "]", lines);
    }
    return;
  }
  lines.push_back(place + ": " + Short(before) + " -> " + Short(now));
}

bool
IsProduced(const Json & element)
{
  return element.get_ref<const std::string &>().find('.') != std::string::npos;
}

/** "3 of 96 elements differ"; what a list of elements or one digest of content turned into. */
std::string
ComparePort(const Json & before, const Json & now)
{
  if (!now.empty() && !IsProduced(now[0]))
  {
    return "the content changed";
  }
  const std::set<Json> old(before.begin(), before.end());
  const auto           differ =
    std::count_if(now.begin(), now.end(), [&](const Json & element) { return old.count(element) == 0; });
  std::string text = before.size() == now.size()
                       ? ""
                       : std::to_string(before.size()) + " -> " + std::to_string(now.size()) + " elements";
  if (differ > 0)
  {
    text += (text.empty() ? "" : ", ") + std::to_string(differ) + " of " + std::to_string(now.size()) + " differ";
  }
  return text.empty() ? "other order" : text;
}

class Explainer
{
public:
  Explainer(const Plan & plan, const std::function<Json(const std::string & key)> & partsOf)
    : m_Plan(plan)
    , m_PartsOf(partsOf)
  {}

  void
  Explain(const Task & task, const Json & before, const std::string & path, std::vector<std::string> & lines)
  {
    Json now = KeyParts(m_Plan, task);
    Json old = before;
    for (const auto & [port, feed] : task.feeds)
    {
      const Json was = old["inputs"].value(port, Json());
      const Json is = now["inputs"].value(port, Json());
      if (feed.input >= 0 || !was.is_array() || was == is)
      {
        continue;
      }
      if (Follow(feed, was, path + "inputs." + port + " <- ", lines))
      {
        old["inputs"].erase(port);
        now["inputs"].erase(port);
      }
    }
    for (const std::string & line : ExplainDifference(old, now))
    {
      lines.push_back(path + line);
    }
  }

private:
  /** Explains the first element that changed, if its earlier self is known. */
  bool
  Follow(const Feed & feed, const Json & was, const std::string & path, std::vector<std::string> & lines)
  {
    std::set<std::string> unchanged;
    for (const std::size_t producer : feed.tasks)
    {
      unchanged.insert(m_Plan.tasks[producer].key);
    }
    for (const Json & element : was)
    {
      const std::string text = element;
      const std::string key = text.substr(0, text.find('.'));
      const Json        parts = unchanged.count(key) > 0 ? Json() : m_PartsOf(key);
      if (!parts.is_object())
      {
        continue;
      }
      for (const std::size_t producer : feed.tasks)
      {
        const Task & task = m_Plan.tasks[producer];
        if (task.shard.ToJson() == parts.value("shard", Json()))
        {
          const std::size_t before = lines.size();
          Explain(task, parts, path + m_Plan.StepOf(task).name + " " + task.shard.ToString() + ": ", lines);
          return lines.size() > before;
        }
      }
    }
    return false;
  }

  const Plan &                                         m_Plan;
  const std::function<Json(const std::string & key)> & m_PartsOf;
};
} // namespace

std::vector<std::string>
ExplainDifference(const Json & before, const Json & now)
{
  std::vector<std::string> lines;
  Json                     old = before;
  Json                     current = now;
  const Json               oldInputs = old.value("inputs", Json::object());
  const Json               inputs = current.value("inputs", Json::object());
  for (auto port = inputs.begin(); port != inputs.end(); ++port)
  {
    if (oldInputs.contains(port.key()) && oldInputs.at(port.key()) != port.value())
    {
      lines.push_back("inputs." + port.key() + ": " + ComparePort(oldInputs.at(port.key()), port.value()));
      old["inputs"].erase(port.key());
      current["inputs"].erase(port.key());
    }
  }
  Compare(old, current, "", lines);
  return lines;
}

std::vector<std::string>
ExplainTask(const Plan &                                         plan,
            const Task &                                         task,
            const Json &                                         before,
            const std::function<Json(const std::string & key)> & partsOf)
{
  std::vector<std::string> lines;
  Explainer(plan, partsOf).Explain(task, before, "", lines);
  return lines;
}

Json
InlineSteps(const Plan & plan, const Task & task)
{
  Json steps = Json::object();
  for (const auto & [port, feed] : task.feeds)
  {
    if (!feed.tasks.empty())
    {
      // All tasks of a feed belong to one step.
      const Task & producer = plan.tasks[feed.tasks.front()];
      const Step & step = plan.StepOf(producer);
      if (step.inlined)
      {
        steps[step.name] = { { "node", step.descriptor->id },
                             { "version", step.descriptor->version },
                             { "params", step.params } };
        steps.update(InlineSteps(plan, producer));
      }
    }
  }
  return steps;
}
} // namespace pheno

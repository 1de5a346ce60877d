#include "phenoWorkflowCheck.h"

#include <algorithm>

namespace pheno
{
namespace
{
std::vector<std::string>
PortNames(const std::vector<Port> & ports)
{
  std::vector<std::string> names;
  for (const Port & port : ports)
  {
    names.push_back(port.name);
  }
  return names;
}

template <typename T>
std::vector<std::string>
NamesOf(const std::vector<T> & items)
{
  std::vector<std::string> names;
  for (const T & item : items)
  {
    names.push_back(item.name);
  }
  return names;
}

class ConnectionCheck
{
public:
  ConnectionCheck(const Workflow & workflow, const std::set<std::string> & unreadable, Diagnostics & problems)
    : m_Workflow(workflow)
    , m_Unreadable(unreadable)
    , m_Problems(problems)
  {}

  void
  Run()
  {
    const WorkflowInput * screen = m_Workflow.FindInput(kScreenInput);
    if (screen != nullptr && screen->type != ValueType::Table)
    {
      m_Problems.Add("/inputs/screen/type", "the screen index is a table, but the type says " + Name(screen->type));
    }
    for (const Step & step : m_Workflow.steps)
    {
      if (m_Unreadable.count(step.name) == 0)
      {
        CheckAxes(step);
        CheckPorts(step);
      }
    }
    CheckSeeds();
    CheckOutputs();
  }

private:
  void
  CheckSeeds()
  {
    const bool used = std::any_of(m_Workflow.steps.begin(), m_Workflow.steps.end(), [](const Step & step) {
      return std::count(step.each.begin(), step.each.end(), kSeedAxis) > 0;
    });
    if (m_Workflow.seeds > 1 && !used && m_Unreadable.empty())
    {
      m_Problems.Add("/seeds",
                     std::to_string(m_Workflow.seeds) + " seeds, but no step has the axis '" + kSeedAxis +
                       "' in its each");
    }
  }

  void
  CheckAxes(const Step & step)
  {
    const std::string where = "/steps/" + step.name + "/each";
    const auto        has = [&](const char * axis) { return std::count(step.each.begin(), step.each.end(), axis) > 0; };
    if (has("well") && !has("plate"))
    {
      m_Problems.Add(where, "axis 'well' needs 'plate' beside it, as wells of all plates have the same names");
    }
    if (has("site") && !has("well"))
    {
      m_Problems.Add(where, "axis 'site' needs 'well' beside it, as sites of all wells have the same names");
    }
    const bool ofScreen = step.each.size() > (has(kSeedAxis) ? 1U : 0U);
    if (ofScreen && m_Workflow.FindInput(kScreenInput) == nullptr)
    {
      m_Problems.Add(where, "axes come from the input table 'screen', which this workflow does not have");
    }
  }

  void
  CheckPorts(const Step & step)
  {
    if (step.descriptor == nullptr)
    {
      return;
    }
    const std::string where = "/steps/" + step.name + "/in";
    for (const auto & [name, reference] : step.in)
    {
      const Port * port = step.descriptor->Input(name);
      if (port == nullptr)
      {
        m_Problems.Add(where + "/" + name,
                       "node '" + step.descriptor->id + "' has no input port '" + name + "'" +
                         Suggestion(name, PortNames(step.descriptor->inputs), "; it has none"));
        continue;
      }
      CheckReference(reference, *port, where + "/" + name);
    }
    for (const Port & port : step.descriptor->inputs)
    {
      if (!port.optional && step.in.count(port.name) == 0)
      {
        m_Problems.Add(where, "required port '" + port.name + "' (" + WithArticle(port.type) + ") is not connected");
      }
    }
    if (step.inlined && step.descriptor->readsRun)
    {
      m_Problems.Add("/steps/" + step.name + "/inline",
                     "node '" + step.descriptor->id + "' reads the run and must be stored");
    }
  }

  void
  CheckReference(const Reference & reference, const Port & port, const std::string & where)
  {
    if (reference.step.empty())
    {
      const WorkflowInput * input = m_Workflow.FindInput(reference.port);
      if (input == nullptr)
      {
        m_Problems.Add(where,
                       "there is no input '" + reference.port + "'" +
                         Suggestion(reference.port, NamesOf(m_Workflow.inputs), "; the workflow has none"));
        return;
      }
      if (m_Unreadable.count(reference.ToString()) == 0)
      {
        CheckType(input->type, reference, port, where);
      }
      return;
    }
    if (const Port * output = FindOutput(reference, where))
    {
      CheckType(output->type, reference, port, where);
    }
  }

  void
  CheckType(ValueType given, const Reference & reference, const Port & port, const std::string & where)
  {
    if (given != port.type)
    {
      m_Problems.Add(where,
                     "port '" + port.name + "' takes " + WithArticle(port.type) + ", but " + reference.ToString() +
                       " is " + WithArticle(given));
    }
  }

  /** The output port that a reference names; nullptr when there is none or when it cannot be known, after reporting. */
  const Port *
  FindOutput(const Reference & reference, const std::string & where)
  {
    const Step * producer = m_Workflow.FindStep(reference.step);
    if (producer == nullptr)
    {
      m_Problems.Add(where,
                     "there is no step '" + reference.step + "'" +
                       Suggestion(reference.step, NamesOf(m_Workflow.steps), "; the workflow has none"));
      return nullptr;
    }
    if (producer->descriptor == nullptr)
    {
      return nullptr;
    }
    const Port * output = producer->descriptor->Output(reference.port);
    if (output == nullptr)
    {
      m_Problems.Add(where,
                     "step '" + producer->name + "' (" + producer->descriptor->id + ") has no output port '" +
                       reference.port + "'" + Suggestion(reference.port, PortNames(producer->descriptor->outputs), ""));
    }
    return output;
  }

  void
  CheckOutputs()
  {
    for (const auto & [name, reference] : m_Workflow.outputs)
    {
      const std::string where = "/outputs/" + name;
      FindOutput(reference, where);
      const Step * producer = m_Workflow.FindStep(reference.step);
      if (producer != nullptr && producer->inlined)
      {
        m_Problems.Add(
          where, "step '" + producer->name + "' is inline and leaves nothing to export; drop its \"inline\": true");
      }
    }
  }

  const Workflow &              m_Workflow;
  const std::set<std::string> & m_Unreadable;
  Diagnostics &                 m_Problems;
};

/** The stored steps in which the work of an inline step is done. */
void
CollectStoredReaders(const Workflow &           workflow,
                     const std::string &        name,
                     std::set<std::string> &    visited,
                     std::vector<std::string> & readers)
{
  for (const Step & step : workflow.steps)
  {
    const bool reads =
      std::any_of(step.in.begin(), step.in.end(), [&](const auto & in) { return in.second.step == name; });
    if (!reads || !visited.insert(step.name).second)
    {
      continue;
    }
    if (step.inlined)
    {
      CollectStoredReaders(workflow, step.name, visited, readers);
    }
    else
    {
      readers.push_back(step.name);
    }
  }
}
} // namespace

std::string
Suggestion(const std::string & name, const std::vector<std::string> & known, const std::string & none)
{
  const std::string nearest = NearestName(name, known);
  return !nearest.empty() ? "; did you mean '" + nearest + "'?" : known.empty() ? none : "; there are " + Join(known);
}

std::string
WithArticle(ValueType type)
{
  const bool plural = type == ValueType::Labels || type == ValueType::Crops || type == ValueType::Profiles;
  return plural ? Name(type) : (type == ValueType::Image ? "an " : "a ") + Name(type);
}

void
CheckConnections(const Workflow & workflow, const std::set<std::string> & unreadable, Diagnostics & problems)
{
  ConnectionCheck(workflow, unreadable, problems).Run();
}

void
WarnOfWaste(const Workflow & workflow, Diagnostics & problems)
{
  std::set<std::string> read{ kScreenInput };
  for (const Step & step : workflow.steps)
  {
    for (const auto & [port, reference] : step.in)
    {
      read.insert(reference.step.empty() ? reference.port : "");
    }
  }
  for (const WorkflowInput & input : workflow.inputs)
  {
    if (read.count(input.name) == 0)
    {
      problems.Warn("/inputs/" + input.name, "no step reads this input");
    }
  }
  for (const Step & step : workflow.steps)
  {
    if (!step.inlined)
    {
      continue;
    }
    std::set<std::string>    visited;
    std::vector<std::string> readers;
    CollectStoredReaders(workflow, step.name, visited, readers);
    if (readers.empty())
    {
      problems.Warn("/steps/" + step.name, "this inline step never runs, as no stored step reads it");
    }
    else if (readers.size() > 1)
    {
      problems.Warn("/steps/" + step.name,
                    "this inline work is repeated in " + std::to_string(readers.size()) +
                      " stored steps: " + Join(readers));
    }
  }
}
} // namespace pheno

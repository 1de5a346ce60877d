#include "phenoPlanKey.h"

#include "phenoAbi.h"
#include "phenoHash.h"

namespace pheno
{
namespace
{
std::string
Quoted(const std::string & text)
{
  return Json(text).dump();
}

void
AppendCell(const std::string & cell, std::string & text)
{
  text += std::to_string(cell.size());
  text += ':';
  text += cell;
}

std::string
FeedText(const Plan & plan, const Feed & feed)
{
  if (feed.input >= 0)
  {
    return Json::array({ feed.digest }).dump();
  }
  std::string text = "[";
  for (const std::size_t producer : feed.tasks)
  {
    text += text.size() == 1 ? "\"" : ",\"";
    text += plan.tasks[producer].key;
    text += '.';
    text += feed.outputPort;
    text += '"';
  }
  text += ']';
  return text;
}

Json
StepFacts(const Plan & plan, const Step & step)
{
  return { { "step", step.name },
           { "node", step.descriptor->id },
           { "version", step.descriptor->version },
           { "title", step.descriptor->title },
           { "params", step.params },
           { "each", step.each },
           { "tasks", plan.TasksOf(step.name).size() },
           { "stored", !step.inlined } };
}
} // namespace

StepKey::StepKey(const Plan & plan, std::size_t number)
{
  const Step & step = plan.workflow.steps[number];
  if (!plan.libraries[number].empty())
  {
    m_Before += ",\"library\":" + Quoted(plan.libraries[number]);
  }
  m_Before += ",\"node\":" + Quoted(step.descriptor->id) + ",\"params\":" + CanonicalJson(step.params);
  if (step.descriptor->readsRun)
  {
    m_Before += ",\"run\":" + CanonicalJson(RunFacts(plan));
  }
  if (step.descriptor->determinism != Determinism::Exact)
  {
    m_Before += ",\"seed\":" + std::to_string(plan.workflow.seed);
  }
  m_After = ",\"version\":" + std::to_string(step.descriptor->version) + "}";
}

std::string
StepKey::Text(const Plan & plan, const Task & task) const
{
  std::string text = "{";
  if (!task.files.empty())
  {
    text += "\"files\":" + CanonicalJson(task.files) + ",";
  }
  text += "\"inputs\":{";
  bool first = true;
  for (const auto & [port, feed] : task.feeds)
  {
    text += first ? "" : ",";
    text += Quoted(port);
    text += ':';
    text += FeedText(plan, feed);
    first = false;
  }
  return text + "}" + m_Before + ",\"shard\":" + CanonicalJson(task.shard.ToJson()) + m_After;
}

RowDigest::RowDigest(const Table & table, const std::vector<std::string> & columns)
{
  for (const std::string & column : columns)
  {
    AppendCell(column, m_Head);
    m_Cells.push_back(table.Texts(column));
  }
  m_Head += '\n';
}

std::string
RowDigest::Of(const std::vector<std::size_t> & rows) const
{
  std::string text = m_Head;
  for (const std::size_t row : rows)
  {
    for (const Table::Text & column : m_Cells)
    {
      AppendCell(column[row], text);
    }
    text += '\n';
  }
  return Sha256(text);
}

std::uint64_t
TaskSeed(std::uint64_t workflowSeed, const std::string & node, const Shard & shard)
{
  return SeedFrom(std::to_string(workflowSeed) + " " + node + " " + CanonicalJson(shard.ToJson()));
}

Json
KeyParts(const Plan & plan, const Task & task)
{
  return Json::parse(StepKey(plan, task.step).Text(plan, task));
}

Json
RunFacts(const Plan & plan)
{
  Json steps = Json::array();
  for (const Step & step : plan.workflow.steps)
  {
    steps.push_back(StepFacts(plan, step));
  }
  Json inputs = Json::array();
  for (std::size_t i = 0; i < plan.inputs.size(); ++i)
  {
    const WorkflowInput & input = plan.workflow.inputs[i];
    inputs.push_back({ { "name", input.name },
                       { "type", Name(input.type) },
                       { "rows", plan.inputs[i].table.Rows() },
                       { "digest", plan.inputs[i].digest } });
  }
  Json notes = Json::array();
  for (const Diagnostic & note : plan.notes)
  {
    notes.push_back(note.where.empty() ? note.message : note.where + ": " + note.message);
  }
  return { { "workflow", plan.workflow.name },
           { "pheno", kVersion },
           { "seed", plan.workflow.seed },
           { "seeds", plan.workflow.seeds },
           { "steps", steps },
           { "inputs", inputs },
           { "notes", notes } };
}
} // namespace pheno

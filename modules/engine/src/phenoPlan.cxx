#include "phenoPlan.h"

#include "phenoHash.h"
#include "phenoPlanCheck.h"
#include "phenoPlanFiles.h"
#include "phenoPlanIndex.h"
#include "phenoPlanInputs.h"
#include "phenoPlanKey.h"
#include "phenoWorkflowCheck.h"

#include <algorithm>
#include <optional>
#include <set>

namespace pheno
{
namespace
{
/** Expands a checked workflow over its index, step by step; a step that has problems is left out with all that it
 * feeds, so that the others are checked still. */
class Planner
{
public:
  Planner(Workflow workflow, NodeRegistry & registry, const PlanOptions & options)
    : m_Registry(registry)
    , m_Options(options)
  {
    m_Plan.workflow = std::move(workflow);
  }

  Plan
  Make()
  {
    ReadInputs();
    LoadNodes();
    AxisIndex index(*m_IndexTable, m_Plan.workflow.seeds);
    m_Index = &index;
    CompareInputs();
    m_Plan.columns.resize(Steps().size());
    m_FirstTask.resize(Steps().size());
    for (std::size_t step = 0; step < Steps().size(); ++step)
    {
      m_FirstTask[step] = m_Plan.tasks.size();
      if (CheckStep(step))
      {
        Expand(step);
      }
    }
    CheckNodes();
    m_Problems.ThrowIfErrors();
    IdentifyFiles();
    m_Problems.ThrowIfErrors();
    m_Plan.notes.insert(m_Plan.notes.end(), m_Problems.Items().begin(), m_Problems.Items().end());
    MakeKeys();
    return std::move(m_Plan);
  }

private:
  const std::vector<Step> &
  Steps() const
  {
    return m_Plan.workflow.steps;
  }

  void
  ReadInputs()
  {
    const std::vector<WorkflowInput> & inputs = m_Plan.workflow.inputs;
    for (const WorkflowInput & input : inputs)
    {
      std::optional<InputTable> loaded = ReadInput(input, m_Problems, m_Plan.notes);
      if (!loaded)
      {
        m_Unread.insert(input.name);
      }
      m_Plan.inputs.push_back(loaded ? std::move(*loaded) : InputTable{});
    }
    const WorkflowInput * screen = m_Plan.workflow.FindInput(kScreenInput);
    if (screen != nullptr && m_Unread.count(kScreenInput) == 0)
    {
      ApplyExclusions(m_Plan.inputs[static_cast<std::size_t>(screen - inputs.data())].table);
    }
    if (m_Unread.count(kScreenInput) > 0)
    {
      m_Problems.ThrowIfErrors();
    }
  }

  void
  ApplyExclusions(Table & index)
  {
    const std::size_t rows = index.Rows();
    if (rows == 0)
    {
      m_Problems.Add("/inputs/screen", "the screen index has no rows");
    }
    else if (!m_Options.exclusions.empty())
    {
      try
      {
        Exclude(index, m_Options.exclusions, m_Plan.notes);
      }
      catch (const std::exception & error)
      {
        m_Problems.Add("-x", error.what());
      }
      if (index.Rows() == 0)
      {
        m_Problems.Add("-x", "the exclusions leave nothing of the screen index's " + std::to_string(rows) + " rows");
      }
    }
    m_IndexTable = &index;
  }

  void
  LoadNodes()
  {
    for (const Step & step : Steps())
    {
      try
      {
        m_Registry.Load(step.descriptor->id);
        const bool inKey = step.descriptor->foreign && !m_Options.trustVersions;
        m_Plan.libraries.push_back(inKey ? m_Registry.LibraryDigest(step.descriptor->id) : "");
      }
      catch (const Error & error)
      {
        m_Problems.Add("/steps/" + step.name + "/node", error.what());
        m_Plan.libraries.emplace_back();
        m_Unloaded.insert(step.name);
      }
    }
  }

  void
  CompareInputs()
  {
    for (std::size_t i = 0; i < m_Plan.inputs.size(); ++i)
    {
      const WorkflowInput & input = m_Plan.workflow.inputs[i];
      if (input.type == ValueType::Table && input.name != kScreenInput && m_Unread.count(input.name) == 0 &&
          m_IndexTable->Rows() > 0)
      {
        CompareShards(input, m_Plan.inputs[i].table, *m_Index, m_Problems, m_Plan.notes);
      }
    }
  }

  /** Axes and columns. False when the step cannot be expanded. */
  bool
  CheckStep(std::size_t number)
  {
    const Step & step = Steps()[number];
    bool         good = CheckAxes(step);
    for (const auto & [port, reference] : step.in)
    {
      if (!reference.step.empty())
      {
        good = good && m_Broken.count(reference.step) == 0;
        continue;
      }
      if (m_Unread.count(reference.port) > 0)
      {
        good = false;
        continue;
      }
      const InputTable & input = InputOf(reference);
      if (m_Plan.workflow.FindInput(reference.port)->type == ValueType::Table)
      {
        const std::size_t before = m_Problems.Items().size();
        const auto        axes = SharedAxes(input.table, *m_IndexTable, step.each);
        m_Plan.columns[number][port] = PortColumns(step, *step.descriptor->Input(port), input.table, axes, m_Problems);
        good = good && m_Problems.Items().size() == before;
      }
    }
    if (!good)
    {
      m_Broken.insert(step.name);
    }
    return good;
  }

  bool
  CheckAxes(const Step & step)
  {
    bool good = true;
    for (const std::string & axis : step.each)
    {
      const std::string where = "/steps/" + step.name + "/each";
      if (axis == kSeedAxis)
      {
        if (m_IndexTable->Has(axis))
        {
          m_Problems.Add(where,
                         std::string("the axis '") + kSeedAxis +
                           "' counts trainings, but the screen index has a column of that name; rename the column");
          good = false;
        }
        continue;
      }
      if (!m_IndexTable->Has(axis))
      {
        m_Problems.Add(where,
                       "the screen index has no column '" + axis + "'" + Suggestion(axis, m_IndexTable->Names(), ""));
        good = false;
        continue;
      }
      const Table::Text cells = m_IndexTable->Texts(axis);
      const auto        empty = std::count(cells.begin(), cells.end(), "");
      if (empty > 0)
      {
        m_Problems.Add(where,
                       std::to_string(empty) + " of " + std::to_string(cells.size()) +
                         " rows of the screen index have no " + axis);
        good = false;
      }
    }
    return good;
  }

  const InputTable &
  InputOf(const Reference & reference) const
  {
    return m_Plan.inputs[static_cast<std::size_t>(InputNumber(reference))];
  }

  int
  InputNumber(const Reference & reference) const
  {
    return static_cast<int>(m_Plan.workflow.FindInput(reference.port) - m_Plan.workflow.inputs.data());
  }

  std::size_t
  StepNumber(const std::string & name) const
  {
    return static_cast<std::size_t>(m_Plan.workflow.FindStep(name) - Steps().data());
  }

  void
  Expand(std::size_t number)
  {
    const Step &      step = Steps()[number];
    const std::size_t count = m_Index->Count(step.each);
    for (std::size_t group = 0; group < count; ++group)
    {
      Task task;
      task.step = number;
      task.shard = m_Index->ShardOf(step.each, static_cast<AxisIndex::Group>(group));
      task.seed = TaskSeed(m_Plan.workflow.seed, step.descriptor->id, task.shard);
      m_Plan.tasks.push_back(std::move(task));
    }
    for (const auto & [port, reference] : step.in)
    {
      if (!reference.step.empty())
      {
        FeedFromStep(number, port, reference);
      }
      else if (m_Plan.workflow.FindInput(reference.port)->type == ValueType::Table)
      {
        FeedFromTable(number, port, reference);
      }
      else
      {
        for (std::size_t task = m_FirstTask[number]; task < m_Plan.tasks.size(); ++task)
        {
          Feed & feed = m_Plan.tasks[task].feeds[port];
          feed.input = InputNumber(reference);
          feed.digest = InputOf(reference).digest;
        }
      }
    }
  }

  void
  FeedFromStep(std::size_t number, const std::string & port, const Reference & reference)
  {
    const Step &             step = Steps()[number];
    const std::size_t        producer = StepNumber(reference.step);
    const AxisIndex::Lists & lists = m_Index->Join(step.each, Steps()[producer].each);
    std::size_t              several = 0;
    std::size_t              firstOfSeveral = 0;
    for (std::size_t group = 0; group + 1 < lists.begin.size(); ++group)
    {
      const std::size_t task = m_FirstTask[number] + group;
      Feed &            feed = m_Plan.tasks[task].feeds[port];
      feed.outputPort = reference.port;
      for (std::size_t i = lists.begin[group]; i < lists.begin[group + 1]; ++i)
      {
        feed.tasks.push_back(m_FirstTask[producer] + lists.items[i]);
      }
      if (feed.tasks.size() > 1 && ++several == 1)
      {
        firstOfSeveral = task;
      }
    }
    if (several > 0 && !step.descriptor->Input(port)->many)
    {
      ReportSeveral(step, port, reference, m_Plan.tasks[firstOfSeveral], several);
    }
  }

  void
  ReportSeveral(const Step &        step,
                const std::string & port,
                const Reference &   reference,
                const Task &        task,
                std::size_t         count)
  {
    constexpr std::size_t            kShown = 3;
    const std::vector<std::size_t> & producers = task.feeds.at(port).tasks;
    std::vector<std::string>         shown;
    for (std::size_t i = 0; i < std::min(kShown, producers.size()); ++i)
    {
      shown.push_back(m_Plan.tasks[producers[i]].shard.ToString());
    }
    std::vector<std::string> axes = step.each;
    for (const std::string & axis : m_Plan.workflow.FindStep(reference.step)->each)
    {
      if (!task.shard.Has(axis))
      {
        axes.push_back(axis);
      }
    }
    SortAxes(axes);
    m_Problems.Add("/steps/" + step.name + "/in/" + port,
                   "port '" + port + "' takes one element, but for shard " + task.shard.ToString() + " " +
                     reference.ToString() + " has " + std::to_string(producers.size()) + ": " + Join(shown, "; ") +
                     (producers.size() > kShown ? "; ..." : "") +
                     (count > 1 ? " (likewise for " + std::to_string(count - 1) + " more)" : "") +
                     "; run the step once per " + Join(axes) + ", or use a node that gathers");
  }

  void
  FeedFromTable(std::size_t number, const std::string & port, const Reference & reference)
  {
    const Step &                          step = Steps()[number];
    const InputTable &                    input = InputOf(reference);
    const std::vector<std::string>        axes = SharedAxes(input.table, *m_IndexTable, step.each);
    const std::vector<AxisIndex::Group>   located = m_Index->Locate(input.table, axes);
    std::vector<std::vector<std::size_t>> rowsOf(m_Index->Count(axes));
    for (std::size_t row = 0; row < located.size(); ++row)
    {
      if (located[row] != AxisIndex::kNone)
      {
        rowsOf[located[row]].push_back(row);
      }
    }
    const RowDigest          digest(input.table, m_Plan.columns[number].at(port));
    const AxisIndex::Lists & lists = m_Index->Join(step.each, axes);
    for (std::size_t group = 0; group + 1 < lists.begin.size(); ++group)
    {
      Feed & feed = m_Plan.tasks[m_FirstTask[number] + group].feeds[port];
      feed.input = InputNumber(reference);
      for (std::size_t i = lists.begin[group]; i < lists.begin[group + 1]; ++i)
      {
        const std::vector<std::size_t> & rows = rowsOf[lists.items[i]];
        feed.rows.insert(feed.rows.end(), rows.begin(), rows.end());
      }
      feed.digest = digest.Of(feed.rows);
    }
  }

  void
  CheckNodes()
  {
    Foresight foresight;
    for (std::size_t step = 0; step < Steps().size(); ++step)
    {
      const std::string & name = Steps()[step].name;
      if (m_Broken.count(name) == 0 && m_Unloaded.count(name) == 0)
      {
        CheckNode(m_Plan, step, m_Registry, foresight, m_Problems);
      }
    }
  }

  void
  IdentifyFiles()
  {
    PlanFiles files(m_Registry);
    for (const Step & step : Steps())
    {
      files.Identify(m_Plan, step, m_Problems);
    }
  }

  void
  MakeKeys()
  {
    std::vector<StepKey> keys;
    for (std::size_t step = 0; step < Steps().size(); ++step)
    {
      keys.emplace_back(m_Plan, step);
    }
    for (Task & task : m_Plan.tasks)
    {
      task.key = Sha256(keys[task.step].Text(m_Plan, task));
    }
  }

  NodeRegistry &      m_Registry;
  const PlanOptions & m_Options;
  Plan                m_Plan;
  Diagnostics         m_Problems;
  const Table   m_Whole{ { "-" }, { { "" } } }; ///< stands for the index where there is no screen: one shard, no axes
  const Table * m_IndexTable = &m_Whole;
  AxisIndex *   m_Index = nullptr;
  std::vector<std::size_t> m_FirstTask; ///< of each step; its tasks follow each other in shard order
  std::set<std::string>    m_Unread;    ///< inputs
  std::set<std::string>    m_Unloaded;  ///< steps without a usable plugin
  std::set<std::string>    m_Broken;    ///< steps that were not expanded
};
} // namespace

Plan
MakePlan(Workflow workflow, NodeRegistry & registry, const PlanOptions & options)
{
  return Planner(std::move(workflow), registry, options).Make();
}
} // namespace pheno

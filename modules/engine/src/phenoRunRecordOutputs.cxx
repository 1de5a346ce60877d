#include "phenoRunRecordOutputs.h"

#include "phenoCopyPath.h"
#include "phenoStoreFiles.h"
#include "phenoStoreOutcome.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <set>

namespace pheno
{
namespace
{
std::vector<fs::path>
EntriesOf(const fs::path & folder)
{
  std::vector<fs::path> entries;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

/** Copies the outputs of one run. */
class Exporter
{
public:
  Exporter(const fs::path & folder, const Plan & plan, const std::vector<TaskResult> & results, const Store & store)
    : m_Folder(folder)
    , m_Plan(plan)
    , m_Results(results)
    , m_Store(store)
  {}

  ExportedOutput
  Export(const std::string & name, const Reference & reference)
  {
    m_Paths.clear();
    const Step *          step = m_Plan.workflow.FindStep(reference.step);
    const bool            sharded = !this->NamedBy(*step).empty();
    std::set<std::string> stems;
    for (const std::size_t task : m_Plan.TasksOf(reference.step))
    {
      const std::string stem = sharded ? Unused(this->StemOf(m_Plan.tasks[task].shard), stems) : name;
      if (m_Results[task].state != TaskState::Done && m_Results[task].state != TaskState::Cached)
      {
        continue;
      }
      const fs::path place = sharded ? m_Folder / "outputs" / name : m_Folder / "outputs";
      ExportTask(task, *step->descriptor->Output(reference.port), place, stem, sharded);
    }
    std::sort(m_Paths.begin(), m_Paths.end());
    return { name, m_Paths };
  }

private:
  /** The axes that tell a step's files apart: seeds only where there are several. */
  std::vector<std::string>
  NamedBy(const Step & step) const
  {
    std::vector<std::string> axes = step.each;
    if (m_Plan.workflow.seeds == 1)
    {
      std::erase(axes, kSeedAxis);
    }
    return axes;
  }

  /** "P1_B02", of several seeds "P1_B02_seed-3". */
  std::string
  StemOf(const Shard & shard) const
  {
    std::vector<Shard::Axis> axes;
    for (const auto & [axis, value] : shard.Axes())
    {
      if (axis != kSeedAxis)
      {
        axes.emplace_back(axis, value);
      }
      else if (m_Plan.workflow.seeds > 1)
      {
        axes.emplace_back(axis, std::string(kSeedAxis) + "-" + value);
      }
    }
    return Shard(std::move(axes)).FileStem();
  }

  static std::string
  Unused(const std::string & stem, std::set<std::string> & used)
  {
    std::string name = stem;
    for (int number = 2; !used.insert(name).second; ++number)
    {
      name = stem + "-" + std::to_string(number);
    }
    return name;
  }

  void
  ExportTask(std::size_t task, const Port & port, const fs::path & place, const std::string & stem, bool sharded)
  {
    const auto outcome = ReadOutcome(m_Store, m_Plan.tasks[task].key);
    if (!outcome || outcome->outputs.count(port.name) == 0)
    {
      return;
    }
    const fs::path relative = outcome->outputs.at(port.name);
    const fs::path stored = outcome->folder / relative;
    MakeFolder(place);
    if (port.type == ValueType::Profiles)
    {
      for (const fs::path & path : ExportValue(LoadValue(port.type, stored), place, stem))
      {
        Note(path);
      }
      return;
    }
    const bool inOwnFolder = port.type == ValueType::File && relative.has_parent_path() && !fs::is_directory(stored);
    const auto beside = inOwnFolder ? EntriesOf(stored.parent_path()) : std::vector<fs::path>{ stored };
    const bool alone = beside.size() == 1;
    const auto from = alone ? stored : stored.parent_path();
    const auto to = place / (fs::is_directory(from) ? stem : stem + stored.extension().string());
    CopyPath(from, to);
    Note(to);
    const std::string name = stored.filename().string();
    if (!sharded && port.type == ValueType::File && (name == "report.html" || name == "metrics.json"))
    {
      for (const fs::path & entry : beside)
      {
        CopyPath(entry, m_Folder / entry.filename());
        Note(m_Folder / entry.filename());
      }
    }
  }

  void
  Note(const fs::path & path)
  {
    m_Paths.push_back(fs::relative(path, m_Folder).generic_string() + (fs::is_directory(path) ? "/" : ""));
  }

  const fs::path &                m_Folder;
  const Plan &                    m_Plan;
  const std::vector<TaskResult> & m_Results;
  const Store &                   m_Store;
  std::vector<std::string>        m_Paths;
};
} // namespace

std::vector<ExportedOutput>
ExportWorkflowOutputs(const fs::path &                folder,
                      const Plan &                    plan,
                      const std::vector<TaskResult> & results,
                      const Store &                   store)
{
  Exporter                    exporter(folder, plan, results, store);
  std::vector<ExportedOutput> outputs;
  for (const auto & [name, reference] : plan.workflow.outputs)
  {
    outputs.push_back(exporter.Export(name, reference));
  }
  return outputs;
}
} // namespace pheno

#include "phenoPlanFiles.h"

#include "phenoInputsOnly.h"
#include "phenoPlanInputs.h"
#include "phenoScreenIndex.h"

namespace pheno
{
void
PlanFiles::Identify(Plan & plan, const Step & step, Diagnostics & problems)
{
  try
  {
    const std::unique_ptr<Node> node = m_Registry.Create(step.descriptor->id, step.params);
    for (const std::size_t number : plan.TasksOf(step.name))
    {
      Task & task = plan.tasks[number];
      for (const fs::path & path : node->Files(InputsOnly(plan, step, { number }, nullptr), task.shard))
      {
        task.files.push_back(this->DigestOf(path));
      }
    }
  }
  catch (const std::exception & error) // Error, or what the file system says
  {
    problems.Add("/steps/" + step.name, error.what());
  }
}

const std::string &
PlanFiles::DigestOf(const fs::path & path)
{
  const auto [found, isNew] = m_Digests.try_emplace(path);
  if (isNew)
  {
    found->second = fs::exists(path) ? ContentDigest(path, QuickDigest) : "missing";
  }
  return found->second;
}
} // namespace pheno

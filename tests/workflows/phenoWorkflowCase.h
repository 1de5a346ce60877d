#ifndef phenoWorkflowCase_h
#define phenoWorkflowCase_h

#include "phenoFolders.h"
#include "phenoPlan.h"

#include <algorithm>
#include <string>
#include <vector>

/** Cases as data: good/NAME.json or bad/NAME.json is a workflow, NAME.expected.json beside it says what must come of
 * it. */
namespace pheno::test
{
struct WorkflowCase
{
  fs::path workflow;
  Json     expected;
};

inline std::vector<WorkflowCase>
WorkflowCases(const std::string & kind)
{
  std::vector<WorkflowCase> cases;
  for (const fs::directory_entry & entry : fs::directory_iterator(fs::path(kSourceDir) / "tests/workflows" / kind))
  {
    const fs::path & path = entry.path();
    if (path.extension() == ".json" && path.stem().extension() != ".expected")
    {
      const fs::path expected = path.parent_path() / (path.stem().string() + ".expected.json");
      cases.push_back({ path, Json(ReadJson(expected)) });
    }
  }
  std::sort(cases.begin(), cases.end(), [](const auto & a, const auto & b) { return a.workflow < b.workflow; });
  return cases;
}

/** Reads and plans as the command line would; "options" of the expectation are what was typed. */
inline Plan
PlanCase(const WorkflowCase & item, NodeRegistry & registry, std::vector<Diagnostic> & warnings)
{
  const Json      options = item.expected.value("options", Json::object());
  WorkflowOptions typed;
  typed.inputs = options.value("inputs", std::map<std::string, std::string>{});
  typed.params = options.value("params", std::map<std::string, std::string>{});
  if (options.contains("seeds"))
  {
    typed.seeds = options.at("seeds").get<unsigned>();
  }
  if (options.contains("until"))
  {
    typed.until = options.at("until").get<std::string>();
  }
  PlanOptions planning;
  if (options.contains("exclusions"))
  {
    planning.exclusions = item.workflow.parent_path() / options.at("exclusions").get<std::string>();
  }
  return MakePlan(ReadWorkflow(item.workflow, registry, typed, warnings), registry, planning);
}

/** Messages without the place of this source tree. */
inline std::string
WithoutFolder(std::string text)
{
  const std::string folder = (fs::path(kSourceDir) / "tests/workflows").string();
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
  {
    text.replace(at, folder.size(), "{folder}");
  }
  return text;
}

/** What is said before the run, warnings among it, where there is an error. */
inline Json
MessagesOf(const WorkflowCase & item, NodeRegistry & registry)
{
  Json                    messages = Json::array();
  std::vector<Diagnostic> warnings;
  try
  {
    PlanCase(item, registry, warnings);
  }
  catch (const DiagnosticsError & error)
  {
    for (const Diagnostic & problem : error.Items())
    {
      messages.push_back(WithoutFolder(ToString(problem)));
    }
  }
  return messages;
}
} // namespace pheno::test

#endif

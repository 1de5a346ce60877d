#include "phenoTest.h"
#include "phenoWorkflowCase.h"

using namespace pheno;

namespace
{
Json
MessagesOf(const test::WorkflowCase & item, NodeRegistry & registry)
{
  Json                    messages = Json::array();
  std::vector<Diagnostic> warnings;
  try
  {
    test::PlanCase(item, registry, warnings);
  }
  catch (const DiagnosticsError & error)
  {
    for (const Diagnostic & problem : error.Items())
    {
      messages.push_back(test::WithoutFolder(ToString(problem)));
    }
  }
  return messages;
}
} // namespace

TEST_CASE("what is wrong with a workflow is said in these words, all of it, before anything runs")
{
  NodeRegistry registry;
  registry.AddFolder(fs::path(PHENO_BINARY_DIR) / "test_nodes", false);
  const auto cases = test::WorkflowCases("bad");
  CHECK(cases.size() >= 25);
  for (const test::WorkflowCase & item : cases)
  {
    const Json messages = MessagesOf(item, registry);
    CHECK_MESSAGE(messages == item.expected.value("messages", Json()),
                  item.workflow.stem().string() << ": got " << messages.dump(2));
  }
}

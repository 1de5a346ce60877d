#include "phenoFolders.h"
#include "phenoTest.h"
#include "phenoWorkflowCase.h"

using namespace pheno;

TEST_CASE("what is wrong with a workflow is said in these words, all of it, before anything runs")
{
  NodeRegistry registry;
  registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", false);
  const auto cases = test::WorkflowCases("bad");
  CHECK(cases.size() >= 25);
  for (const test::WorkflowCase & item : cases)
  {
    const Json messages = test::MessagesOf(item, registry);
    CHECK_MESSAGE(messages == item.expected.value("messages", Json()),
                  item.workflow.stem().string() << ": got " << messages.dump(2));
  }
}

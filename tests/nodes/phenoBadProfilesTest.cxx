#include "../workflows/phenoWorkflowCase.h"
#include "phenoFolders.h"
#include "phenoTest.h"

#include "phenoItkSession.h"

using namespace pheno;

namespace
{
NodeRegistry
BuiltInNodes()
{
  NodeRegistry registry;
  registry.AddFolder(fs::path(test::kBinaryDir) / "nodes", false);
  return registry;
}

void
CheckCases(const std::string & kind, std::size_t least)
{
  WarmUpItk();
  NodeRegistry registry = BuiltInNodes();
  const auto   cases = test::WorkflowCases(kind);
  CHECK(cases.size() >= least);
  for (const test::WorkflowCase & item : cases)
  {
    const Json messages = test::MessagesOf(item, registry);
    CHECK_MESSAGE(messages == item.expected.value("messages", Json()),
                  item.workflow.stem().string() << ": got " << messages.dump(2));
  }
}
} // namespace

TEST_CASE("profiles that a step cannot work on are refused in these words, before anything runs")
{
  CheckCases("bad_profiles", 20);
}

TEST_CASE("channels that no image will have are refused in these words, before anything runs")
{
  CheckCases("bad_channels", 3);
}

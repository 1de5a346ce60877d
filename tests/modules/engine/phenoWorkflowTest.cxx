#include "phenoFolders.h"
#include "phenoWorkflow.h"
#include "phenoTest.h"

#include <fstream>

using namespace pheno;

namespace
{
/** A folder with an empty index and one workflow file. */
class WorkflowFile
{
public:
  WorkflowFile()
  {
    m_Registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", false);
    std::ofstream((m_Folder / "index.csv").c_str()) << "plate,well\nP1,A01\n";
    Set(R"({"pheno": 1, "name": "w", "doc": "A test.", "seed": 5,
            "inputs": {"screen": {"type": "table", "path": "index.csv", "doc": "Wells."}},
            "steps": {"all": {"node": "test.gather_rows", "in": {"tables": "emit.table"}},
                      "emit": {"node": "test.emit_rows@1", "doc": "Why.", "each": ["well", "plate"], "in": {"rows": "@screen"},
                               "params": {"group": {"level": 2}}}},
            "outputs": {"rows": "all.table"}})");
  }
  void
  Set(const std::string & text)
  {
    std::ofstream((m_Folder / "w.json").c_str()) << text;
  }
  Workflow
  Read(const WorkflowOptions & options = {})
  {
    return ReadWorkflow(m_Folder / "w.json", m_Registry, options, m_Warnings);
  }
  fs::path
  operator/(const std::string & name) const
  {
    return m_Folder / name;
  }
  const std::vector<Diagnostic> &
  Warnings() const
  {
    return m_Warnings;
  }

private:
  test::TemporaryFolder   m_Folder;
  NodeRegistry            m_Registry;
  std::vector<Diagnostic> m_Warnings;
};
} // namespace

TEST_CASE("a workflow is read with defaults filled in and producers first")
{
  WorkflowFile   file;
  const Workflow workflow = file.Read();
  CHECK(workflow.name == "w");
  CHECK(workflow.seed == 5);
  REQUIRE(workflow.steps.size() == 2);
  CHECK(workflow.steps[0].name == "emit");
  CHECK(workflow.steps[0].each == std::vector<std::string>{ "plate", "well" }); // one order of axes
  CHECK(workflow.steps[0].params == Json::parse(R"({"value": 1, "calls": "", "group": {"level": 2, "name": "none"}})"));
  CHECK(workflow.FindStep("all")->in.at("tables").ToString() == "emit.table");
  CHECK(workflow.FindInput("screen")->path == file / "index.csv");
  CHECK(workflow.FindInput("other") == nullptr);
  CHECK(file.Warnings().empty());
}

TEST_CASE("the resolved workflow reads as the same workflow, from any folder")
{
  WorkflowFile    file;
  WorkflowOptions options;
  options.params["emit.value"] = "2.5";
  const OrderedJson resolved = file.Read(options).Resolved();
  CHECK(resolved.at("steps").at("emit").at("params").at("value") == 2.5);
  CHECK(resolved.at("steps").at("emit").at("node") == "test.emit_rows@1");
  file.Set(resolved.dump(2));
  CHECK(file.Read().Resolved() == resolved);
}

TEST_CASE("overrides are typed by the parameter they set")
{
  WorkflowFile    file;
  WorkflowOptions options;
  options.params = { { "emit.group.name", "12" }, { "emit.group.level", "12" }, { "emit.calls", "null" } };
  const Json params = file.Read(options).FindStep("emit")->params;
  CHECK(params.at("group").at("name") == "12");
  CHECK(params.at("group").at("level") == 12);
  CHECK(params.at("calls") == "null");
}

TEST_CASE("inputs of the command line are relative to the working folder")
{
  WorkflowFile    file;
  WorkflowOptions options;
  options.inputs["screen"] = (file / "other.csv").string();
  CHECK_THROWS_WITH_AS(file.Read(options), doctest::Contains("other.csv does not exist"), DiagnosticsError);
  fs::copy_file(file / "index.csv", file / "other.csv");
  CHECK(file.Read(options).FindInput("screen")->path == file / "other.csv");
}

TEST_CASE("--until keeps a step and what it needs")
{
  WorkflowFile    file;
  WorkflowOptions options;
  options.until = "emit";
  const Workflow workflow = file.Read(options);
  CHECK(workflow.steps.size() == 1);
  CHECK(workflow.outputs.empty());
}

TEST_CASE("waste is warned of")
{
  WorkflowFile file;
  file.Set(
    R"({"pheno": 1, "name": "w", "inputs": {"screen": {"type": "table", "path": "index.csv"}, "spare": {"type": "table", "path": "index.csv"}},
    "steps": {"emit": {"node": "test.emit_rows", "inline": true}, "a": {"node": "test.scale_rows", "in": {"table": "emit.table"}},
              "b": {"node": "test.scale_rows", "in": {"table": "emit.table"}}, "c": {"node": "test.emit_rows", "inline": true}}})");
  file.Read();
  REQUIRE(file.Warnings().size() == 3);
  CHECK(ToString(file.Warnings()[0]) == "warning: /inputs/spare: no step reads this input");
  CHECK(ToString(file.Warnings()[1]) == "warning: /steps/emit: this inline work is repeated in 2 stored steps: a, b");
  CHECK(ToString(file.Warnings()[2]) == "warning: /steps/c: this inline step never runs, as no stored step reads it");
}

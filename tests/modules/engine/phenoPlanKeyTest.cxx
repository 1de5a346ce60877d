#include "phenoFolders.h"
#include "phenoHash.h"
#include "phenoSmallScreen.h"

#include <functional>
#include <set>

using namespace pheno;
using test::TaskOf;

namespace
{
/** A screen of two plates with a plate map, and the keys of a workflow on it. */
class KeyedScreen
{
public:
  explicit KeyedScreen(bool foreign = false)
  {
    m_Registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", foreign);
    Write("map.csv", "plate,well,label,note\nP1,A01,x,1\nP1,A02,y,2\nP2,A01,x,3\n");
    Write("index.csv",
          "plate,well,site,channel,path,size,digest\nP1,A01,1,dna,a.tif,5,aa\nP1,A02,1,dna,b.tif,5,bb\nP2,A01,1,dna,c."
          "tif,5,cc\n");
    workflow = Json::parse(R"({"pheno": 1, "name": "keys", "seed": 1,
      "inputs": {"screen": {"type": "table", "path": "index.csv"}, "map": {"type": "table", "path": "map.csv"}},
      "steps": {"emit": {"node": "test.emit_rows", "each": ["plate", "well"], "params": {"value": 30}},
                "read": {"node": "test.read_rows", "each": ["plate", "well"], "in": {"files": "@screen"}},
                "gather": {"node": "test.gather_rows", "each": ["plate"], "in": {"tables": "emit.table", "wells": "@map"},
                           "params": {"label": "label"}},
                "report": {"node": "test.report_run", "in": {"tables": "gather.table"}}}})");
  }
  void
  Write(const std::string & name, const std::string & text)
  {
    std::ofstream((m_Folder / name).c_str()) << text;
  }
  Plan
  MakePlan(bool trustVersions = false)
  {
    Write("workflow.json", workflow.dump());
    std::vector<Diagnostic> warnings;
    PlanOptions             options;
    options.trustVersions = trustVersions;
    return pheno::MakePlan(ReadWorkflow(m_Folder / "workflow.json", m_Registry, {}, warnings), m_Registry, options);
  }
  /** Keys by step and shard. */
  std::map<std::string, std::string>
  Keys()
  {
    std::map<std::string, std::string> keys;
    const Plan                         plan = MakePlan();
    for (const Task & task : plan.tasks)
    {
      keys[plan.StepOf(task).name + " " + task.shard.ToString()] = task.key;
    }
    return keys;
  }
  /** The tasks whose keys differ after a change. */
  std::set<std::string>
  ChangedBy(const std::function<void()> & change)
  {
    const auto before = Keys();
    change();
    std::set<std::string> changed;
    for (const auto & [task, key] : Keys())
    {
      if (before.count(task) == 0 || before.at(task) != key)
      {
        changed.insert(task);
      }
    }
    return changed;
  }

  Json workflow;

private:
  test::TemporaryFolder m_Folder;
  NodeRegistry          m_Registry;
};

using Names = std::set<std::string>;
const Names kEmit{ "emit plate=P1 well=A01", "emit plate=P1 well=A02", "emit plate=P2 well=A01" };
const Names kGather{ "gather plate=P1", "gather plate=P2" };

Names
Union(std::initializer_list<Names> parts)
{
  Names all;
  for (const Names & part : parts)
  {
    all.insert(part.begin(), part.end());
  }
  return all;
}
} // namespace

TEST_CASE("a key is the digest of the canonical text of its parts")
{
  KeyedScreen screen;
  const Plan  plan = screen.MakePlan();
  for (const Task & task : plan.tasks)
  {
    CHECK(task.key == Sha256(CanonicalJson(KeyParts(plan, task))));
  }
}

TEST_CASE("the parts of a key are what determines the task")
{
  KeyedScreen  screen;
  const Plan   plan = screen.MakePlan();
  const Task & emit = plan.tasks[TaskOf(plan, "emit", "plate=P1 well=A02")];
  CHECK(KeyParts(plan, emit) == Json::parse(R"({"node": "test.emit_rows", "version": 1, "seed": 1, "inputs": {},
    "shard": {"plate": "P1", "well": "A02"}, "params": {"value": 30, "calls": "", "group": {"name": "none", "level": 0}}})"));
  const Json gather = KeyParts(plan, plan.tasks[TaskOf(plan, "gather", "plate=P1")]);
  CHECK_FALSE(gather.contains("seed")); // exact
  CHECK(gather.at("inputs").at("tables").at(1) == emit.key + ".table");
  CHECK(gather.at("inputs").at("wells").size() == 1);
}

TEST_CASE("a parameter changes its step and what follows")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] { screen.workflow["steps"]["emit"]["params"]["value"] = 31; }) ==
        Union({ kEmit, kGather, { "report all" } }));
}

TEST_CASE("30 and 30.0 are one parameter, a default written out is the default")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] {
    screen.workflow["steps"]["emit"]["params"]["value"] = 30.0;
    screen.workflow["steps"]["emit"]["params"]["group"]["level"] = 0;
  }) == Names{});
}

TEST_CASE("the seed is part of the keys of nodes that draw, and of what follows them")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] { screen.workflow["seed"] = 2; }) == Union({ kEmit, kGather, { "report all" } }));
}

TEST_CASE("more seeds add tasks and change none that was there but what joins them; each draws its own numbers")
{
  KeyedScreen screen;
  screen.workflow["steps"]["emit"]["each"] = { "plate", "well", "seed" };
  CHECK(screen.ChangedBy([&] { screen.workflow["seeds"] = 2; }) ==
        Union({ { "emit plate=P1 well=A01 seed=2", "emit plate=P1 well=A02 seed=2", "emit plate=P2 well=A01 seed=2" },
                kGather,
                { "report all" } }));
  std::set<std::uint64_t> drawn;
  const Plan              plan = screen.MakePlan();
  for (const std::size_t task : plan.TasksOf("emit"))
  {
    drawn.insert(plan.tasks[task].seed);
  }
  CHECK(drawn.size() == 6);
}

TEST_CASE("names, order, documentation and paths are not part of keys; only who reads the run sees the workflow's name")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] {
    screen.workflow["name"] = "other";
    screen.workflow["inputs"]["map"]["doc"] = "A plate map.";
    screen.Write("renamed.csv", "plate,well,label,note\nP1,A01,x,1\nP1,A02,y,2\nP2,A01,x,3\n");
    screen.workflow["inputs"]["map"]["path"] = "renamed.csv";
  }) == Names{ "report all" });
}

TEST_CASE("a column that a node does not read changes nothing but reports; one that it reads changes its shard")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] {
    screen.Write("map.csv", "plate,well,label,note\nP1,A01,x,9\nP1,A02,y,9\nP2,A01,x,9\n");
  }) == Names{ "report all" });
  CHECK(screen.ChangedBy([&] {
    screen.Write("map.csv", "plate,well,label,note\nP1,A01,x,9\nP1,A02,z,9\nP2,A01,x,9\n");
  }) == Names{ "gather plate=P1", "report all" });
}

TEST_CASE("the order of a plate map's rows and columns is not part of keys")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] {
    screen.Write("map.csv", "label,well,plate,note\nx,A01,P2,3\ny,A02,P1,2\nx,A01,P1,1\n");
  }) == Names{ "report all" });
}

TEST_CASE("a raw file's identity is its index row, not its time")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] {
    screen.Write("index.csv",
                 "plate,well,site,channel,path,size,digest\nP1,A01,1,dna,a.tif,5,aa\nP1,A02,1,dna,b2.tif,5,bb\nP2,A01,"
                 "1,dna,c.tif,5,cc\n");
  }) == Names{ "read plate=P1 well=A02", "report all" });
}

TEST_CASE("what a file holds that a node says it will read is part of its task's key, its time is not")
{
  KeyedScreen screen;
  screen.workflow["steps"]["named"] =
    Json::parse(R"({"node": "test.read_named", "each": ["plate", "well"], "in": {"files": "@screen"}})");
  screen.Write("b.tif.note", "first");
  const Plan plan = screen.MakePlan();
  const auto partsOf = [&](const char * step) {
    return KeyParts(plan, plan.tasks[TaskOf(plan, step, "plate=P1 well=A02")]);
  };
  CHECK(partsOf("named").at("files").size() == 1);
  CHECK_FALSE(partsOf("read").contains("files"));
  CHECK(screen.ChangedBy([&] { screen.Write("b.tif.note", "first"); }).empty());
  const Names second{ "named plate=P1 well=A02" };
  CHECK(screen.ChangedBy([&] { screen.Write("b.tif.note", "other"); }) == second);
  CHECK(screen.ChangedBy([&] { screen.Write("c.tif.note", "new"); }) == Names{ "named plate=P2 well=A01" });
}

TEST_CASE("adding a plate changes no key of the others")
{
  KeyedScreen screen;
  CHECK(screen.ChangedBy([&] {
    screen.Write("index.csv",
                 "plate,well,site,channel,path,size,digest\nP0,A01,1,dna,z.tif,5,zz\nP1,A01,1,dna,a.tif,5,aa\nP1,A02,1,"
                 "dna,b.tif,5,bb\n"
                 "P2,A01,1,dna,c.tif,5,cc\n");
  }) == Names{ "emit plate=P0 well=A01", "read plate=P0 well=A01", "gather plate=P0", "report all" });
}

TEST_CASE("the library of a node from --nodes is part of its keys, unless its versions are trusted")
{
  KeyedScreen  ours;
  KeyedScreen  foreign(true);
  const Plan   plan = foreign.MakePlan();
  const Task & task = plan.tasks[0];
  REQUIRE(plan.StepOf(task).descriptor->id == "test.emit_rows");
  CHECK(KeyParts(plan, task).at("library") == Sha256File(fs::path(test::kBinaryDir) / "test_nodes/emit_rows.so"));
  CHECK(task.key != ours.MakePlan().tasks[0].key);
  CHECK(foreign.MakePlan(true).tasks[0].key == ours.MakePlan().tasks[0].key);
}

#include "phenoSmallScreen.h"

#include "phenoModel.h"
#include "phenoNumber.h"

namespace
{
using namespace pheno;
using test::SmallScreen;
using test::TaskOf;

const Json kSite = { "plate", "well", "site" };

#ifdef __SANITIZE_ADDRESS__
constexpr bool kKeepsFreedMemory = true;
#else
constexpr bool kKeepsFreedMemory = false;
#endif

Json
InlineStep(const std::string & node, const Json & in, const Json & params = Json::object())
{
  return { { "node", node }, { "each", kSite }, { "inline", true }, { "in", in }, { "params", params } };
}

std::vector<TaskResult>
Run(const Plan & plan, SmallScreen & screen, Store & store)
{
  ExecuteOptions options;
  options.cpus = 2;
  const auto results = Execute(plan, screen.Registry(), store, options, {});
  for (const TaskResult & result : results)
  {
    CHECK(result.error == "");
  }
  return results;
}
} // namespace

TEST_CASE("two ports that one inline result feeds do not compute it twice")
{
  SmallScreen screen(1, 5, 1);
  Store       store = screen.OpenStore();
  const Plan  plan = screen.MakePlan(
    { { "read", InlineStep("test.read_rows", { { "files", "@screen" } }, { { "calls", screen.CallsFile("reads") } }) },
       { "split",
         InlineStep("test.split_rows", { { "table", "read.table" } }, { { "calls", screen.CallsFile("splits") } }) },
       { "pair",
         { { "node", "test.pair_rows" }, { "in", { { "left", "split.left" }, { "right", "split.right" } } } } } });
  Run(plan, screen, store);
  CHECK(screen.Calls("splits") == 5);
  CHECK(screen.Calls("reads") == 5);
}

TEST_CASE("an inline result that reaches an element by two ways is computed once, whichever port comes first")
{
  for (const bool rawFirst : { false, true })
  {
    CAPTURE(rawFirst);
    SmallScreen screen(1, 5, 1);
    Store       store = screen.OpenStore();
    const Json  left = rawFirst ? "read.table" : "scale.table";
    const Json  right = rawFirst ? "scale.table" : "read.table";
    const Plan  plan = screen.MakePlan(
      { { "read", InlineStep("test.read_rows", { { "files", "@screen" } }, { { "calls", screen.CallsFile() } }) },
         { "scale", InlineStep("test.scale_rows", { { "table", "read.table" } }) },
         { "pair", { { "node", "test.pair_rows" }, { "in", { { "left", left }, { "right", right } } } } } });
    Run(plan, screen, store);
    CHECK(screen.Calls() == 5);
  }
}

TEST_CASE("nodes are built once a step and worker")
{
  SmallScreen    screen(1, 6, 1);
  Store          store = screen.OpenStore();
  const Plan     plan = screen.MakePlan({ { "emit",
                                            { { "node", "test.count_instances" },
                                              { "each", kSite },
                                              { "params", { { "calls", screen.CallsFile() } } } } } });
  ExecuteOptions options;
  Execute(plan, screen.Registry(), store, options, {});
  CHECK(screen.Calls() == 1);
}

TEST_CASE("files of inline steps live as long as they are read and then disappear")
{
  SmallScreen screen(1, 3, 1);
  Store       store = screen.OpenStore();
  const Plan  plan =
    screen.MakePlan({ { "read", InlineStep("test.read_rows", { { "files", "@screen" } }) },
                      { "split", InlineStep("test.split_rows", { { "table", "read.table" } }) },
                      { "note", InlineStep("test.read_note", { { "note", "split.note" } }) },
                      { "gather", { { "node", "test.gather_rows" }, { "in", { { "tables", "note.table" } } } } } });
  Run(plan, screen, store);
  CHECK(test::StoredTable(plan, screen, store, "gather", "all") == "value,labels\n1,0\n1,0\n1,0\n");
  CHECK(test::Leftovers(store).empty());
}

TEST_CASE("an optional output of an inline step that nobody reads is not wanted, unless somebody looks at it")
{
  SmallScreen screen(1, 1, 1);
  Store       store = screen.OpenStore();
  const Plan  plan =
    screen.MakePlan({ { "read", InlineStep("test.read_rows", { { "files", "@screen" } }) },
                      { "split", InlineStep("test.split_rows", { { "table", "read.table" } }) },
                      { "gather", { { "node", "test.gather_rows" }, { "in", { { "tables", "split.left" } } } } } });
  Run(plan, screen, store);
  const std::size_t split = TaskOf(plan, "split", "plate=P1 well=A01 site=1");
  const Value       note = Evaluate(plan, split, "note", screen.Registry(), store);
  CHECK(fs::exists(std::get<Ptr<File>>(note)->path));
}

TEST_CASE("any port of an inline step can be looked at")
{
  SmallScreen screen(1, 2, 1);
  screen.Write(1, 2, 1, "bad");
  Store      store = screen.OpenStore();
  const Plan plan =
    screen.MakePlan({ { "read", InlineStep("test.read_rows", { { "files", "@screen" } }) },
                      { "scale", InlineStep("test.scale_rows", { { "table", "read.table" } }) },
                      { "gather", { { "node", "test.gather_rows" }, { "in", { { "tables", "scale.table" } } } } } });
  CHECK(test::StoredTable(plan, screen, store, "scale", "plate=P1 well=A01 site=1") == "value\n222\n");
  const auto look = [&](const std::string & step, const std::string & shard, const std::string & port) {
    return Evaluate(plan, TaskOf(plan, step, shard), port, screen.Registry(), store);
  };
  CHECK_THROWS_WITH_AS(look("scale", "plate=P1 well=A02 site=1", "table"), "P1_A02_1.txt is bad", BadData);
  CHECK_THROWS_WITH_AS(look("gather", "all", "table"), doctest::Contains("gather all is not in the store"), Error);
  CHECK_THROWS_WITH_AS(look("gather", "all", "tabel"), "step 'gather' has no output 'tabel'; it has table", Error);
}

TEST_CASE("rows of the index reach a node with absolute paths and only the columns that it declares")
{
  SmallScreen screen(1, 1, 1);
  const Plan  plan = screen.MakePlan(
    { { "read", { { "node", "test.read_rows" }, { "each", kSite }, { "in", { { "files", "@screen" } } } } } });
  Store store = screen.OpenStore();
  Run(plan, screen, store);
  CHECK(test::StoredTable(plan, screen, store, "read", "plate=P1 well=A01 site=1") == "value\n111\n");
}

TEST_CASE("the memory of a gather over inline images does not grow with their number")
{
  if (kKeepsFreedMemory)
  {
    PHENO_SKIP("AddressSanitizer keeps freed memory");
  }
  // 200 planes of 512 x 512 float pixels are 200 MB when they are all held.
  SmallScreen screen(1, 20, 10);
  Store       store = screen.OpenStore();
  const auto  grownMb = [&](bool hold) {
    const Plan plan = screen.MakePlan({ { "emit", InlineStep("test.emit_image", Json::object()) },
                                        { "gather",
                                          { { "node", "test.gather_images" },
                                            { "in", { { "images", "emit.image" } } },
                                            { "params", { { "hold", hold } } } } } });
    Run(plan, screen, store);
    const Value value = Evaluate(plan, TaskOf(plan, "gather", "all"), "table", screen.Registry(), store);
    const auto  table = std::get<Ptr<Table>>(value);
    CHECK(table->Numbers("sum")[0] == 20 * 55); // sites 1 to 10 of 20 wells
    return table->Numbers("grown_mb")[0];
  };
  CHECK(grownMb(false) < 10);
  CHECK(grownMb(true) > 150);
}

TEST_CASE("the memory of a gather does not grow when an inline chain reads a stored image an element")
{
  if (kKeepsFreedMemory)
  {
    PHENO_SKIP("AddressSanitizer keeps freed memory");
  }
  SmallScreen screen(1, 20, 5);
  Store       store = screen.OpenStore();
  const Plan  plan =
    screen.MakePlan({ { "emit", { { "node", "test.emit_image" }, { "each", kSite } } },
                      { "pass", InlineStep("test.pass_image", { { "image", "emit.image" } }) },
                      { "gather", { { "node", "test.gather_images" }, { "in", { { "images", "pass.image" } } } } } });
  Run(plan, screen, store);
  const Value value = Evaluate(plan, TaskOf(plan, "gather", "all"), "table", screen.Registry(), store);
  CHECK(std::get<Ptr<Table>>(value)->Numbers("sum")[0] == 20 * 15);
  CHECK(std::get<Ptr<Table>>(value)->Numbers("grown_mb")[0] < 10);
}

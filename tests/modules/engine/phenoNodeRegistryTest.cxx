#include "phenoFolders.h"
#include "phenoNodeRegistry.h"
#include "phenoAbi.h"
#include "phenoHash.h"
#include "phenoTest.h"

#include <fstream>

using namespace pheno;

namespace
{
fs::path
Broken(const std::string & name)
{
  return fs::path(test::kBinaryDir) / "test_nodes_broken" / name;
}

/** What loading a plugin of tests/nodes/broken says. */
std::string
Refusal(const std::string & name)
{
  NodeRegistry registry;
  registry.AddFolder(Broken(name), true);
  try
  {
    registry.Load("broken." + name);
  }
  catch (const Error & error)
  {
    return error.what();
  }
  return "";
}
} // namespace

TEST_CASE("nodes are known from their descriptors, without a plugin")
{
  const test::TemporaryFolder folder;
  fs::copy_file(fs::path(test::kBinaryDir) / "test_nodes/emit_rows.json", folder / "emit_rows.json");
  std::ofstream((folder / "notes.json").c_str()) << R"({"$schema": "other.schema.json"})";
  std::ofstream((folder / "list.json").c_str()) << "[1]";
  NodeRegistry registry;
  registry.AddFolder(folder.Path(), true);
  REQUIRE(registry.All().size() == 1);
  const Descriptor * node = registry.Find("test.emit_rows");
  REQUIRE(node != nullptr);
  CHECK(node->foreign);
  CHECK(registry.Find("test.emit") == nullptr);
  CHECK(registry.UnknownNode("test.emit_row") == "unknown node 'test.emit_row'; did you mean 'test.emit_rows'?");
  CHECK_THROWS_WITH_AS(registry.Load("test.emit_rows"), doctest::Contains("does not exist; build the node"), Error);
}

TEST_CASE("a folder that is named twice counts once, as it was named first")
{
  const test::TemporaryFolder folder;
  fs::copy_file(fs::path(test::kBinaryDir) / "test_nodes/emit_rows.json", folder / "emit_rows.json");
  NodeRegistry registry;
  registry.AddFolder(folder.Path(), true);
  registry.AddFolder(folder / ".", false);
  REQUIRE(registry.All().size() == 1);
  CHECK(registry.Find("test.emit_rows")->foreign);
}

TEST_CASE("all nodes of a folder are listed by id, and load")
{
  NodeRegistry registry;
  registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", false);
  std::vector<std::string> ids;
  for (const Descriptor * node : registry.All())
  {
    ids.push_back(node->id);
    CHECK_NOTHROW(registry.Load(node->id));
    CHECK_NOTHROW(registry.Load(node->id));
  }
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(std::count(ids.begin(), ids.end(), "test.emit_rows") == 1);
  CHECK(registry.LibraryDigest("test.emit_rows") == Sha256File(registry.Find("test.emit_rows")->library));
  Json params = Json::object();
  params["value"] = 1;
  CHECK(registry.Create("test.emit_rows", params) != nullptr);
}

TEST_CASE("a node is made only after its plugin was loaded")
{
  NodeRegistry registry;
  registry.AddFolder(fs::path(test::kBinaryDir) / "test_nodes", false);
  CHECK_THROWS_WITH_AS(
    registry.Create("test.emit_rows", Json::object()), "node 'test.emit_rows' was not loaded", Error);
  CHECK_THROWS_AS(registry.Load("test.nothing"), Error);
}

TEST_CASE("two nodes of one id name both files")
{
  const test::TemporaryFolder folder;
  const fs::path              first = fs::path(test::kBinaryDir) / "test_nodes/emit_rows.json";
  fs::copy_file(first, folder / "mine.json");
  NodeRegistry registry;
  registry.AddFolder(first.parent_path(), false);
  const std::string message =
    "node 'test.emit_rows' is described twice: by " + first.string() + " and by " + (folder / "mine.json").string();
  CHECK_THROWS_WITH_AS(registry.AddFolder(folder.Path(), true), message.c_str(), DiagnosticsError);
}

TEST_CASE("bad descriptors of a folder are told together; a folder that is absent is an error")
{
  const test::TemporaryFolder folder;
  std::ofstream((folder / "a.json").c_str()) << R"({"$schema": "node.schema.json"})";
  std::ofstream((folder / "b.json").c_str()) << "{";
  NodeRegistry registry;
  CHECK_THROWS_WITH_AS(
    registry.AddFolder(folder.Path(), false), doctest::Contains("required property 'id' is missing"), DiagnosticsError);
  CHECK_THROWS_WITH_AS(registry.AddFolder(folder.Path(), false), doctest::Contains("no valid JSON"), DiagnosticsError);
  CHECK_THROWS_WITH_AS(
    registry.AddFolder(folder / "absent", false), doctest::Contains("does not exist"), DiagnosticsError);
}

TEST_CASE("a plugin of another ABI is refused in a sentence with both texts")
{
  const std::string message = Refusal("other_abi");
  CHECK(message.find("other_abi.so was built for another pheno-run; rebuild it against this one.") !=
        std::string::npos);
  CHECK(message.find("the plugin: headers 0000 of another compiler") != std::string::npos);
  CHECK(message.find(std::string("this program: ") + kAbi) != std::string::npos);
}

TEST_CASE("a plugin that does not belong to its descriptor is refused")
{
  CHECK(Refusal("other_id").find("holds node 'broken.somebody_else', but the descriptor beside it") !=
        std::string::npos);
  CHECK(Refusal("other_descriptor").find("changed since the plugin") != std::string::npos);
  CHECK(Refusal("other_descriptor").find("rebuild node 'broken.other_descriptor'") != std::string::npos);
}

TEST_CASE("what is no plugin is refused")
{
  CHECK(Refusal("no_entry").find("is no plugin: it lacks the symbol pheno_node_plugin") != std::string::npos);
  const test::TemporaryFolder folder;
  fs::copy_file(Broken("no_entry") / "no_entry.json", folder / "no_entry.json");
  std::ofstream((folder / "no_entry.so").c_str()) << "not a library";
  NodeRegistry registry;
  registry.AddFolder(folder.Path(), true);
  CHECK_THROWS_WITH_AS(registry.Load("broken.no_entry"), doctest::Contains("cannot be loaded"), Error);
}

TEST_CASE("plugins of two LibTorch versions are refused together, each alone is fine")
{
  CHECK(Refusal("torch_one") == "");
  CHECK(Refusal("torch_two") == "");
  NodeRegistry registry;
  registry.AddFolder(Broken("torch_one"), true);
  registry.AddFolder(Broken("torch_two"), true);
  registry.Load("broken.torch_one");
  CHECK_THROWS_WITH_AS(
    registry.Load("broken.torch_two"),
    doctest::Contains("was built with LibTorch 2.13.0, but a node that is already loaded uses LibTorch 1.13.0"),
    Error);
}

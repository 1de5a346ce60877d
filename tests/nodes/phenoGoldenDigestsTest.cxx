#include "phenoFolders.h"
#include "phenoTinyScreen.h"

#include "phenoDescriptor.h"
#include "phenoHash.h"
#include "phenoStore.h"

#include <optional>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** `id@version` of every node of a run -> SHA-256 of the outputs of all its tasks, in the order of the plan. */
std::map<std::string, std::string>
DigestsOf(const fs::path & run, const fs::path & folder)
{
  const Store                        store(folder);
  const Json                         record = ReadJsonFile(run / "run.json");
  std::map<std::string, std::string> files;
  for (const Json & task : record.at("tasks"))
  {
    const std::optional<Json> done = store.Record(task.at("key"));
    REQUIRE(done);
    files[done->at("node").get<std::string>() + "@" + done->at("version").dump()] += done->at("files").dump();
  }
  for (auto & [node, text] : files)
  {
    text = Sha256(text);
  }
  return files;
}
} // namespace

TEST_CASE("the bytes of a node's outputs change with its version alone")
{
  // When this fails: raise the version in the node's descriptor, so that nobody's store mixes old and new outputs, and
  // write the digest of the new one.
  Place place;
  place.workflow = std::string(kSourceDir) + "/tests/nodes/golden_nodes.json";
  const Ended run = place.Run("run", "-j 2");
  REQUIRE_MESSAGE(run.code == 0, run.output);
  const Json expected = ReadJsonFile(fs::path(kSourceDir) / "tests/nodes/golden_digests.json");
  const auto found = DigestsOf(place.folder / "run", place.folder / "store");
  for (const auto & [node, digest] : found)
  {
    CHECK_MESSAGE(expected.value(node, "") == digest, "\"" << node << "\": \"" << digest << "\"");
  }
  CHECK(expected.size() == found.size());
}

TEST_CASE("every built-in node is among them, but those whose bytes LibTorch decides and the page")
{
  const Json            expected = ReadJsonFile(fs::path(kSourceDir) / "tests/nodes/golden_digests.json");
  std::set<std::string> without;
  for (const fs::directory_entry & folder : fs::directory_iterator(fs::path(kSourceDir) / "nodes"))
  {
    const std::string name = folder.path().filename().string();
    const fs::path    file = folder.path() / (name + ".json");
    if (fs::exists(file))
    {
      const Descriptor node = ReadDescriptor(file);
      if (!expected.contains(node.id + "@" + std::to_string(node.version)))
      {
        without.insert(name);
      }
    }
  }
  CHECK(without ==
        std::set<std::string>{
          "embed_cells", "encode_channels", "predict_labels", "train_contrastive", "train_segmenter", "write_report" });
}

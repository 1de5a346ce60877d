#include "phenoFolders.h"
#include "phenoRunFolder.h"

#include "phenoPng.h"
#include "phenoTiff.h"

#include <algorithm>
#include <fstream>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Two sites with a mask each, and a workflow that reads the masks. */
class MaskedScreen
{
public:
  MaskedScreen()
  {
    fs::create_directories(m_Folder / "images");
    std::ofstream index((m_Folder / "index.csv").string());
    index << "plate,well,site,channel,path\n";
    for (const char * site : { "1", "2" })
    {
      const std::string path = std::string("images/s") + site + ".png";
      WritePng(m_Folder / path, std::vector<std::uint8_t>(12, 100), 4, 3);
      index << "P,A01," << site << ",dna," << path << "\n";
      WriteMask(site, 1);
    }
    const Json read = Json::parse(R"({"node": "pheno.read_labels", "each": ["plate", "well", "site"],
                                      "params": {"rule": "../mask_{site}.png"}, "in": {"files": "@screen"}})");
    const Json workflow = { { "pheno", 1 },
                            { "name", "masks" },
                            { "inputs", { { "screen", { { "type", "table" }, { "path", "index.csv" } } } } },
                            { "steps", { { "masks", read } } },
                            { "outputs", { { "labels", "masks.labels" } } } };
    std::ofstream((m_Folder / "workflow.json").string()) << workflow.dump();
  }
  /** So many objects of a pixel. */
  void
  WriteMask(const std::string & site, std::uint8_t objects) const
  {
    std::vector<std::uint8_t> mask(12, 0);
    for (std::uint8_t i = 1; i <= objects; ++i)
    {
      mask[2U * i] = i;
    }
    WritePng(m_Folder / ("mask_" + site + ".png"), mask, 4, 3);
  }
  std::map<std::string, int>
  Run() const
  {
    const Ended run = PhenoRun((m_Folder / "workflow.json").string() + " --store " + (m_Folder / "store").string() +
                               " -o " + (m_Folder / "run").string());
    REQUIRE_MESSAGE(run.code == 0, run.output);
    return States(m_Folder / "run");
  }
  std::uint32_t
  LastOf(const std::string & site) const
  {
    const auto mask = ReadTiffLabels(m_Folder / ("run/outputs/labels/P_A01_" + site + ".tif"));
    return *std::max_element(mask->GetBufferPointer(), mask->GetBufferPointer() + 12);
  }
  void
  Touch(const std::string & site) const
  {
    fs::last_write_time(m_Folder / ("mask_" + site + ".png"), 1000000000);
  }

private:
  TemporaryFolder m_Folder;
};

using Counts = std::map<std::string, int>;
} // namespace

TEST_CASE("a mask that changed is read again, the others come from the store")
{
  const MaskedScreen screen;
  CHECK(screen.Run() == Counts{ { "done", 2 } });
  CHECK(screen.Run() == Counts{ { "cached", 2 } });
  screen.Touch("1");
  CHECK(screen.Run() == Counts{ { "cached", 2 } });
  screen.WriteMask("2", 3);
  CHECK(screen.Run() == Counts{ { "cached", 1 }, { "done", 1 } });
  CHECK(screen.LastOf("1") == 1);
  CHECK(screen.LastOf("2") == 3);
}

#include "phenoFolders.h"
#include "phenoRunFolder.h"
#include "phenoTinyScreen.h"

#include "phenoCsv.h"
#include "phenoScreenIndex.h"
#include "phenoTiff.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <tuple>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Runs nuclei.json on the tiny screen: two plates of eight wells with a site each. */
Ended
RunNuclei(const TemporaryFolder & folder, const std::string & more, const std::string & index)
{
  return PhenoRun(std::string(kSourceDir) + "/workflows/nuclei.json -i screen=" + index + " --store " +
                  (folder / "store").string() + " -o " + (folder / "run").string() + " " + more);
}

const std::string kDna = "-p segment.nucleus_channel='\"HOECHST 33342\"' ";
} // namespace

TEST_CASE("nuclei: a label image a site and one table that agrees with them")
{
  const TemporaryFolder folder;
  const std::string     index = (TinyScreen() / "screen/index.csv").string();
  const Ended           run = RunNuclei(folder, kDna, index);
  REQUIRE_MESSAGE(run.code == 0, run.output);

  std::map<std::tuple<std::string, std::string, std::string>, std::map<std::uint32_t, std::size_t>> areas;
  const Table files = ReadCsv(index);
  for (std::size_t row = 0; row < files.Rows(); ++row)
  {
    const auto site = std::tuple{ files.Cell(row, "plate"), files.Cell(row, "well"), files.Cell(row, "site") };
    if (areas.count(site) == 0)
    {
      const auto & [plate, well, number] = site;
      const auto mask = ReadTiffLabels(folder / ("run/outputs/labels/" + plate + "_" + well + "_" + number + ".tif"));
      std::for_each(mask->GetBufferPointer(),
                    mask->GetBufferPointer() + mask->GetBufferedRegion().GetNumberOfPixels(),
                    [&](std::uint32_t label) { ++areas[site][label]; });
      areas[site].erase(0);
    }
  }
  CHECK(areas.size() == 16);

  const Table       objects = ReadCsv(folder / "run/outputs/objects.csv");
  const Table::Real area = objects.Numbers("Nuclei_AreaShape_Area");
  const Table::Real number = objects.Numbers("Metadata_ObjectNumber");
  std::size_t       expected = 0;
  for (const auto & [site, labels] : areas)
  {
    expected += labels.size();
  }
  CHECK(expected >= 16 * 4); // about 16 cells a site, fewer under treatment
  REQUIRE(objects.Rows() == expected);
  for (std::size_t row = 0; row < objects.Rows(); ++row)
  {
    const auto site = std::tuple{ objects.Cell(row, "Metadata_Plate"),
                                  objects.Cell(row, "Metadata_Well"),
                                  objects.Cell(row, "Metadata_Site") };
    CHECK(static_cast<double>(areas.at(site).at(static_cast<std::uint32_t>(number[row]))) == area[row]);
  }
  CHECK(objects.Has("Metadata_X"));
  CHECK(objects.Has("Nuclei_Intensity_MeanIntensity_HOECHST 33342"));
}

TEST_CASE("nuclei: what is wrong with the input is said in a sentence")
{
  const TemporaryFolder folder;
  const std::string     index = (TinyScreen() / "screen/index.csv").string();
  const Ended           channel = RunNuclei(folder, "-p segment.nucleus_channel='\"HOECHST 3334\"'", index);
  CHECK(channel.code == 2); // before anything runs
  CHECK(Has(channel,
            "/steps/segment/params/nucleus_channel: images have no channel 'HOECHST 3334' (did you mean 'HOECHST "
            "33342'?); there are "));
  CHECK(
    Has(RunNuclei(folder, kDna + "-p segment.threshold_method=yen", index), "/steps/segment/params/threshold_method"));
  CHECK(Has(RunNuclei(folder, kDna + "-p segment.max_nucleus_diameter_px=4", index),
            "max_nucleus_diameter_px must be above min_nucleus_diameter_px"));
  CHECK(Has(RunNuclei(folder, kDna, (folder / "none.csv").string()), (folder / "none.csv").string()));
}

TEST_CASE("nuclei: a site that cannot be read is quarantined, the others are done")
{
  const TemporaryFolder folder;
  Table                 files = ReadCsv(TinyScreen() / "screen/index.csv");
  Table::Text           paths;
  for (std::size_t row = 0; row < files.Rows(); ++row)
  {
    const fs::path path = files.Cell(row, "path");
    paths.push_back((path.is_absolute() ? path : TinyScreen() / "screen" / path).string());
  }
  std::ofstream(paths[0] = (folder / "damaged.tif").string()) << "no picture";
  files.Set("path", paths);
  Table::Text sizes = files.Texts("size");
  Table::Text digests = files.Texts("digest");
  sizes[0] = "10";
  digests[0] = QuickDigest(paths[0]);
  files.Set("size", sizes);
  files.Set("digest", digests);
  WriteCsv(folder / "index.csv", files);
  const Ended run = RunNuclei(folder, kDna, (folder / "index.csv").string());
  CHECK_MESSAGE(Has(run, "quarantin"), run.output);
  CHECK(std::distance(fs::directory_iterator(folder / "run/outputs/labels"), fs::directory_iterator()) == 15);
  CHECK(ReadCsv(folder / "run/outputs/objects.csv").Rows() > 0);
}

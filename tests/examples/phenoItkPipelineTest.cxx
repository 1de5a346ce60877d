#include "phenoExample.h"

#include "phenoCsv.h"
#include "phenoPlateMap.h"

#include <memory>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Runs the built example with one thread: the test machine may be shared, and torch's threads wait by spinning. */
Ended
Pipeline(const TemporaryFolder & folder, const std::string & words)
{
  return Run("env -i PATH=/usr/bin:/bin ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS=1 " +
             (folder / "build/itk_pipeline").string() + " " + words);
}
} // namespace

TEST_CASE("all five stages run in an ITK pipeline without the engine, from TIFF files to a table of wells")
{
  const TemporaryFolder folder;
  Build(Installed("share/pheno/examples/itk_pipeline"), folder / "build");
  CHECK_FALSE(Has(LibrariesOf(folder / "build/itk_pipeline"), "pheno_engine"));

  const std::string screen = std::string(PHENO_TINY_SCREEN) + "/screen";
  const std::string words = screen + " " + screen + "/platemap.csv ";
  const Ended       run = Pipeline(folder, words + (folder / "out").string() + " 2");
  REQUIRE_MESSAGE(run.code == 0, run.output);

  const auto     wells = std::make_shared<const Table>(ReadCsv(folder / "out/wells.csv"));
  const PlateMap map(std::make_shared<const Table>(ReadCsv(screen + "/platemap.csv")));
  REQUIRE(wells->Rows() == 16);
  const Table::Text roles = map.Lookup(wells->Texts("Metadata_Plate"), wells->Texts("Metadata_Well"), "role");
  CHECK(wells->Texts("Metadata_role") == roles);
  std::vector<double> squares(16, 0.0);
  std::size_t         features = 0;
  for (const std::string & name : wells->Names())
  {
    if (name.rfind("Embedding_", 0) == 0)
    {
      const Table::Real values = wells->Numbers(name);
      for (std::size_t i = 0; i < values.size(); ++i)
      {
        squares[i] += values[i] * values[i];
      }
      ++features;
    }
  }
  CHECK(features == 32);
  for (const double square : squares)
  {
    CHECK(square == doctest::Approx(1.0)); // the example asks for unit norm
  }

  // Every field's cells were written, and every well has crops.
  const Table::Real counts = wells->Numbers("Metadata_Object_Count");
  for (std::size_t i = 0; i < wells->Rows(); ++i)
  {
    const std::string field = wells->Cell(i, "Metadata_Plate") + "_" + wells->Cell(i, "Metadata_Well") + "_01.tif";
    CHECK_MESSAGE(fs::exists(folder / "out/cells" / field), field);
    CHECK(counts[i] >= 1);
    CHECK(counts[i] <= 30); // tiny.json: 16 cells a field, more or fewer by chance
  }
  CHECK(fs::exists(folder / "out/model/weights.safetensors"));

  const Ended none =
    Pipeline(folder, (folder / "build").string() + " " + screen + "/platemap.csv " + (folder / "none").string());
  CHECK(none.code == 1);
  CHECK_MESSAGE(Has(none, "found no file like"), none.output);
}

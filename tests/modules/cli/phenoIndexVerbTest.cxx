// pheno-run index: the layout is named or found out.
#include "modules/io/phenoInstrumentMaker.h"
#include "phenoCsv.h"
#include "phenoProgram.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
Ended
Index(const TemporaryFolder & folder, const std::string & words)
{
  return PhenoRun("index " + words + " -o " + (folder / "index.csv").string());
}
} // namespace

TEST_CASE("a folder named alone is indexed by the layout that it is known by")
{
  const TemporaryFolder folder;
  MakeHarmony(folder / "BR1", {}, { 5, "BR1" });
  const Ended found = Index(folder, (folder / "BR1").string());
  CHECK_MESSAGE(found.code == 0, found.output);
  CHECK_HOLDS(found.output, "layout phenix, known by " + (folder / "BR1/Images/Index.idx.xml").string());
  CHECK_HOLDS(found.output, "12 image files in " + (folder / "index.csv").string());
  const std::string bytes = Read(folder / "index.csv");
  const Ended       named = Index(folder, "phenix " + (folder / "BR1").string());
  CHECK(named.code == 0);
  CHECK_FALSE(Holds(named.output, "known by"));
  CHECK(Read(folder / "index.csv") == bytes);
}

TEST_CASE("what is of several layouts, or of none, is refused with their names")
{
  const TemporaryFolder folder;
  MakeHarmony(folder / "both" / "a", {}, { 5, "BR1" });
  MakeCellVoyager(folder / "both" / "b", {}, "CV");
  const Ended two = Index(folder, (folder / "both").string());
  CHECK(two.code == 2);
  CHECK_HOLDS(two.output, "may be of layout phenix (by ");
  CHECK_HOLDS(two.output, " or yokogawa (by ");
  fs::create_directories(folder / "none");
  const Ended none = Index(folder, (folder / "none").string());
  CHECK(none.code == 2);
  CHECK_HOLDS(none.output,
              "is of no layout that can be told from its names; name one of phenix, yokogawa, imagexpress, incell, "
              "incucyte, loaddata, ome_tiff, ome_zarr, sheet, regex: pheno-run index LAYOUT");
  const Ended lone = Index(folder, "phenix");
  CHECK(lone.code == 2);
  CHECK_HOLDS(lone.output, "layout phenix needs a source");
  CHECK_HOLDS(Index(folder, (folder / "absent").string()).output, "absent: does not exist");
  CHECK(Index(folder, "").code == 2);
  CHECK(Index(folder, "phenix a b").code == 2);
}

TEST_CASE("planes, time points and folders of another machine are chosen by options")
{
  const TemporaryFolder folder;
  MakeImageXpress(folder / "P", {}, "P", "TimePoint_1/");
  MakeImageXpress(folder / "P", {}, "P", "TimePoint_2/");
  CHECK_HOLDS(Index(folder, (folder / "P").string()).output, "choose it with --timepoint");
  CHECK(Index(folder, (folder / "P").string() + " --timepoint 2 --channel DAPI=dna --no-digest").code == 0);
  const Table index = ReadCsv(folder / "index.csv");
  CHECK(index.Rows() == 12);
  CHECK_HOLDS(index.Cell(0, "path"), "TimePoint_2/");
  CHECK(index.Cell(1, "channel") == "dna");

  Write(folder / "load_data.csv", "URL_DNA,Metadata_Plate,Metadata_Well,Metadata_Site\ns3://b/x/a.tif,P,A01,1\n");
  const std::string table = (folder / "load_data.csv").string();
  CHECK_HOLDS(Index(folder, table).output, "--map s3://b=FOLDER");
  CHECK(Index(folder, table + " --map s3://b=" + (folder / "bucket").string()).code == 0);
  CHECK(ReadCsv(folder / "index.csv").Cell(0, "path") == "bucket/x/a.tif");
}

#include "phenoCsv.h"
#include "phenoParquet.h"
#include "phenoScreenIndex.h"

#include "phenoTestFiles.h"
#include "phenoTestGzip.h"

using namespace pheno;

namespace
{
ScreenIndex
Make(const test::TemporaryFolder & folder, const std::string & csv)
{
  test::Write(folder / "load_data.csv", csv);
  return MakeIndex("loaddata", folder / "load_data.csv", folder.Path(), {});
}

std::string
Refusal(const test::TemporaryFolder & folder, const std::string & csv)
{
  return test::MessageOf([&] { Make(folder, csv); });
}
} // namespace

TEST_CASE("a wide table becomes one row an image")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "images" / "a b.tif", "x");
  const ScreenIndex index =
    Make(folder,
         "FileName_OrigDNA,PathName_OrigDNA,FileName_OrigER,PathName_OrigER,FileName_IllumDNA,PathName_IllumDNA,"
         "Metadata_Plate,Metadata_Well,Metadata_Site,Metadata_FieldID,Metadata_Batch,Count_Cells,Frame_OrigER\n"
         "a b.tif,images,e.tif," +
           folder.Path().string() +
           "/images,i.npy,illum,0012,b2,0,7,B1,5,2\n"
           "c.tif,images,,images,i.npy,illum,0012,b3,0,7,B1,5,\n");
  const Table & table = index.table;
  CHECK(table.Texts("plate") == Table::Text{ "0012", "0012", "0012" });
  CHECK(table.Texts("well") == Table::Text{ "B02", "B02", "B03" });
  CHECK(table.Texts("site") == Table::Text{ "0", "0", "0" }); // a metadata value of 0 is a name like any other
  CHECK(table.Texts("channel") == Table::Text{ "OrigDNA", "OrigER", "OrigDNA" });
  CHECK(table.Texts("path") == Table::Text{ "images/a b.tif", "images/e.tif", "images/c.tif" });
  CHECK(table.Texts("page") == Table::Text{ "0", "2", "0" });
  CHECK(table.Texts("batch") == Table::Text{ "B1", "B1", "B1" });
  CHECK(table.Cell(0, "Metadata_FieldID") == "7");
  CHECK(table.Cell(0, "size") == "1");
  const std::string notes = Join(index.notes, "\n");
  CHECK_HOLDS(notes, "1 of 2 rows name no file for channel 'OrigER'");
  CHECK(table.Texts("illumination") == Table::Text{ "illum/i.npy", "", "illum/i.npy" });
  CHECK_HOLDS(notes, "Metadata_Site is 0 in some rows, which CellProfiler takes for no value");
  CHECK_HOLDS(notes, "1 columns name neither images nor metadata (Count_Cells): left out");
  CHECK_HOLDS(notes, "1 of 2 sites lack channel 'OrigER': B03 site 0");
}

TEST_CASE("measurements' prefix, row and column in place of a well, file: URLs")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a b.tif", "x");
  const ScreenIndex index = Make(folder,
                                 "Image_URL_DNA,Image_Metadata_Plate,Metadata_Row,Metadata_Col,Image_Metadata_Site\n"
                                 "file://" +
                                   folder.Path().string() +
                                   "/a%20b.tif,P,2,3,1\n"
                                   "file:a%20b.tif,P,2,4,1\n");
  CHECK(index.table.Texts("path") == Table::Text{ "a b.tif", "a b.tif" });
  CHECK(index.table.Texts("well") == Table::Text{ "B03", "B04" });
  CHECK(index.table.Texts("size") == Table::Text{ "1", "1" });
}

TEST_CASE("the known traps are named errors")
{
  const test::TemporaryFolder folder;
  const std::string           good = "FileName_DNA,PathName_DNA,Metadata_Plate,Metadata_Well,Metadata_Site\n";
  CHECK(Refusal(folder, good + "a.tif,.,P,A01,1\n") == "");
  CHECK_HOLDS(Refusal(folder, good), "has a header line and no rows");
  CHECK_HOLDS(Refusal(folder, "," + good + "0,a.tif,.,P,A01,1\n"), "column 1 of 6 has no name (pandas");
  CHECK_HOLDS(Refusal(folder, "FileName_DNA,,PathName_DNA\na,,b\n"), "column 2 of 3 has no name");
  CHECK_HOLDS(
    Refusal(folder,
            "FileName_DNA,PathName_DNA,FileName_ER,Metadata_Plate,Metadata_Well,Metadata_Site\na,.,b,P,A01,1\n"),
    "has 'FileName_ER', but no PathName_ER");
  CHECK_HOLDS(
    Refusal(folder,
            "FileName_DNA,PathName_DNA,PathName_ER,Metadata_Plate,Metadata_Well,Metadata_Site\na,.,b,P,A01,1\n"),
    "has 'PathName_ER', but no FileName_ER");
  CHECK_HOLDS(Refusal(folder, "Metadata_Plate,Metadata_Well\nP,A01\n"),
              "has no FileName_<channel> or URL_<channel> column");
  CHECK_HOLDS(Refusal(folder, "FileName_DNA,Metadata_Plate\na.tif,P\n"), "lacks 'well', 'site'");
  CHECK_HOLDS(Refusal(folder, good + "a.tif,.,P,X99,1\n"), "got 'X99'");
  CHECK_HOLDS(Refusal(folder, good + "a.tif,.,P,A01,4\nb.tif,.,P,A01,04\n"),
              "has the sites '04' and '4', which differ in leading zeros alone");
  CHECK_HOLDS(Refusal(folder, good + "a.tif,.,P,A01,1\nb.tif,.,P,a1,1\n"), "A01 site 1 channel DNA: a.tif and b.tif");
  CHECK_HOLDS(
    Refusal(folder, "URL_DNA,Metadata_Plate,Metadata_Well,Metadata_Site\ns3://bucket/a.tif,P,A01,1\n"),
    "lists 's3://bucket/a.tif'; only files are read: name the folder that stands for it, --map s3://bucket=FOLDER");
  CHECK_HOLDS(Refusal(folder, "FileName_DNA,Frame_ER,Metadata_Plate,Metadata_Well,Metadata_Site\na.tif,1,P,A01,1\n"),
              "has 'Frame_ER', but no FileName_ER");
  CHECK_HOLDS(Refusal(folder, good + "a.tif,,P,A01,1\nb.tif,s3://b/c,P,A02,1\n"), "--map s3://b=FOLDER");
  CHECK_HOLDS(Refusal(folder, "FileName_DNA,Series_DNA,Metadata_Plate,Metadata_Well,Metadata_Site\na.tif,1,P,A01,1\n"),
              "Series_DNA is not 0");
}

TEST_CASE("URLs and folders of another machine are found below the folder that stands for them")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "cpg" / "img" / "a.tif", "x");
  const std::string head = "Metadata_Plate,Metadata_Well,Metadata_Site,";
  test::Write(folder / "url.csv", head + "URL_DNA\nP,A01,1,s3://cpg/base/img/a.tif\n");
  test::Write(folder / "path.csv", head + "FileName_DNA,PathName_DNA\nP,A01,1,a.tif,/home/ubuntu/bucket/img\n");
  test::Write(folder / "sheet.csv", "plate,well,site,channel,path\nP,A01,1,DNA,s3://cpg/base/img/a.tif\n");
  IndexOptions options;
  options.folders = { { "s3://cpg", "/nowhere" },
                      { "s3://cpg/base", (folder / "cpg").string() },
                      { "/home/ubuntu/bucket/", (folder / "cpg").string() },
                      { "s3://cp", "/nowhere" } };
  for (const auto & [layout, file] :
       { std::pair("loaddata", "url.csv"), { "loaddata", "path.csv" }, { "sheet", "sheet.csv" } })
  {
    CAPTURE(file);
    const Table table = MakeIndex(layout, folder / file, folder.Path(), options).table;
    CHECK(table.Texts("path") == Table::Text{ "cpg/img/a.tif" });
    CHECK(table.Texts("size") == Table::Text{ "1" });
  }
}

TEST_CASE("JUMP's tables: compressed, Parquet, one folder a plate")
{
  const test::TemporaryFolder folder;
  const std::string           head = "Metadata_Source,Metadata_Batch,Metadata_Plate,Metadata_Well,Metadata_Site,"
                                     "Metadata_PlaneID,FileName_OrigDNA,PathName_OrigDNA";
  const auto                  row = [&](const std::string & plate) {
    return "\nsource_4,B1," + plate + ",A01,1,1,r01c01f01p01-ch5sk1fk1fl1.tiff,s3://cpg/" + plate + "/Images/\n";
  };
  test::Write(folder / "csv" / "B1" / "P1" / "load_data.csv", head + row("P1"));
  test::Write(folder / "csv" / "B1" / "P1" / "load_data_with_illum.csv", "not read, since the other stands before it");
  fs::create_directories(folder / "csv" / "B1" / "P2");
  test::WriteGzip(folder / "csv" / "B1" / "P2" / "load_data.csv.gz", head + row("P2"));
  if (HasParquet())
  {
    Profiles profiles;
    profiles.metadata = ParseCsv(head + row("P3"), "p");
    fs::create_directories(folder / "csv" / "B1" / "P3");
    WriteParquet(folder / "csv" / "B1" / "P3" / "load_data.parquet", profiles);
  }
  IndexOptions options;
  options.folders = { { "s3://cpg", (folder / "images").string() } };
  const Table       table = MakeIndex("loaddata", folder / "csv", folder.Path(), options).table;
  const Table::Text plates = HasParquet() ? Table::Text{ "P1", "P2", "P3" } : Table::Text{ "P1", "P2" };
  CHECK(table.Texts("plate") == plates);
  CHECK(table.Cell(1, "path") == "images/P2/Images/r01c01f01p01-ch5sk1fk1fl1.tiff");
  CHECK(table.Texts("source") == Table::Text(plates.size(), "source_4"));
  CHECK(table.Texts("channel") == Table::Text(plates.size(), "OrigDNA"));
  const std::vector<RecognizedLayout> known = RecognizeLayouts(folder / "csv");
  REQUIRE(known.size() == 1);
  CHECK(known[0].layout == "loaddata");
  CHECK_HOLDS(known[0].by, "P1/load_data.csv");
  CHECK_HOLDS(test::MessageOf([&] { MakeIndex("loaddata", folder / "images", folder.Path(), {}); }), "does not exist");
}

TEST_CASE("planes in a table stay as a stack where an image has several and none is chosen")
{
  const test::TemporaryFolder folder;
  const std::string           head = "FileName_DNA,Metadata_Plate,Metadata_Well,Metadata_Site,Metadata_PlaneID\n";
  CHECK(Refusal(folder, head + "a.tif,P,A01,1,1\nb.tif,P,A01,1,2\n") == "");
  const Table stack = MakeIndex("loaddata", folder / "load_data.csv", folder.Path(), {}).table;
  CHECK(stack.Texts("z") == Table::Text{ "1", "2" });
  IndexOptions options;
  options.plane = "2";
  const Table table = MakeIndex("loaddata", folder / "load_data.csv", folder.Path(), options).table;
  CHECK(table.Texts("path") == Table::Text{ "b.tif" });
  CHECK(table.Texts("Metadata_PlaneID") == Table::Text{ "2" });
}

#include "phenoScreenIndex.h"

#include "phenoTestFiles.h"

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
  CHECK_HOLDS(notes, "IllumDNA are illumination functions, not images: left out");
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
  CHECK_HOLDS(Refusal(folder, "URL_DNA,Metadata_Plate,Metadata_Well,Metadata_Site\ns3://bucket/a.tif,P,A01,1\n"),
              "lists 's3://bucket/a.tif'; only files are read");
  CHECK_HOLDS(Refusal(folder, "FileName_DNA,Series_DNA,Metadata_Plate,Metadata_Well,Metadata_Site\na.tif,1,P,A01,1\n"),
              "Series_DNA is not 0");
}

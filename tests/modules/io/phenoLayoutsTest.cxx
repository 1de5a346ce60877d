#include "phenoScreenIndex.h"

#include "phenoTestFiles.h"

using namespace pheno;

namespace
{
void
Touch(const test::TemporaryFolder & folder, const std::vector<std::string> & files)
{
  for (const std::string & file : files)
  {
    test::Write(folder.Path() / file, file);
  }
}

ScreenIndex
ByPattern(const test::TemporaryFolder & folder, const std::string & pattern)
{
  IndexOptions options;
  options.pattern = pattern;
  return MakeIndex("regex", folder.Path(), folder.Path(), options);
}

std::string
PatternRefusal(const test::TemporaryFolder & folder, const std::string & pattern)
{
  return test::MessageOf([&] { ByPattern(folder, pattern); });
}
} // namespace

TEST_CASE("layouts are listed, an unknown one is refused")
{
  std::vector<std::string> names;
  for (const LayoutDescription & layout : KnownLayouts())
  {
    names.push_back(layout.name);
    CHECK(layout.doc.size() > 20);
  }
  CHECK(names == std::vector<std::string>{
                   "phenix", "yokogawa", "imagexpress", "incell", "incucyte", "loaddata", "ome_tiff", "ome_zarr", "sheet", "regex" });
  const test::TemporaryFolder empty;
  CHECK(RecognizeLayouts(empty.Path()).empty());
  CHECK_HOLDS(test::MessageOf([&] { RecognizeLayouts(empty / "none"); }), "does not exist");
  CHECK(test::MessageOf([] { MakeIndex("cv8000", ".", ".", {}); }) ==
        "unknown layout 'cv8000'; there are phenix, yokogawa, imagexpress, incell, incucyte, loaddata, ome_tiff, ome_zarr, sheet, regex");
}

TEST_CASE("sample sheets: nf-core's names, rows and columns, other columns carried through")
{
  const test::TemporaryFolder folder;
  Touch(folder, { "img/a.tif", "img/b.tif" });
  test::Write(folder / "sheet.csv",
              "channel,path,source,batch,plate,well,site,row,col,field_id,moa\n"
              "DNA,img/b.tif,S,B,P1,A2,1,1,2,9,x\nDNA,img/a.tif,S,B,P1,A10,1,1,10,9,y\n");
  const ScreenIndex index = MakeIndex("sheet", folder / "sheet.csv", folder / "work", {});
  CHECK(index.table.Texts("well") == Table::Text{ "A02", "A10" });
  CHECK(index.table.Texts("path") == Table::Text{ "../img/b.tif", "../img/a.tif" });
  CHECK(index.table.Texts("source") == Table::Text{ "S", "S" });
  CHECK(index.table.Texts("moa") == Table::Text{ "x", "y" });
  CHECK(index.table.Cell(0, "well_original") == "A2");
  CHECK(index.table.Cell(0, "size") == "9");

  test::Write(
    folder / "rows.tsv",
    "File Name\tPlate\tRow\tColumn\tField\tChannel\nimg/a.tif\tP\tB\t3\t1\tDNA\nimg/b.tif\tP\t2\t4\t1\tDNA\n");
  CHECK(MakeIndex("sheet", folder / "rows.tsv", folder.Path(), {}).table.Texts("well") == Table::Text{ "B03", "B04" });
  test::Write(folder / "none.csv", "plate,well,site,channel\nP,A01,1,DNA\n");
  CHECK_HOLDS(test::MessageOf([&] { MakeIndex("sheet", folder / "none.csv", folder.Path(), {}); }),
              "has no column 'path'");
  test::Write(folder / "zero.csv", "plate,well,site,channel,path\n");
  CHECK_HOLDS(test::MessageOf([&] { MakeIndex("sheet", folder / "zero.csv", folder.Path(), {}); }), "lists no images");
}

TEST_CASE("paths are relative below or beside the index, absolute elsewhere")
{
  const test::TemporaryFolder folder;
  Touch(folder, { "a/b/c/x.tif" });
  test::Write(folder / "sheet.csv", "plate,well,site,channel,path\nP,A01,1,DNA,a/b/c/x.tif\n");
  const auto path = [&](const fs::path & relativeTo) {
    return MakeIndex("sheet", folder / "sheet.csv", relativeTo, {}).table.Cell(0, "path");
  };
  CHECK(path(folder / "a") == "b/c/x.tif");
  CHECK(path(folder.Path() / "a" / "index") == "../b/c/x.tif");
  CHECK(path(folder.Path() / "one" / "two") == (folder.Path() / "a/b/c/x.tif").string());
}

TEST_CASE("file names matched by a pattern with named groups")
{
  const test::TemporaryFolder folder;
  Touch(folder, { "P1/B02_s1_w1.tif", "P1/B02_s1_w2.tif", "P1/B02_s2_w1.tif", "P1/B02_s2_w2.tif", "notes.txt" });
  const ScreenIndex index =
    ByPattern(folder, R"((?<plate>P\d+)/(?P<well>[A-P]\d+)_s(?<site>\d)_w(?<channel>[(\d)])\.tif$)");
  REQUIRE(index.table.Rows() == 4);
  CHECK(index.table.Texts("plate") == Table::Text(4, "P1"));
  CHECK(index.table.Texts("site") == Table::Text{ "1", "1", "2", "2" });
  CHECK(index.table.Texts("channel") == Table::Text{ "1", "2", "1", "2" });
  CHECK(index.notes == std::vector<std::string>{ folder.Path().string() +
                                                 ": 1 of 5 files do not match the pattern, for instance 'notes.txt'" });
}

TEST_CASE("rows and columns; plate from the folder; site and channel default to 1; more groups become columns")
{
  const test::TemporaryFolder folder;
  Touch(folder, { "PL9__x/Images/Channel1-01-A-01.tif", "PL9__x/Images/Channel2-01-A-01.tif" });
  const ScreenIndex index =
    ByPattern(folder, R"(Channel(?<channel>\d)-(?<number>(0)\d)-(?<row>[A-H])-(?<col>\d+)\.tif)");
  CHECK(index.table.Texts("plate") == Table::Text{ "PL9", "PL9" });
  CHECK(index.table.Texts("well") == Table::Text{ "A01", "A01" });
  CHECK(index.table.Texts("site") == Table::Text{ "1", "1" });
  CHECK(index.table.Texts("number") == Table::Text{ "01", "01" });
  // Without a channel the two files would be one image.
  CHECK_HOLDS(PatternRefusal(folder, R"((?<row>[A-H])-(?<col>\d+)\.tif)"), "listed twice");
}

TEST_CASE("patterns that cannot be used say why")
{
  const test::TemporaryFolder folder;
  Touch(folder, { "a.tif" });
  CHECK_HOLDS(PatternRefusal(folder, ""), "layout regex needs a pattern");
  CHECK_HOLDS(PatternRefusal(folder, "(?<site>.)"), "expected a group (?<well>...)");
  CHECK_HOLDS(PatternRefusal(folder, "(?<well>"), "cannot be used");
  CHECK_HOLDS(PatternRefusal(folder, "(?<well"), "at character 1 expected a named group");
  CHECK_HOLDS(PatternRefusal(folder, "(?<=x)(?<well>.)"), "at character 1 expected a named group");
  CHECK_HOLDS(PatternRefusal(folder, "(?<well>.)(?<well>.)"), "two groups are named 'well'");
  CHECK_HOLDS(PatternRefusal(folder, "(?<well>zzz)"),
              "none of its 1 files matches the pattern '(?<well>zzz)'; the first is 'a.tif'");
  CHECK_HOLDS(PatternRefusal(folder, "(?<well>a)"), "got 'a'");
}

#include "modules/io/phenoInstrumentMaker.h"
#include "modules/io/phenoXlsxMaker.h"
#include "phenoBreakFile.h"
#include "phenoMutator.h"
#include "phenoPlateMap.h"
#include "phenoValueCodec.h"

using namespace pheno;
using test::BreakFile;
using test::BrokenCount;
using test::Mutator;

namespace
{
/** Breaks what is written as text. */
BrokenCount
Break(const fs::path & file, std::uint64_t seed, const std::function<void()> & use)
{
  Mutator mutator(seed);
  return BreakFile(
    file,
    [&mutator](const std::string & whole) {
      return mutator.Below(10) == 0 ? whole.substr(0, mutator.Below(whole.size())) : mutator.Mutate(whole);
    },
    use);
}

/** Breaks a list of a layout; the mutants must neither all pass nor all fail. */
void
BreakList(const std::string & layout, const fs::path & source, const fs::path & file)
{
  IndexOptions options;
  options.digest = false;
  const BrokenCount count = Break(file, 17, [&] {
    RecognizeLayouts(source);
    MakeIndex(layout, source, source.parent_path(), options);
  });
  CHECK(count.read > 20);
  CHECK(count.refused > 100);
}

void
BreakTable(const fs::path & source, const fs::path & file)
{
  const BrokenCount count = Break(file, 23, [&] {
    std::vector<std::string> notes;
    NormalizePlateMap(ImportTable(source, notes), "platemap", notes);
  });
  CHECK(count.read > 20);
  CHECK(count.refused > 20);
}

const test::Grid kGrid{ { { 1, 1 }, { 2, 12 } }, 2, 2 };
} // namespace

TEST_CASE("broken lists of instruments are read or refused with a sentence, never anything else")
{
  const test::TemporaryFolder folder;
  test::MakeHarmony(folder / "h5", kGrid, { 5, "P" });
  BreakList("phenix", folder / "h5", folder / "h5/Images/Index.idx.xml");
  test::MakeHarmony(folder / "h7", kGrid, { 7, "P" });
  BreakList("phenix", folder / "h7", folder / "h7/Index.xml");
  test::Write(folder / "txt/indexfile.txt",
              "Row\tColumn\tField\tPlane\tTimepoint\tChannel Name\tURL\t\n1\t1\t1\t1\t0\tDNA\ta.tif\t\n"
              "1\t2\t1\t1\t0\tDNA\tb.tif\t\n");
  BreakList("phenix", folder / "txt", folder / "txt/indexfile.txt");
  test::MakeCellVoyager(folder / "cv", kGrid, "P");
  BreakList("yokogawa", folder / "cv", folder / "cv/MeasurementData.mlf");
  BreakList("yokogawa", folder / "cv", folder / "cv/MeasurementDetail.mrf");
  BreakList("yokogawa", folder / "cv", folder / "cv/S.mes");
  test::MakeImageXpress(folder / "ix", kGrid, "P");
  BreakList("imagexpress", folder / "ix", folder / "ix/P.HTD");
  test::MakeInCell(folder / "ic", kGrid, "P");
  BreakList("incell", folder / "ic", folder / "ic/P.xdce");
}

TEST_CASE("broken tables of images are read or refused with a sentence, never anything else")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "load_data.csv",
              "FileName_DNA,PathName_DNA,URL_ER,Frame_ER,FileName_IllumDNA,Metadata_Plate,Metadata_Well,Metadata_Site\n"
              "a.tif,x,file:b%20c.tif,1,i.npy,P,A01,1\n\"a\"\"b.tif\",x,,1,,P,A02,1\n");
  BreakList("loaddata", folder / "load_data.csv", folder / "load_data.csv");
  test::Write(folder / "sheet.csv",
              "channel,path,source,batch,plate,well,site,row,col,field_id,plane_id\n"
              "DNA,a.tif,S,B,P,A1,1,1,1,1,1\nER,b.tif,S,B,P,A1,1,1,1,1,1\n");
  BreakList("sheet", folder / "sheet.csv", folder / "sheet.csv");
}

TEST_CASE("broken plate maps are read or refused with a sentence, never anything else")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "map.csv", "plate\twell\tcompound\tdose\nP1\tA1\t\"a, b\"\t0.5\nP1\tr02c03\tc\t1\n");
  BreakTable(folder / "map.csv", folder / "map.csv");
  test::Write(folder / "jump/barcode_platemap.csv", "Assay_Plate_Barcode,Plate_Map_Name\nP1,M1\nP2,M1\n");
  test::Write(folder / "jump/platemap/M1.txt", "well_position\tbroad_sample\nA01\tB1\nA02\tB2\n");
  test::Write(folder / "jump/external_metadata.tsv", "broad_sample\tpert_iname\nB1\tx\nB2\ty\n");
  BreakTable(folder / "jump", folder / "jump/barcode_platemap.csv");
  BreakTable(folder / "jump", folder / "jump/platemap/M1.txt");
  BreakTable(folder / "jump", folder / "jump/external_metadata.tsv");
}

TEST_CASE("broken workbooks, their archives and each of their parts, are read or refused with a sentence")
{
  const test::TemporaryFolder folder;
  const test::Members         parts =
    test::XlsxParts("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
                    "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>a1</t></is></c><c r=\"B2\"><v>0.5</v></c></row>",
                    "<si><t>well</t></si><si><r><t>do</t></r><r><t>se</t></r></si>");
  test::MakeZip(folder / "map.xlsx", parts);
  const BrokenCount archive =
    Break(folder / "map.xlsx", 29, [&] { ImportValue(ValueType::Table, folder / "map.xlsx"); });
  CHECK(archive.refused > 100);
  for (const auto & [name, whole] : parts)
  {
    test::Write(folder / "part", whole);
    Break(folder / "part", 31, [&] {
      test::Members changed = parts;
      changed[name] = test::Read(folder / "part");
      test::MakeZip(folder / "part.xlsx", changed);
      std::vector<std::string> notes;
      NormalizePlateMap(ImportTable(folder / "part.xlsx", notes), "platemap", notes);
    });
  }
}

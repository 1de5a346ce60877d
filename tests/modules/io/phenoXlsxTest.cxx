#include "phenoPython.h"
#include "phenoValueCodec.h"
#include "phenoXlsxMaker.h"

using namespace pheno;

namespace
{
Table
Import(const fs::path & path)
{
  return *std::get<Ptr<Table>>(ImportValue(ValueType::Table, path));
}

std::string
Refusal(const test::Members & members)
{
  const test::TemporaryFolder folder;
  test::MakeZip(folder / "map.xlsx", members);
  return test::MessageOf<BadData>([&] { Import(folder / "map.xlsx"); });
}

std::string
RefusedRows(const std::string & rows)
{
  return Refusal(test::XlsxParts(rows));
}
} // namespace

TEST_CASE("workbooks: shared and inline strings, runs, numbers, booleans, saved values of formulas; the first sheet")
{
  const test::TemporaryFolder folder;
  const std::string strings = "<si><t>well</t></si><si><r><rPr><b/></rPr><t>com</t></r><r><t>pound</t></r></si>"
                              "<si><t xml:space=\"preserve\"> DMSO </t></si>";
  const std::string rows =
    "<row r=\"1\"/>"
    "<row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c><c r=\"C3\" t=\"s\"><v>1</v></c>"
    "<c r=\"D3\" t=\"inlineStr\"><is><t>dose</t></is></c><c r=\"E3\" t=\"str\"><f>X</f><v>ok</v></c></row>"
    "<row r=\"4\"><c r=\"B4\" t=\"inlineStr\"><is><t>a1</t></is></c><c r=\"C4\" t=\"s\"><v>2</v></c>"
    "<c r=\"D4\"><v>0.10000000000000001</v></c><c r=\"E4\" t=\"b\"><v>1</v></c></row>"
    "<row r=\"5\"><c r=\"B5\" s=\"1\"/></row>"
    "<row r=\"6\"><c r=\"B6\" t=\"str\"><f>A1</f><v>AF48</v></c><c r=\"D6\"><f>1+2</f><v>3</v></c></row>";
  test::MakeZip(folder / "map.xlsx", test::XlsxParts(rows, strings));
  const Table table = Import(folder / "map.xlsx");
  CHECK(table.Names() == std::vector<std::string>{ "well", "compound", "dose", "ok" });
  CHECK(table.Texts("well") == Table::Text{ "a1", "AF48" });
  CHECK(table.Texts("compound") == Table::Text{ "DMSO", "" });
  CHECK(table.Texts("dose") == Table::Text{ "0.1", "3" });
  CHECK(table.Texts("ok") == Table::Text{ "TRUE", "" });
}

TEST_CASE("workbooks: what is not read is named with its cell")
{
  const std::string head = "<row><c r=\"A1\" t=\"inlineStr\"><is><t>well</t></is></c></row>";
  CHECK_HOLDS(RefusedRows(head + "<row><c r=\"A2\"><f>B1</f></c></row>"),
              "cell A2 holds a formula without a saved value, and formulas are not computed");
  CHECK_HOLDS(RefusedRows(head + "<row><c r=\"A2\" t=\"e\"><v>#N/A</v></c></row>"), "cell A2 holds an error: #N/A");
  CHECK_HOLDS(RefusedRows(head + "<row><c r=\"A2\" t=\"s\"><v>9</v></c></row>"),
              "cell A2 names shared string '9', and there are 0");
  CHECK_HOLDS(RefusedRows(head + "<row><c r=\"A2\"><v>1x</v></c></row>"), "cell A2 is a number and holds '1x'");
  CHECK_HOLDS(RefusedRows(head + "<row><c r=\"B2\"><v>1</v></c></row>"), "'1' in column 2 stands under no name");
  CHECK_HOLDS(RefusedRows(head + "<row><c r=\"ZZZ2\"><v>1</v></c></row>"), "cell 'ZZZ2' lies beyond the last column");
  CHECK_HOLDS(RefusedRows(test::XlsxRows({ { "well", "", "dose" } })), "column 2 of the first sheet has no name");
  CHECK_HOLDS(RefusedRows(test::XlsxRows({ { "well", "well" } })), "two columns are named 'well'");
  CHECK_HOLDS(RefusedRows(""), "its first sheet is empty");
}

TEST_CASE("workbooks: damaged archives and parts are bad data")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a.xlsx", "no archive");
  CHECK_HOLDS(test::MessageOf<BadData>([&] { Import(folder / "a.xlsx"); }), "cannot be read as a zip archive");
  CHECK_HOLDS(Refusal({ { "x", "y" } }), "is a zip archive without xl/workbook.xml");
  test::Members parts = test::XlsxParts(test::XlsxRows({ { "well" }, { "A1" } }));
  parts["xl/worksheets/sheet2.xml"].resize(200);
  CHECK_HOLDS(Refusal(parts), "map.xlsx (xl/worksheets/sheet2.xml): is no valid XML at byte");
  parts.erase("xl/worksheets/sheet2.xml");
  CHECK_HOLDS(Refusal(parts), "its member xl/worksheets/sheet2.xml cannot be read");
  parts["xl/_rels/workbook.xml.rels"] = "<Relationships/>";
  CHECK_HOLDS(Refusal(parts), "names no first sheet");
  parts["xl/workbook.xml"] = "<!DOCTYPE x [<!ENTITY a \"a\">]><x>&a;</x>";
  CHECK_HOLDS(Refusal(parts), "declares a document type");
}

TEST_CASE("workbooks: a part that grows beyond all bounds is refused, not held")
{
  test::Members parts = test::XlsxParts("");
  parts["xl/worksheets/sheet2.xml"] = std::string(65u << 20, ' '); // a thousandth of it in the archive
  CHECK_HOLDS(Refusal(parts), "its member xl/worksheets/sheet2.xml holds more than 67108864 bytes; not read");
  std::string repeated; // 300 cells that name one string of a megabyte
  for (int i = 0; i < 300; ++i)
  {
    repeated += "<row><c t=\"s\"><v>0</v></c></row>";
  }
  CHECK_HOLDS(Refusal(test::XlsxParts(repeated, "<si><t>" + std::string(1 << 20, 'x') + "</t></si>")),
              "its cells hold more than 268435456 bytes of text; not read");
  std::string header = "<row>";
  for (int i = 0; i < 5000; ++i)
  {
    header += "<c t=\"inlineStr\"><is><t>n" + std::to_string(i) + "</t></is></c>";
  }
  header += "</row>";
  for (int i = 0; i < 5000; ++i)
  {
    header += "<row><c><v>1</v></c></row>";
  }
  CHECK_HOLDS(RefusedRows(header), "has 5001 rows of 5000 columns; more than 20000000 cells are not read");
}

TEST_CASE("a workbook of openpyxl is read")
{
  const std::string python = test::PythonWith("openpyxl");
  if (python.empty())
  {
    PHENO_SKIP("no Python with openpyxl");
  }
  const test::TemporaryFolder folder;
  REQUIRE(test::RunPython(python,
                          folder.Path(),
                          "import openpyxl\n"
                          "book = openpyxl.Workbook()\n"
                          "sheet = book.active\n"
                          "sheet.append(['Plate', 'Well', 'compound', 'dose'])\n"
                          "sheet.append(['0012', 'b2', 'A & B <c>', 0.1])\n"
                          "sheet.append([12, 'r32c48', None, 10])\n"
                          "book.create_sheet('second').append(['x'])\n"
                          "book.save('map.xlsx')\n"));
  const Table table = Import(folder / "map.xlsx");
  CHECK(table.Texts("Plate") == Table::Text{ "0012", "12" });
  CHECK(table.Texts("Well") == Table::Text{ "b2", "r32c48" });
  CHECK(table.Texts("compound") == Table::Text{ "A & B <c>", "" });
  CHECK(table.Texts("dose") == Table::Text{ "0.1", "10" });
}

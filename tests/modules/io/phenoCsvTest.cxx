#include "phenoCsv.h"

#include "phenoTestFiles.h"
#include "phenoTestGzip.h"

#include <limits>

using namespace pheno;

TEST_CASE("RFC 4180: quotes, delimiters and line breaks in cells")
{
  const Table table = ParseCsv("a,b\r\n\"x, \"\"y\"\"\",1\r\n\"two\nlines\",\r\n", "t");
  CHECK(table.Names() == std::vector<std::string>{ "a", "b" });
  CHECK(table.Texts("a") == Table::Text{ "x, \"y\"", "two\nlines" });
  CHECK(table.Texts("b") == Table::Text{ "1", "" });
}

TEST_CASE("the delimiter comes from the header; byte order mark, blank lines and a missing last newline are allowed")
{
  CHECK(ParseCsv("\xEF\xBB\xBFwell\tdose, um\nA01\t3", "t").Texts("dose, um") == Table::Text{ "3" });
  CHECK(ParseCsv("a;b\n1,5;2\n", "t").Texts("a") == Table::Text{ "1,5" });
  CHECK(ParseCsv("\"a,b,c\"\t\"d\"\n1\t2\n", "t").Names() == std::vector<std::string>{ "a,b,c", "d" });
  CHECK(ParseCsv("a,b\n\n1,2\r\n\r\n", "t").Rows() == 1);
  CHECK(ParseCsv("plate\n0012\n", "t").Texts("plate") == Table::Text{ "0012" });
  CHECK(ParseCsv("a,b", "t").Rows() == 0);
}

TEST_CASE("errors name file and line")
{
  const auto message = [](const std::string & text) { return test::MessageOf([&] { ParseCsv(text, "m.csv"); }); };
  CHECK(message("a,b\n1,2\n1\n") == "m.csv:3: the row has 1 cells, expected 2 as in the header");
  CHECK(message("a,b\n\"x\ny\",2\n1,2,3,4\n") == "m.csv:4: the row has 4 cells, expected 2 as in the header");
  CHECK(message("a,,b\n") == "m.csv:1: column 2 of 3 has no name (pandas writes such a column without index=False)");
  CHECK(message("a,b,a\n") == "m.csv:1: two columns are named 'a'");
  CHECK(message("a,b\n1,\"x\n\n") == "m.csv:2: a quote is opened and never closed");
  CHECK(message("a,b\n\"1\"2,3\n") == "m.csv:2: text follows a closing quote");
  CHECK(message("") == "m.csv: is empty, expected a line of column names");
  CHECK(message("\n\n") == "m.csv: is empty, expected a line of column names");
  CHECK(message(std::string("a,b\n1,\0\n", 8)) == "m.csv: holds zero bytes, expected text");
  CHECK_HOLDS(message("\xFF\xFE"
                      "a"),
              "UTF-16");
}

TEST_CASE("what is written reads back, and its bytes are fixed")
{
  Table table;
  table.Add("text", Table::Text{ "a,b", "say \"hi\"", "", "line\nbreak" });
  table.Add("real", Table::Real{ 0.1, 1e300, std::numeric_limits<double>::quiet_NaN(), 30 });
  table.Add("count", Table::Integer{ 1, -2, 3, 4 });
  const std::string text = FormatCsv(table);
  CHECK(text == "text,real,count\n\"a,b\",0.1,1\n\"say \"\"hi\"\"\",1e+300,-2\n,,3\n\"line\nbreak\",30,4\n");
  CHECK(FormatCsv(ParseCsv(text, "t")) == text);

  // One column with an empty cell: a blank line would not be a row.
  const Table one({ "a" }, { { "" }, { "x" } });
  CHECK(FormatCsv(one) == "a\n\"\"\nx\n");
  CHECK(ParseCsv(FormatCsv(one), "t").Texts("a") == Table::Text{ "", "x" });
  CHECK(FormatCsv(Table({ "a", "b" }, {})) == "a,b\n");
}

TEST_CASE("files: plain, gzip of one and two members, truncated gzip, absent")
{
  const test::TemporaryFolder folder;
  WriteCsv(folder / "t.csv", Table({ "a" }, { { "1" } }));
  CHECK(ReadCsv(folder / "t.csv").Texts("a") == Table::Text{ "1" });
  test::WriteGzip(folder / "t.csv.gz", "a,b\n1,2\n");
  test::WriteGzip(folder / "t.csv.gz", "3,4\n", "ab");
  CHECK(ReadCsv(folder / "t.csv.gz").Texts("b") == Table::Text{ "2", "4" });

  const std::string whole = test::Read(folder / "t.csv.gz");
  test::Write(folder / "cut.csv.gz", whole.substr(0, whole.size() - 9));
  CHECK_HOLDS(test::MessageOf([&] { ReadCsv(folder / "cut.csv.gz"); }), "it is truncated");
  CHECK_HOLDS(test::MessageOf([&] { ReadCsv(folder / "none.csv"); }), "none.csv: cannot be read: No such file");
  CHECK_HOLDS(test::MessageOf([&] { ReadCsv(folder.Path()); }), "is a folder");
  CHECK_THROWS_AS(WriteCsv(folder / "no" / "t.csv", Table()), Error);
}

TEST_CASE("a full disk is an error, not a short file")
{
  const Table table({ "a" }, { { std::string(100000, 'x') } });
  CHECK_HOLDS(test::MessageOf([&] { WriteCsv("/dev/full", table); }), "No space left on device");
}

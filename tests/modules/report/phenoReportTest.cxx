#include "phenoReport.h"

#include "phenoError.h"
#include "phenoReportScreen.h"

#include <doctest/doctest.h>

#include <limits>

using namespace pheno;

namespace
{
bool
Contains(const std::string & text, const std::string & part)
{
  return text.find(part) != std::string::npos;
}

/** The data that the page's scripts read. */
Json
DataOf(const std::string & page)
{
  const std::string open = R"(<script type="application/json" id="report-data">)";
  const std::size_t begin = page.find(open) + open.size();
  return Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

const Json &
ColumnOf(const Json & table, const std::string & name)
{
  for (const Json & column : table.at("columns"))
  {
    if (column.at("name") == name)
    {
      return column;
    }
  }
  throw Error("no column " + name);
}

const test::ReportScreen &
Screen()
{
  static const test::ReportScreen screen(1);
  return screen;
}
} // namespace

TEST_CASE("a page holds all it needs and asks nobody")
{
  const std::string page = RenderReport(Screen().Content());
  CHECK(page.substr(0, 15) == "<!DOCTYPE html>");
  CHECK(Contains(page, "<title>HaCaT compound screen</title>"));
  CHECK(Contains(page, "plotly.js v"));
  CHECK(Contains(page, "default-src 'none'"));
  CHECK_FALSE(Contains(page, "<link"));
  CHECK_FALSE(Contains(page, "<script src"));
  CHECK_FALSE(Contains(page, "{{" + std::string("data}}")));
  const Json data = DataOf(page);
  CHECK(data.at("simulated") == true);
  CHECK(data.at("run").at("workflow") == "hacat_screen");
  CHECK(data.at("tables").at("wells").at("rows") == 60);
  CHECK(data.at("pictures").size() == 60);
  CHECK(data.at("headline") == Json::parse(R"([{"name": "nsc/trained", "value": 0.81, "low": 0.72, "high": 0.89},
                       {"name": "replicate_map/trained", "value": 0.92, "low": 0.89, "high": 0.94}])"));
}

TEST_CASE("equal content gives equal bytes")
{
  const test::ReportScreen again(1);
  CHECK(RenderReport(Screen().Content()) == RenderReport(again.Content()));
}

TEST_CASE("absent tables leave no trace, tables without rows stay")
{
  ReportContent content;
  content.title = "Nothing";
  CHECK(DataOf(RenderReport(content)).at("tables") == Json::object());
  const Table wells({ "Metadata_Plate", "Metadata_Well", "cell_count" }, {});
  content.wells = &wells;
  const Json tables = DataOf(RenderReport(content)).at("tables");
  CHECK(tables.at("wells").at("rows") == 0);
  CHECK(ColumnOf(tables.at("wells"), "plate").at("values") == Json::array());
}

TEST_CASE("columns are found by the field's names, texts stay texts, missing numbers are null")
{
  const double inf = std::numeric_limits<double>::infinity();
  Table        wells({ "Metadata_Plate", "Well", "MOA", "compound_uM", "area", "note", "empty" },
              { { "0012", "B02", "7", "10.0", "1.5", "4", "" }, { "0012", "B03", "8", "", "nan", "four", "" } });
  wells.Add("score", Table::Real{ -inf, std::numeric_limits<double>::quiet_NaN() });
  wells.Add("n", Table::Integer{ 3, 4 });
  ReportContent content;
  content.wells = &wells;
  const Json table = DataOf(RenderReport(content)).at("tables").at("wells");
  const auto values = [&](const std::string & name) { return ColumnOf(table, name).at("values"); };
  const auto kind = [&](const std::string & name) { return ColumnOf(table, name).at("kind"); };
  CHECK(values("plate") == Json{ "0012", "0012" });
  CHECK(values("well") == Json{ "B02", "B03" });
  CHECK(kind("mechanism") == "text");
  CHECK(values("dose") == Json{ 10., nullptr });
  CHECK(values("area") == Json{ 1.5, nullptr });
  CHECK(kind("note") == "text");
  CHECK(kind("empty") == "text");
  CHECK(values("score") == Json{ "-inf", nullptr });
  CHECK(values("n") == Json{ 3, 4 });
}

TEST_CASE("an exact name goes before one that only means the same")
{
  const Table   wells({ "Metadata_Plate", "well", "Metadata_treatment", "treatment", "moa" },
                    { { "P1", "A01", "of the plate map", "scored", "kinase" } });
  ReportContent content;
  content.wells = &wells;
  const Json table = DataOf(RenderReport(content)).at("tables").at("wells");
  CHECK(table.at("columns").size() == 5);
  const auto cell = [&](const std::string & name) { return ColumnOf(table, name).at("values").at(0); };
  CHECK(cell("plate") == "P1");
  CHECK(cell("treatment") == "scored");
  CHECK(cell("Metadata_treatment") == "of the plate map");
  CHECK(cell("mechanism") == "kinase");
}

TEST_CASE("nothing in the data can leave its place")
{
  const std::string evil = "<img src=x onerror=alert(1)>";
  const Table       wells({ "plate", "well", "compound" },
                    { { "P1", "A01", evil },
                            { "P1", "A02", "</script><script>alert(2)</script>" },
                            { "P1", "A03", "<!-- <script> {{style}} \xff" } });
  ReportContent     content;
  content.title = "</title>" + evil;
  content.wells = &wells;
  const std::string page = RenderReport(content);
  CHECK_FALSE(Contains(page, evil));
  CHECK_FALSE(Contains(page, "<script>alert"));
  CHECK(Contains(page, "<title>&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;</title>"));
  const Json compounds = ColumnOf(DataOf(page).at("tables").at("wells"), "compound").at("values");
  CHECK(compounds[0] == evil);
  CHECK(compounds[1] == "</script><script>alert(2)</script>");
  CHECK(compounds[2] == "<!-- <script> {{style}} \xEF\xBF\xBD");
}

TEST_CASE("pictures stand in the page or beside it")
{
  ReportContent content;
  // 1, 2, 3 and 255 in base64 (RFC 4648): AQID /w==
  content.pictures = { { "P1", "A01", { { 1, 2, 3, 255 }, "" }, {} },
                       { "P#1", "A02", {}, { {}, "pictures/P#1 a%/A02.jpg" } } };
  const Json pictures = DataOf(RenderReport(content)).at("pictures");
  CHECK(pictures[0].at("comparable") == "data:image/jpeg;base64,AQID/w==");
  CHECK(pictures[0].at("automatic").is_null());
  CHECK(pictures[1].at("comparable").is_null());
  CHECK(pictures[1].at("automatic") == "pictures/P%231%20a%25/A02.jpg");
}

TEST_CASE("base64 of every length")
{
  // RFC 4648, section 10.
  const std::vector<std::pair<std::string, std::string>> cases{ { "f", "Zg==" },         { "fo", "Zm8=" },
                                                                { "foo", "Zm9v" },       { "foob", "Zm9vYg==" },
                                                                { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
  for (const auto & [text, expected] : cases)
  {
    ReportContent content;
    content.pictures = { { "P", "A01", { { text.begin(), text.end() }, "" }, {} } };
    CHECK(DataOf(RenderReport(content)).at("pictures")[0].at("comparable") == "data:image/jpeg;base64," + expected);
  }
}

TEST_CASE("what a page cannot be made of is said")
{
  ReportContent content;
  const Table   wells({ "plate", "compound" }, {});
  content.wells = &wells;
  CHECK_THROWS_WITH_AS(
    RenderReport(content), "report: table 'wells' has no column 'well'; it has plate, compound", Error);
  content.wells = nullptr;
  content.headline = { "nsc/trained" };
  CHECK_THROWS_WITH_AS(RenderReport(content), "report: headline 'nsc/trained' is not a metric", Error);
  content.headline.clear();
  for (const std::string path : { "/etc/picture.jpg", "../picture.jpg", "a/../../picture.jpg" })
  {
    content.pictures = { { "P", "A01", { {}, path }, {} } };
    CHECK_THROWS_WITH_AS(
      RenderReport(content), ("report: picture '" + path + "' does not lie below the page's folder").c_str(), Error);
  }
}

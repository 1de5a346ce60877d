#include "phenoReport.h"

#include "embedded/Plotly.h"
#include "embedded/ReportPage.h"
#include "embedded/ReportScript.h"
#include "phenoBase64.h"
#include "phenoError.h"
#include "phenoPage.h"
#include "phenoReportTable.h"

#include <utility>

namespace pheno
{
namespace
{
/** A relative path as a URL: bytes that mean something in one are written as %XX. */
std::string
UrlOf(const std::string & path)
{
  if (path.front() == '/' || ("/" + path + "/").find("/../") != std::string::npos)
  {
    throw Error("report: picture '" + path + "' does not lie below the page's folder");
  }
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string    url;
  for (const char c : path)
  {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string("-_.~/").find(c) != std::string::npos;
    const auto byte = static_cast<unsigned char>(c);
    url += plain ? std::string(1, c) : std::string{ '%', kHex[byte >> 4], kHex[byte & 15] };
  }
  return url;
}

Json
SourceOf(const Picture & picture)
{
  if (!picture.jpeg.empty())
  {
    return "data:image/jpeg;base64," + Base64(picture.jpeg);
  }
  return picture.path.empty() ? Json() : Json(UrlOf(picture.path));
}

Json
PicturesOf(const std::vector<WellPicture> & pictures)
{
  Json list = Json::array();
  for (const WellPicture & picture : pictures)
  {
    list.push_back({ { "plate", picture.plate },
                     { "well", picture.well },
                     { "comparable", SourceOf(picture.comparable) },
                     { "automatic", SourceOf(picture.automatic) } });
  }
  return list;
}

Json
TablesOf(const ReportContent & content)
{
  struct Item
  {
    const char *             name;
    const Table *            table;
    std::vector<std::string> needed;
  };
  const std::vector<Item> items{ { "audit", content.audit, { "plate" } },
                                 { "unmatched", content.unmatched, { "plate", "well" } },
                                 { "wells", content.wells, { "plate", "well" } },
                                 { "map", content.map, { "plate", "well", "x", "y" } },
                                 { "hits", content.hits, { "treatment" } },
                                 { "metrics", content.metrics, { "metric", "value" } },
                                 { "dose", content.dose, { "compound", "dose", "value" } },
                                 { "history", content.history, {} } };
  Json                    tables = Json::object();
  for (const Item & item : items)
  {
    if (item.table)
    {
      tables[item.name] = ReportTable(*item.table, item.name, item.needed);
    }
  }
  return tables;
}

/** [{"name", "value", "low", "high"}] of the chosen metrics; low and high are null where the table has none. */
Json
HeadlineOf(const ReportContent & content)
{
  Json       list = Json::array();
  const auto flat = [&](const char * column) {
    return content.metrics && content.metrics->Has(column) ? FlatMetrics(*content.metrics, column) : Json::object();
  };
  const Json values = flat("value"), lows = flat("low"), highs = flat("high");
  for (const std::string & name : content.headline)
  {
    if (!values.contains(name))
    {
      throw Error("report: headline '" + name + "' is not a metric");
    }
    list.push_back({ { "name", name },
                     { "value", values.at(name) },
                     { "low", lows.value(name, Json()) },
                     { "high", highs.value(name, Json()) } });
  }
  return list;
}
} // namespace

std::string
RenderReport(const ReportContent & content)
{
  const Json data{ { "title", content.title },
                   { "simulated", content.simulated },
                   { "run", content.run },
                   { "tables", TablesOf(content) },
                   { "pictures", PicturesOf(content.pictures) },
                   { "dose_value", content.dose_value },
                   { "headline", HeadlineOf(content) } };
  return FillPage(embedded::ReportPage(),
                  { { "title", EscapeHtml(content.title) },
                    { "data", ScriptData(data) },
                    { "plotly", embedded::Plotly() },
                    { "script", embedded::ReportScript() } });
}
} // namespace pheno

#include "phenoPage.h"

#include "embedded/Plotly.h"
#include "embedded/ReportPage.h"
#include "embedded/ReportScript.h"
#include "embedded/ReportStyle.h"
#include "phenoError.h"

#include <algorithm>
#include <string_view>

namespace pheno
{
namespace
{
std::string_view
PartOf(const std::vector<std::pair<std::string, std::string>> & parts, std::string_view name)
{
  if (name == "style")
  {
    return embedded::ReportStyle();
  }
  if (name == "script")
  {
    return embedded::ReportScript();
  }
  if (name == "plotly")
  {
    return embedded::Plotly();
  }
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto & part) { return part.first == name; });
  if (found == parts.end())
  {
    throw Error("report.html: nothing fills the mark {{" + std::string(name) + "}}");
  }
  return found->second;
}
} // namespace

std::string
EscapeHtml(const std::string & text)
{
  std::string escaped;
  for (const char c : text)
  {
    switch (c)
    {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string
FillPage(const std::vector<std::pair<std::string, std::string>> & parts)
{
  const std::string_view frame = embedded::ReportPage();
  std::string            page;
  std::size_t            at = 0;
  for (std::size_t mark = frame.find("{{"); mark != frame.npos; mark = frame.find("{{", at))
  {
    const std::size_t end = frame.find("}}", mark);
    page += frame.substr(at, mark - at);
    page += PartOf(parts, frame.substr(mark + 2, end - mark - 2));
    at = end + 2;
  }
  page += frame.substr(at);
  return page;
}
} // namespace pheno

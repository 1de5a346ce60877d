#include "phenoPage.h"

#include "embedded/ReportStyle.h"
#include "phenoError.h"

#include <algorithm>
#include <string_view>

namespace pheno
{
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
ScriptData(const Json & data)
{
  std::string text = data.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text)
  {
    if (c == '<')
    {
      safe += "\\u003c";
    }
    else
    {
      safe += c;
    }
  }
  return safe;
}

std::string
FillPage(std::string_view frame, const std::vector<std::pair<std::string, std::string_view>> & parts)
{
  const auto part = [&parts](std::string_view name) -> std::string_view {
    if (name == "style")
    {
      return embedded::ReportStyle();
    }
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto & each) { return each.first == name; });
    if (found == parts.end())
    {
      throw Error("a page has nothing for its mark {{" + std::string(name) + "}}");
    }
    return found->second;
  };
  std::string page;
  std::size_t at = 0;
  for (std::size_t mark = frame.find("{{"); mark != frame.npos; mark = frame.find("{{", at))
  {
    const std::size_t end = frame.find("}}", mark);
    page += frame.substr(at, mark - at);
    page += part(frame.substr(mark + 2, end - mark - 2));
    at = end + 2;
  }
  page += frame.substr(at);
  return page;
}
} // namespace pheno

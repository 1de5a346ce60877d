#include "phenoNamedPattern.h"

#include "phenoError.h"

#include <algorithm>
#include <locale>

namespace pheno
{
namespace
{
[[noreturn]] void
Refuse(const std::string & pattern, const std::string & reason)
{
  throw Error("the pattern '" + pattern + "' cannot be used: " + reason);
}

/** The expression with numbered groups; the names go to `groups`. */
std::string
WithoutNames(const std::string & pattern, std::vector<std::string> & groups)
{
  std::string plain;
  bool        inClass = false;
  for (std::size_t i = 0; i < pattern.size(); ++i)
  {
    if (pattern[i] == '\\' && i + 1 < pattern.size())
    {
      plain += pattern[i++];
    }
    else if (pattern[i] == '[' || pattern[i] == ']')
    {
      inClass = pattern[i] == '[';
    }
    else if (pattern[i] == '(' && !inClass)
    {
      const std::size_t name = pattern.compare(i, 3, "(?<") == 0    ? i + 3
                               : pattern.compare(i, 4, "(?P<") == 0 ? i + 4
                                                                    : 0;
      if (name != 0)
      {
        const std::size_t end = pattern.find('>', name);
        if (end == std::string::npos || end == name || pattern[name] == '=' || pattern[name] == '!')
        {
          Refuse(pattern, "at character " + std::to_string(i + 1) + " expected a named group (?<name>...)");
        }
        groups.push_back(pattern.substr(name, end - name));
        plain += '(';
        i = end;
        continue;
      }
      if (pattern.compare(i, 2, "(?") != 0)
      {
        groups.emplace_back();
      }
    }
    plain += pattern[i];
  }
  return plain;
}
} // namespace

NamedPattern::NamedPattern(const std::string & pattern)
{
  const std::string plain = WithoutNames(pattern, m_Groups);
  try
  {
    m_Regex.imbue(std::locale::classic());
    m_Regex.assign(plain, std::regex::ECMAScript);
  }
  catch (const std::regex_error & error)
  {
    Refuse(pattern, error.what());
  }
  const auto count = [&](const std::string & group) { return std::count(m_Groups.begin(), m_Groups.end(), group); };
  if (count("well") == 0 && (count("row") == 0 || count("col") == 0))
  {
    Refuse(pattern, "expected a group (?<well>...), or (?<row>...) and (?<col>...)");
  }
  for (const std::string & group : m_Groups)
  {
    if (!group.empty() && count(group) > 1)
    {
      Refuse(pattern, "two groups are named '" + group + "'");
    }
  }
}

std::optional<std::map<std::string, std::string>>
NamedPattern::Match(const std::string & text) const
{
  std::smatch match;
  if (!std::regex_search(text, match, m_Regex))
  {
    return std::nullopt;
  }
  std::map<std::string, std::string> fields;
  for (std::size_t i = 0; i < m_Groups.size(); ++i)
  {
    if (!m_Groups[i].empty() && match[i + 1].matched)
    {
      fields[m_Groups[i]] = match[i + 1].str();
    }
  }
  return fields;
}

std::vector<std::string>
NamedPattern::Names() const
{
  std::vector<std::string> names = m_Groups;
  std::erase(names, "");
  return names;
}

const std::map<std::string, std::vector<NamedPattern>> &
KnownPatterns()
{
  static const std::map<std::string, std::vector<NamedPattern>> patterns = {
    { "phenix",
      { NamedPattern(
        R"((?:^|/)r(?<row>\d+)c(?<col>\d+)f(?<site>\d+)p(?<plane>\d+)-(?<channel>ch\d+)sk(?<timepoint>\d+)fk\d+fl\d+\.tiff?$)") } },
    { "yokogawa",
      { NamedPattern(
        R"((?:^|/)(?<plate>[^/]+)_(?<well>[A-Z]{1,2}\d{2})_T(?<timepoint>\d+)F(?<site>\d+)L\d+A\d+Z(?<plane>\d+)(?<channel>C\d+)\.tif$)") } },
    { "imagexpress",
      { NamedPattern(
        R"((?:^|/)(?:TimePoint_(?<timepoint>\d+)/)?(?:ZStep_(?<plane>\d+)/)?(?<plate>[^/]+)_(?<well>[A-Z]{1,2}\d{2})(?:_s(?<site>\d+))?(?:_(?<channel>w\d{1,2}))?(?:_?\[?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\]?)?\.(?:tif|TIF)$)") } },
    { "incell",
      { NamedPattern(
        R"((?:^|[/_])(?<row>[A-Z]{1,2}) - (?<col>\d{1,2})\(fld (?<site>\d+)(?: wv (?<channel>[^)]*?))?(?: wix \d+)?(?: z (?<plane>\d+))?(?: time (?<timepoint>\d+)[^)]*)?\)\.tiff?$)") } },
    { "incucyte",
      { NamedPattern(
          R"((?:(?<channel>[^/_]+)/)?(?<plate>[^/]+?)_(?<well>[A-P]\d{1,2})_(?<site>\d+)_(?<timepoint>\d{4}y\d{2}m\d{2}d_\d{2}h\d{2}m)\.(?:tif|png|jpg)$)"),
        NamedPattern(
          R"((?<timepoint>\d{4}/\d{2}/\d{4})/(?<plate>\d+)/(?<well>[A-P]\d{1,2})-(?<site>\d+)-(?<channel>[^/.]+)\.tif$)") } },
  };
  return patterns;
}
} // namespace pheno

#include "phenoError.h"
#include "phenoLayout.h"

#include <algorithm>
#include <locale>
#include <map>
#include <regex>

namespace pheno
{
namespace
{
/** std::regex has no named groups: a pattern with (?<name>...) or (?P<name>...) becomes one with numbered groups and
 * the list of their names, "" for groups without. */
struct NamedPattern
{
  std::regex               regex;
  std::vector<std::string> groups;
};

[[noreturn]] void
Refuse(const std::string & pattern, const std::string & reason)
{
  throw Error("the pattern '" + pattern + "' cannot be used: " + reason);
}

NamedPattern
Compile(const std::string & pattern)
{
  NamedPattern named;
  std::string  plain;
  bool         inClass = false;
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
        named.groups.push_back(pattern.substr(name, end - name));
        plain += '(';
        i = end;
        continue;
      }
      if (pattern.compare(i, 2, "(?") != 0)
      {
        named.groups.emplace_back();
      }
    }
    plain += pattern[i];
  }
  try
  {
    named.regex.imbue(std::locale::classic());
    named.regex.assign(plain, std::regex::ECMAScript);
  }
  catch (const std::regex_error & error)
  {
    Refuse(pattern, error.what());
  }
  return named;
}

bool
Has(const NamedPattern & pattern, const std::string & group)
{
  return std::find(pattern.groups.begin(), pattern.groups.end(), group) != pattern.groups.end();
}

void
CheckGroups(const NamedPattern & pattern, const std::string & text)
{
  if (!Has(pattern, "well") && !(Has(pattern, "row") && Has(pattern, "col")))
  {
    Refuse(text, "expected a group (?<well>...), or (?<row>...) and (?<col>...)");
  }
  for (const std::string & group : pattern.groups)
  {
    if (!group.empty() && std::count(pattern.groups.begin(), pattern.groups.end(), group) > 1)
    {
      Refuse(text, "two groups are named '" + group + "'");
    }
  }
}

/** Files below a folder as relative paths with '/', sorted. */
std::vector<std::string>
FilesBelow(const fs::path & folder)
{
  std::vector<std::string> files;
  for (const fs::directory_entry & entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink))
  {
    if (fs::is_regular_file(entry.status()))
    {
      files.push_back(entry.path().lexically_relative(folder).generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/** The groups that matched, by name; rows and columns become wells, what was not named gets its default. */
std::map<std::string, std::string>
Fields(const NamedPattern & pattern, const std::smatch & match, const fs::path & path)
{
  std::map<std::string, std::string> fields{
    { "plate", PlateOfFolder(path.parent_path()) }, { "site", "1" }, { "channel", "1" }, { "page", "0" }
  };
  for (std::size_t i = 0; i < pattern.groups.size(); ++i)
  {
    if (!pattern.groups[i].empty())
    {
      fields[pattern.groups[i]] = match[i + 1].str();
    }
  }
  if (!fields.contains("well"))
  {
    fields["well"] = WellFromRowColumn(fields["row"], fields["col"]);
  }
  fields.erase("row");
  fields.erase("col");
  fields["path"] = path.string();
  return fields;
}
} // namespace

ImageList
ListRegex(const fs::path & source, const IndexOptions & options)
{
  if (options.pattern.empty())
  {
    throw Error(
      "layout regex needs a pattern (--pattern), for instance '(?<well>[A-P]\\d+)_s(?<site>\\d+)_w(?<channel>\\d+)'");
  }
  const NamedPattern pattern = Compile(options.pattern);
  CheckGroups(pattern, options.pattern);
  if (!fs::is_directory(source))
  {
    throw Error(source.string() + ": is no folder, expected one with image files");
  }
  const std::vector<std::string>     files = FilesBelow(source);
  std::map<std::string, Table::Text> columns;
  std::string                        unmatched;
  std::size_t                        misses = 0;
  for (const std::string & file : files)
  {
    std::smatch match;
    if (!std::regex_search(file, match, pattern.regex))
    {
      unmatched = misses++ == 0 ? file : unmatched;
      continue;
    }
    for (auto & [name, text] : Fields(pattern, match, ResolveListed(source, file)))
    {
      columns[name].push_back(text);
    }
  }
  if (columns.empty())
  {
    throw Error(source.string() + ": none of its " + std::to_string(files.size()) + " files matches the pattern '" +
                options.pattern + "'" + (files.empty() ? "" : "; the first is '" + files.front() + "'"));
  }
  ImageList list;
  for (auto & [name, cells] : columns)
  {
    list.table.Add(name, std::move(cells));
  }
  if (misses > 0)
  {
    list.notes.push_back(source.string() + ": " + std::to_string(misses) + " of " + std::to_string(files.size()) +
                         " files do not match the pattern, for instance '" + unmatched + "'");
  }
  return list;
}
} // namespace pheno

#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoLayoutFiles.h"
#include "phenoNamedPattern.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
using Fields = std::map<std::string, std::string>;

/** What the first pattern that fits says of a file. */
std::optional<Fields>
FirstMatch(const std::vector<NamedPattern> & patterns, const std::string & file)
{
  for (const NamedPattern & pattern : patterns)
  {
    if (std::optional<Fields> fields = pattern.Match(file))
    {
      return fields;
    }
  }
  return std::nullopt;
}

/** Rows and columns become wells; what was not named gets its default. */
Fields
Complete(Fields fields, const fs::path & path)
{
  if (!fields.contains("well"))
  {
    fields["well"] = WellFromRowColumn(fields["row"], fields["col"]);
  }
  fields.erase("row");
  fields.erase("col");
  fields.emplace("plate", PlateOfFolder(path.parent_path()));
  fields.emplace("site", "1");
  fields.emplace("channel", "1");
  fields.emplace("page", "0");
  fields["path"] = path.string();
  return fields;
}

/** Files that fit, as columns; how many do not, and the first of them. */
struct Matched
{
  Table       table;
  std::size_t files = 0;
  std::size_t misses = 0;
  std::string first;     ///< file
  std::string unmatched; ///< the first that does not fit
};

Matched
MatchFiles(const fs::path & source, const std::vector<NamedPattern> & patterns)
{
  Matched             matched;
  std::vector<Fields> rows;
  Fields              columns;
  for (const std::string & file : FilesBelow(source))
  {
    matched.first = matched.files++ == 0 ? file : matched.first;
    if (std::optional<Fields> fields = FirstMatch(patterns, file))
    {
      rows.push_back(Complete(std::move(*fields), ResolveListed(source, file)));
      columns.insert(rows.back().begin(), rows.back().end());
    }
    else
    {
      matched.unmatched = matched.misses++ == 0 ? file : matched.unmatched;
    }
  }
  for (const auto & [name, example] : columns)
  {
    Table::Text cells;
    for (Fields & row : rows)
    {
      cells.push_back(std::move(row[name]));
    }
    matched.table.Add(name, std::move(cells));
  }
  return matched;
}

void
NoteMisses(const Matched & matched, const std::string & what, const fs::path & source, ImageList & list)
{
  if (matched.misses > 0)
  {
    list.notes.push_back(source.string() + ": " + std::to_string(matched.misses) + " of " +
                         std::to_string(matched.files) + " files " + what + ", for instance '" + matched.unmatched +
                         "'");
  }
}
} // namespace

ImageList
ListByNames(const fs::path & source, const std::string & instrument, const std::string & reason)
{
  if (!fs::is_directory(source))
  {
    throw Error(source.string() + ": " + reason + (fs::exists(source) ? "" : "; it does not exist"));
  }
  Matched matched = MatchFiles(source, KnownPatterns().at(instrument));
  if (matched.table.columns.empty())
  {
    throw Error(source.string() + ": " + reason + ", and none of its " + std::to_string(matched.files) +
                " files has a name that layout " + instrument + " knows" +
                (matched.files == 0 ? "" : "; the first is '" + matched.first + "'"));
  }
  for (const std::string name : { "site", "plane" }) // as lists write them
  {
    if (matched.table.Has(name))
    {
      Table::Text cells = matched.table.Texts(name);
      std::transform(cells.begin(), cells.end(), cells.begin(), [](const std::string & cell) {
        return cell.empty() ? cell : WithoutLeadingZeros(cell);
      });
      matched.table.Set(name, std::move(cells));
    }
  }
  ImageList list;
  list.table = std::move(matched.table);
  list.notes.push_back(source.string() + ": " + reason + "; read from the names of files alone");
  NoteMisses(matched, "have other names", source, list);
  return list;
}

std::string
RecognizeNames(const fs::path & source, const std::string & instrument)
{
  const std::vector<NamedPattern> & patterns = KnownPatterns().at(instrument);
  for (const std::string & name : SomeImageNames(source))
  {
    const std::optional<Fields> fields = FirstMatch(patterns, name);
    if (fields && (fields->contains("channel") || fields->contains("timepoint")))
    {
      return name;
    }
  }
  return "";
}

ImageList
ListRegex(const fs::path & source, const IndexOptions & options)
{
  if (options.pattern.empty())
  {
    throw Error(
      "layout regex needs a pattern (--pattern), for instance '(?<well>[A-P]\\d+)_s(?<site>\\d+)_w(?<channel>\\d+)'");
  }
  Matched matched = MatchFiles(source, { NamedPattern(options.pattern) });
  if (matched.table.columns.empty())
  {
    throw Error(source.string() + ": none of its " + std::to_string(matched.files) + " files matches the pattern '" +
                options.pattern + "'" + (matched.files == 0 ? "" : "; the first is '" + matched.first + "'"));
  }
  ImageList list;
  list.table = std::move(matched.table);
  NoteMisses(matched, "do not match the pattern", source, list);
  return list;
}

std::string
RecognizeRegex(const fs::path &)
{
  return "";
}
} // namespace pheno

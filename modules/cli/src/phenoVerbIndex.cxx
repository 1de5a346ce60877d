#include "phenoCliArguments.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoScreenIndex.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

namespace pheno::cli
{
namespace
{
/** Gives channels other names. Throws DiagnosticsError for a channel that the index lacks. */
void
RenameChannels(Table & index, const std::map<std::string, std::string> & names)
{
  Table::Text channels = index.Texts("channel");
  Diagnostics problems;
  for (const auto & [before, after] : names)
  {
    if (std::find(channels.begin(), channels.end(), before) == channels.end())
    {
      const std::set<std::string> known(channels.begin(), channels.end());
      problems.Add("--channel " + before + "=" + after,
                   "the index has no such channel; it has " + Join({ known.begin(), known.end() }));
    }
    std::replace(channels.begin(), channels.end(), before, after);
  }
  problems.ThrowIfErrors();
  index.Set("channel", std::move(channels));
}
/** The layout of a source that was named alone. Throws DiagnosticsError listing the layouts where it cannot be told. */
std::string
FindLayout(const std::string & source)
{
  std::vector<std::string> names;
  for (const LayoutDescription & layout : KnownLayouts())
  {
    names.push_back(layout.name);
  }
  Diagnostics problems;
  if (std::find(names.begin(), names.end(), source) != names.end() && !fs::exists(source))
  {
    problems.Add("index",
                 "layout " + source + " needs a source: the instrument's folder, or the table that lists files");
    problems.ThrowIfErrors();
  }
  const std::vector<RecognizedLayout> found = RecognizeLayouts(source);
  if (found.size() == 1)
  {
    std::cout << "layout " << found.front().layout << ", known by " << found.front().by << "\n";
    return found.front().layout;
  }
  std::vector<std::string> candidates;
  for (const RecognizedLayout & one : found)
  {
    candidates.push_back(one.layout + " (by " + one.by + ")");
  }
  problems.Add("index",
               source +
                 (found.empty() ? ": is of no layout that can be told from its names; name one of " + Join(names)
                                : ": may be of layout " + Join(candidates, " or ") + "; name the right one") +
                 ": pheno-run index LAYOUT " + source);
  problems.ThrowIfErrors();
  return {};
}
} // namespace

int
VerbIndex(const Words & words)
{
  std::string doc = "Make the tall index of a screen, one row an image file. Layouts:";
  for (const LayoutDescription & layout : KnownLayouts())
  {
    doc += "\n  " + layout.name + ": " + layout.doc;
  }
  CLI::App                 app(doc, "pheno-run index");
  std::vector<std::string> positions;
  std::string              out = "index.csv";
  bool                     noDigest = false;
  std::vector<std::string> channels;
  std::vector<std::string> folders;
  IndexOptions             options;
  options.threads = MachineCpus();
  app
    .add_option("source",
                positions,
                "One of the layouts (found out where it can be), then the instrument's folder or the table that lists "
                "files")
    ->required()
    ->expected(1, 2)
    ->option_text("[LAYOUT] SOURCE");
  app.add_option("-o,--out", out, "Index to write; paths in it are relative to its folder")->capture_default_str();
  app.add_option(
    "--pattern",
    options.pattern,
    "Layout regex: expression over relative paths with named groups plate, well (or row, col), site, channel");
  app.add_option("--plane", options.plane, "The plane to keep where fields have several");
  app.add_option("--timepoint", options.timepoint, "The time point to keep where fields have several");
  app.add_option("--channel", channels, "Give a channel another name: FOUND=NAME")->allow_extra_args(false);
  app
    .add_option("--map",
                folders,
                "Tables: a folder that stands for the beginning of listed paths, such as s3://bucket=/data/bucket")
    ->allow_extra_args(false);
  app.add_flag("--no-digest", noDigest, "Leave the content digests out (huge screens)");
  app.add_option("-j,--jobs", options.threads, "Files read at once")->check(CLI::PositiveNumber);
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  options.digest = !noDigest;
  options.folders = NameValues(folders, "--map");
  const fs::path    path = fs::absolute(out);
  const std::string source = positions.back();
  const std::string layout = positions.size() == 2 ? positions.front() : FindLayout(source);
  ScreenIndex       index = MakeIndex(layout, source, path.parent_path(), options);
  RenameChannels(index.table, NameValues(channels, "--channel"));
  fs::create_directories(path.parent_path());
  WriteCsv(path, index.table);
  for (const std::string & note : index.notes)
  {
    std::cout << note << "\n";
  }
  std::cout << index.table.Rows() << " image files in " << path.string() << "\n";
  return kDone;
}
} // namespace pheno::cli

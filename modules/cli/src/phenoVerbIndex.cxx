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
  std::string              layout;
  std::string              source;
  std::string              out = "index.csv";
  bool                     noDigest = false;
  std::vector<std::string> channels;
  IndexOptions             options;
  options.threads = MachineCpus();
  app.add_option("layout", layout, "One of the layouts")->required();
  app.add_option("source", source, "The instrument's folder, or the table that lists files")->required();
  app.add_option("-o,--out", out, "Index to write; paths in it are relative to its folder")->capture_default_str();
  app.add_option(
    "--pattern",
    options.pattern,
    "Layout regex: expression over relative paths with named groups plate, well (or row, col), site, channel");
  app.add_option("--plane", options.plane, "Layout phenix: the plane (PlaneID) to keep where fields have several");
  app.add_option("--channel", channels, "Give a channel another name: FOUND=NAME")->allow_extra_args(false);
  app.add_flag("--no-digest", noDigest, "Leave the content digests out (huge screens)");
  app.add_option("-j,--jobs", options.threads, "Files read at once")->check(CLI::PositiveNumber);
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  options.digest = !noDigest;
  const fs::path path = fs::absolute(out);
  ScreenIndex    index = MakeIndex(layout, source, path.parent_path(), options);
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

#include "phenoError.h"
#include "phenoIndexNotes.h"
#include "phenoLayout.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <thread>

namespace pheno
{
namespace
{
struct Layout
{
  LayoutDescription description;
  ListImages        list;
};

const std::vector<Layout> &
Layouts()
{
  static const std::vector<Layout> layouts = {
    { { "phenix",
        "Opera Phenix or Operetta: Index.xml of Harmony or indexfile.txt, in the folder or up to three below" },
      &ListPhenix },
    { { "loaddata",
        "CellProfiler's LoadData CSV: one row a site, FileName_ and PathName_ (or URL_) columns a channel" },
      &ListLoadData },
    { { "sheet", "sample sheet: one row an image, columns plate, well (or row, col), site, channel, path" },
      &ListSheet },
    { { "regex", "image files below a folder, matched by a pattern with named groups well, site, channel, plate" },
      &ListRegex },
  };
  return layouts;
}

/** Size and digest of one listed file; both empty when it does not exist. */
struct FileFacts
{
  std::string size;
  std::string digest;
};

/** Looks at every file once, several at a time. Throws the first failure in the order of paths. */
std::map<std::string, FileFacts>
LookAtFiles(const Table::Text & paths, const IndexOptions & options)
{
  std::map<std::string, FileFacts> facts;
  for (const std::string & path : paths)
  {
    facts[path];
  }
  std::vector<std::pair<const std::string, FileFacts> *> items;
  for (auto & item : facts)
  {
    items.push_back(&item);
  }
  std::vector<std::exception_ptr> failures(items.size());
  std::atomic<std::size_t>        next = 0;
  const auto                      work = [&] {
    for (std::size_t i = next++; i < items.size(); i = next++)
    {
      try
      {
        auto & [path, fact] = *items[i];
        fact.size = SizeOfListed(path);
        fact.digest = fact.size.empty() || !options.digest ? "" : QuickDigest(path);
      }
      catch (...)
      {
        failures[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < options.threads; ++i)
    {
      threads.emplace_back(work);
    }
    work();
  }
  for (const std::exception_ptr & failure : failures)
  {
    if (failure)
    {
      std::rethrow_exception(failure);
    }
  }
  return facts;
}

/** Relative with '/' where the file lies below the folder or beside it, otherwise absolute. */
std::string
PathForIndex(const fs::path & path, const fs::path & folder)
{
  const fs::path relative = path.lexically_relative(folder);
  const auto     ups = std::count(relative.begin(), relative.end(), fs::path(".."));
  return relative.empty() || ups > 1 ? path.generic_string() : relative.generic_string();
}
} // namespace

std::vector<LayoutDescription>
KnownLayouts()
{
  std::vector<LayoutDescription> descriptions;
  for (const Layout & layout : Layouts())
  {
    descriptions.push_back(layout.description);
  }
  return descriptions;
}

ScreenIndex
MakeIndex(const std::string &  layout,
          const fs::path &     source,
          const fs::path &     relativeTo,
          const IndexOptions & options)
{
  const auto found = std::find_if(
    Layouts().begin(), Layouts().end(), [&](const Layout & known) { return known.description.name == layout; });
  if (found == Layouts().end())
  {
    std::vector<std::string> names;
    for (const Layout & known : Layouts())
    {
      names.push_back(known.description.name);
    }
    throw Error("unknown layout '" + layout + "'; there are " + Join(names));
  }
  ImageList list = found->list(source, options);
  if (list.table.Rows() == 0)
  {
    throw Error(source.string() + ": lists no images");
  }
  const Table::Text                      absolute = list.table.Texts("path");
  const std::map<std::string, FileFacts> facts = LookAtFiles(absolute, options);
  const fs::path                         folder = fs::absolute(relativeTo).lexically_normal();
  Table::Text                            paths;
  Table::Text                            sizes;
  Table::Text                            digests;
  for (const std::string & path : absolute)
  {
    paths.push_back(PathForIndex(path, folder));
    sizes.push_back(facts.at(path).size);
    digests.push_back(facts.at(path).digest);
  }
  list.table.Set("path", std::move(paths));
  list.table.Set("size", std::move(sizes));
  list.table.Set("digest", std::move(digests));
  ScreenIndex index = NormalizeIndex(list.table, relativeTo);
  index.notes.insert(index.notes.begin(), list.notes.begin(), list.notes.end());
  return index;
}
} // namespace pheno

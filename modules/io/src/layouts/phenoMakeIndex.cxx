#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoLayout.h"
#include "phenoReadPlane.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <thread>

namespace pheno
{
namespace
{
/** What identifies one listed plane: a file whatever the page, a Zarr array page by page. */
using Listed = std::pair<std::string, unsigned>;

struct Facts
{
  PlaneIdentity identity;
  std::string   reason; ///< why it cannot be read, "" where it can
};

std::vector<Listed>
ListedPlanes(const Table & table)
{
  const Table::Text           paths = table.Texts("path");
  const Table::Text           pages = table.Has("page") ? table.Texts("page") : Table::Text(paths.size());
  std::map<std::string, bool> isFolder;
  std::vector<Listed>         planes;
  for (std::size_t i = 0; i < paths.size(); ++i)
  {
    const auto [known, isNew] = isFolder.emplace(paths[i], false);
    if (isNew)
    {
      boost::system::error_code ignored;
      known->second = fs::is_directory(paths[i], ignored);
    }
    planes.emplace_back(paths[i], known->second ? PageNumber(pages[i]) : 0);
  }
  return planes;
}

/** Looks at every file once, several at a time. Throws the first failure in the order of paths. */
std::map<Listed, Facts>
LookAtFiles(const std::vector<Listed> & planes, const IndexOptions & options)
{
  std::map<Listed, Facts> facts;
  for (const Listed & plane : planes)
  {
    facts[plane];
  }
  std::vector<std::pair<const Listed, Facts> *> items;
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
        auto & [plane, fact] = *items[i];
        fact.identity = IdentifyPlane(plane.first, plane.second, options.digest);
      }
      catch (const BadData & error) // a damaged array: it stays in the index like a file that is not there
      {
        items[i]->second.reason = error.what();
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
  list.table = NormalizeAxes(std::move(list.table), "screen index");
  KeepOneOfEach(list, options, source);
  const std::vector<Listed>     planes = ListedPlanes(list.table);
  const std::map<Listed, Facts> facts = LookAtFiles(planes, options);
  const fs::path                folder = fs::absolute(relativeTo).lexically_normal();
  Table::Text                   paths;
  Table::Text                   sizes;
  Table::Text                   digests;
  for (const Listed & plane : planes)
  {
    const PlaneIdentity & identity = facts.at(plane).identity;
    paths.push_back(PathForIndex(plane.first, folder));
    sizes.push_back(identity.size);
    digests.push_back(identity.digest);
  }
  for (const auto & [plane, fact] : facts)
  {
    if (!fact.reason.empty())
    {
      list.notes.push_back(fact.reason);
    }
  }
  if (list.table.Has("illumination"))
  {
    Table::Text functions;
    for (const std::string & path : list.table.Texts("illumination"))
    {
      functions.push_back(path.empty() ? path : PathForIndex(path, folder));
    }
    list.table.Set("illumination", std::move(functions));
  }
  list.table.Set("path", std::move(paths));
  list.table.Set("size", std::move(sizes));
  list.table.Set("digest", std::move(digests));
  ScreenIndex index = NormalizeIndex(list.table, relativeTo);
  index.notes.insert(index.notes.begin(), list.notes.begin(), list.notes.end());
  return index;
}
} // namespace pheno

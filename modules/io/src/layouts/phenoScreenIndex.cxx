#include "phenoScreenIndex.h"

#include "phenoAxes.h"
#include "phenoError.h"
#include "phenoIndexNotes.h"
#include "phenoListedImage.h"
#include "phenoRankedColumn.h"
#include "phenoReadPlane.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
namespace
{
const std::vector<std::string> kRequired = { "plate", "well", "site", "channel", "path" };
const std::vector<std::string> kFirst = { "plate", "well", "site", "channel", "path", "size", "digest", "page" };
constexpr std::size_t          kExamples = 3;

const Table::Text &
TextOf(const Table & table, const std::string & name)
{
  return std::get<Table::Text>(table.At(name).cells);
}

void
CheckColumns(const Table & table)
{
  std::vector<std::string> missing;
  for (const std::string & name : kRequired)
  {
    if (!table.Has(name))
    {
      missing.push_back("'" + name + "'");
    }
  }
  if (!missing.empty())
  {
    throw Error("screen index: lacks " + Join(missing) + "; it has " + Join(table.Names()));
  }
}

bool
IsPage(const std::string & page)
{
  return !page.empty() && page.size() <= 6 && page.find_first_not_of("0123456789") == std::string::npos;
}

std::string
NoPage(const std::string & page)
{
  return "expected a page (0 is the first), got '" + page + "'";
}

void
CheckCells(const Table & table)
{
  for (const std::string & name : kRequired)
  {
    const Table::Text & cells = TextOf(table, name);
    const auto          empty = std::find(cells.begin(), cells.end(), "");
    if (empty != cells.end())
    {
      throw Error("screen index: row " + std::to_string(empty - cells.begin() + 1) + " has no " + name);
    }
  }
}

/** Before the pages are looked up. */
void
CheckPages(const Table & table)
{
  const Table::Text pages = table.Has("page") ? table.Texts("page") : Table::Text();
  for (std::size_t row = 0; row < pages.size(); ++row)
  {
    if (!IsPage(pages[row]))
    {
      throw Error("screen index: row " + std::to_string(row + 1) + ": " + NoPage(pages[row]));
    }
  }
}

/** Sizes in bytes of what the planes are decoded from; "" where it does not exist. */
Table::Text
LookUpSizes(const Table & table, const fs::path & folder)
{
  const Table::Text paths = table.Texts("path");
  const Table::Text pages = table.Has("page") ? table.Texts("page") : Table::Text(paths.size());
  Table::Text       sizes;
  for (std::size_t i = 0; i < paths.size(); ++i)
  {
    const fs::path path = fs::absolute(paths[i], fs::absolute(folder));
    sizes.push_back(IdentifyPlane(path, PageNumber(pages[i]), false).size);
  }
  return sizes;
}

/** Adds what is missing, puts our columns first and makes all of them text. */
Table
Complete(Table table, const fs::path & folder)
{
  const std::size_t rows = table.Rows();
  const Table::Text sizes = table.Has("size") ? Table::Text() : LookUpSizes(table, folder);
  Table             whole;
  const auto        take = [&](Table::Column & column) {
    const bool isText = std::holds_alternative<Table::Text>(column.cells);
    whole.Add(column.name, isText ? std::move(column.cells) : table.Texts(column.name));
  };
  for (const std::string & name : kFirst)
  {
    const auto found =
      std::find_if(table.columns.begin(), table.columns.end(), [&](const Table::Column & c) { return c.name == name; });
    if (found != table.columns.end())
    {
      take(*found);
    }
    else
    {
      whole.Add(name, name == "size" ? sizes : Table::Text(rows, name == "page" ? "0" : ""));
    }
  }
  for (Table::Column & column : table.columns)
  {
    if (!whole.Has(column.name))
    {
      take(column);
    }
  }
  return whole;
}

/** Row positions by plate, well, site, channel, t and z where there are such columns, page. */
std::vector<std::size_t>
Order(const std::vector<RankedColumn> & ranks)
{
  std::vector<std::size_t> order(ranks.front().ranks.size());
  std::iota(order.begin(), order.end(), 0);
  const auto before = [&](std::size_t a, std::size_t b) {
    for (const RankedColumn & column : ranks)
    {
      if (column.ranks[a] != column.ranks[b])
      {
        return column.ranks[a] < column.ranks[b];
      }
    }
    return false;
  };
  if (!std::is_sorted(order.begin(), order.end(), before))
  {
    std::stable_sort(order.begin(), order.end(), before);
  }
  return order;
}

/** Puts the ranks in the order of the rows. */
void
Reorder(std::vector<RankedColumn> & ranks, const std::vector<std::size_t> & order)
{
  for (RankedColumn & column : ranks)
  {
    std::vector<std::uint32_t> sorted;
    sorted.reserve(order.size());
    for (const std::size_t row : order)
    {
      sorted.push_back(column.ranks[row]);
    }
    column.ranks = std::move(sorted);
  }
}

const std::string &
NameAt(const RankedColumn & column, std::size_t row)
{
  return column.names[column.ranks[row]];
}

/** Two rows in a row that name the same image. */
void
RefuseDuplicates(const Table & table, const std::vector<RankedColumn> & ranks)
{
  const Table::Text &      paths = TextOf(table, "path");
  std::vector<std::string> examples;
  std::size_t              count = 0;
  for (std::size_t i = 1; i < paths.size(); ++i)
  {
    const bool same = std::all_of(ranks.begin(), ranks.end() - 1, [&](const RankedColumn & column) { // all but page
      return column.ranks[i] == column.ranks[i - 1];
    });
    if (same && ++count <= kExamples)
    {
      examples.push_back("plate " + NameAt(ranks[0], i) + " well " + NameAt(ranks[1], i) + " site " +
                         NameAt(ranks[2], i) + " channel " + NameAt(ranks[3], i) + ": " + paths[i - 1] + " and " +
                         paths[i]);
    }
  }
  if (count > 0)
  {
    throw Error("screen index: " + std::to_string(count) + (count == 1 ? " image is" : " images are") +
                " listed twice (plates of two batches need different names): " + Join(examples, "; ") +
                (count > kExamples ? "; ..." : ""));
  }
}

/** "4" and "04" would be two sites of one well. */
void
RefuseTwoSpellings(const std::vector<RankedColumn> & ranks)
{
  for (std::size_t i = 1; i < ranks[2].ranks.size(); ++i)
  {
    const bool sameWell = ranks[0].ranks[i] == ranks[0].ranks[i - 1] && ranks[1].ranks[i] == ranks[1].ranks[i - 1];
    if (!sameWell || ranks[2].ranks[i] == ranks[2].ranks[i - 1])
    {
      continue;
    }
    const std::string & a = NameAt(ranks[2], i - 1);
    const std::string & b = NameAt(ranks[2], i);
    if (WithoutLeadingZeros(a) == WithoutLeadingZeros(b))
    {
      throw Error("screen index: plate " + NameAt(ranks[0], i) + " well " + NameAt(ranks[1], i) + " has the sites '" +
                  a + "' and '" + b + "', which differ in leading zeros alone");
    }
  }
}

std::vector<RankedColumn>
RankColumns(const Table & table)
{
  std::vector<RankedColumn> ranks;
  for (const std::string name : { "plate", "well", "site", "channel", "t", "z", "page" })
  {
    if (table.Has(name))
    {
      ranks.push_back(RankColumn(TextOf(table, name)));
    }
  }
  return ranks;
}
} // namespace

unsigned
PageNumber(const std::string & page)
{
  if (!page.empty() && !IsPage(page))
  {
    throw Error(NoPage(page));
  }
  return page.empty() ? 0U : static_cast<unsigned>(std::stoul(page));
}

ScreenIndex
NormalizeIndex(const Table & tall, const fs::path & folder)
{
  Table axes = NormalizeAxes(tall, "screen index");
  CheckColumns(axes);
  CheckPages(axes);
  const Table whole = Complete(std::move(axes), folder);
  CheckCells(whole);
  std::vector<RankedColumn>      ranks = RankColumns(whole);
  const std::vector<std::size_t> order = Order(ranks);
  Reorder(ranks, order);
  ScreenIndex index;
  index.table = whole.Select(order);
  RefuseDuplicates(index.table, ranks);
  RefuseTwoSpellings(ranks);
  index.notes = NotesOnGaps(index.table, ranks);
  return index;
}
} // namespace pheno

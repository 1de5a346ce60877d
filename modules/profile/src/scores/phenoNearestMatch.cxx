#include "phenoNearestMatch.h"
#include "phenoLabelCodes.h"
#include "phenoNeighbourSearch.h"
#include "phenoProfileError.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

namespace pheno
{
namespace
{
using Codes = std::vector<int>;

void
CheckColumns(std::size_t rows, const LabelColumn & labels, std::span<const LabelColumn> excluded)
{
  const auto check = [rows](const LabelColumn & column, const char * what) {
    if (column.size() != rows)
    {
      throw ProfileError(std::string(what) + " has " + std::to_string(column.size()) + " entries for " +
                         std::to_string(rows) + " profiles");
    }
  };
  check(labels, "the label column");
  for (const LabelColumn & column : excluded)
  {
    check(column, "a column of excluded matches");
  }
}

bool
DifferInAll(const std::vector<Codes> & columns, std::size_t a, std::size_t b)
{
  return std::all_of(columns.begin(), columns.end(), [a, b](const Codes & codes) { return codes[a] != codes[b]; });
}

/** How many other rows that take part differ from each row in every excluded column and agree in every shared one:
 * rows that agree in one excluded column are taken away, those that agree in two were so twice, and so on. */
std::vector<std::ptrdiff_t>
CountAdmissible(const RowMask & takesPart, const std::vector<Codes> & excluded, const std::vector<Codes> & shared)
{
  std::vector<std::ptrdiff_t> admissible(takesPart.size(), 0);
  for (std::size_t subset = 0; subset < std::size_t{ 1 } << excluded.size(); ++subset)
  {
    std::vector<Codes> alike = shared;
    for (std::size_t column = 0; column < excluded.size(); ++column)
    {
      if (subset >> column & 1)
      {
        alike.push_back(excluded[column]);
      }
    }
    const auto keyOf = [&alike](std::size_t row) {
      Codes key;
      for (const Codes & column : alike)
      {
        key.push_back(column[row]);
      }
      return key;
    };
    std::map<Codes, std::ptrdiff_t> counts;
    for (std::size_t row = 0; row < takesPart.size(); ++row)
    {
      counts[keyOf(row)] += takesPart[row];
    }
    const int sign = std::popcount(subset) % 2 == 0 ? 1 : -1;
    for (std::size_t row = 0; row < takesPart.size(); ++row)
    {
      admissible[row] += sign * (counts[keyOf(row)] - takesPart[row]);
    }
  }
  return admissible;
}

/** What one query saw. */
struct Neighbourhood
{
  std::ptrdiff_t nearest = NearestMatch::kNone;
  std::ptrdiff_t candidates = 0;
  std::ptrdiff_t matching = 0; ///< candidates with the query's label
};

std::vector<Neighbourhood>
FindNeighbourhoods(MatrixView                  profiles,
                   const Codes &               labels,
                   const std::vector<Codes> &  excluded,
                   const NearestMatchOptions & options)
{
  NeighbourSearch search(profiles, options.distance, 1, [&excluded](std::size_t row, std::size_t other) {
    return DifferInAll(excluded, row, other);
  });
  search.Run(options.threads);
  RowMask takesPart(profiles.rows);
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    takesPart[row] = search.Defined(row);
  }
  const auto                 candidates = CountAdmissible(takesPart, excluded, {});
  const auto                 matching = CountAdmissible(takesPart, excluded, { labels });
  std::vector<Neighbourhood> found(profiles.rows);
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    const std::uint32_t nearest = search.Of(row).front().row;
    found[row] = { nearest == Neighbour::kNone ? NearestMatch::kNone : static_cast<std::ptrdiff_t>(nearest),
                   candidates[row],
                   matching[row] };
  }
  return found;
}

NearestMatch
Count(const std::vector<Neighbourhood> & found, const LabelColumn & labels, bool skipImpossible)
{
  NearestMatch result;
  std::size_t  correct = 0;
  double       chance = 0;
  for (std::size_t row = 0; row < found.size(); ++row)
  {
    const Neighbourhood & each = found[row];
    result.nearest.push_back(each.nearest);
    result.correct.push_back(std::numeric_limits<double>::quiet_NaN());
    if (each.nearest == NearestMatch::kNone)
    {
      ++result.n_without_candidate;
      continue;
    }
    result.n_impossible += each.matching == 0;
    if (each.matching == 0 && skipImpossible)
    {
      continue;
    }
    ++result.n_evaluated;
    const bool isCorrect = labels[each.nearest] == labels[row];
    result.correct.back() = isCorrect;
    correct += isCorrect;
    chance += static_cast<double>(each.matching) / static_cast<double>(each.candidates);
  }
  if (result.n_evaluated > 0)
  {
    result.accuracy = static_cast<double>(correct) / static_cast<double>(result.n_evaluated);
    result.chance = chance / static_cast<double>(result.n_evaluated);
  }
  return result;
}
} // namespace

NearestMatch
MatchNearest(MatrixView                   profiles,
             const LabelColumn &          labels,
             std::span<const LabelColumn> excluded,
             const NearestMatchOptions &  options)
{
  CheckColumns(profiles.rows, labels, excluded);
  std::vector<Codes> codes;
  for (const LabelColumn & column : excluded)
  {
    codes.push_back(EncodeLabels(column));
  }
  return Count(FindNeighbourhoods(profiles, EncodeLabels(labels), codes, options), labels, options.skip_impossible);
}
} // namespace pheno

#ifndef phenoF1_h
#define phenoF1_h

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace pheno::test
{
/** Objects found, there, and matched with an intersection over union above a bound (at least .5, so matches are
 * unique). */
struct Matches
{
  std::size_t found = 0;
  std::size_t there = 0;
  std::size_t matched = 0;

  void
  Add(const std::vector<std::uint32_t> & labels, const std::vector<std::uint32_t> & truth, double bound)
  {
    std::map<std::uint32_t, std::size_t>                           area, trueArea;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> overlap;
    for (std::size_t i = 0; i < labels.size(); ++i)
    {
      ++area[labels[i]];
      ++trueArea[truth[i]];
      ++overlap[{ labels[i], truth[i] }];
    }
    for (const auto & [pair, pixels] : overlap)
    {
      const double either = static_cast<double>(area[pair.first] + trueArea[pair.second] - pixels);
      matched += pair.first != 0 && pair.second != 0 && static_cast<double>(pixels) > bound * either;
    }
    found += area.size() - area.count(0);
    there += trueArea.size() - trueArea.count(0);
  }
  double
  F1() const
  {
    return 2.0 * static_cast<double>(matched) / static_cast<double>(std::max<std::size_t>(1, found + there));
  }
};
} // namespace pheno::test

#endif

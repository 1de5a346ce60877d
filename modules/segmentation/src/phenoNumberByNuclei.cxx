#include "phenoNumberByNuclei.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace pheno
{
namespace
{
/** Pixels that a nucleus and a cell have in common. */
struct Share
{
  std::size_t   pixels;
  std::uint32_t nucleus;
  std::uint32_t cell;
};

/** The largest first. */
std::vector<Share>
SharesOf(PlaneView<const std::uint32_t> nuclei, PlaneView<std::uint32_t> cells)
{
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> pixels;
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    if (nuclei.data[i] != 0 && cells.data[i] != 0)
    {
      ++pixels[{ nuclei.data[i], cells.data[i] }];
    }
  }
  std::vector<Share> shares;
  for (const auto & [pair, count] : pixels)
  {
    shares.push_back({ count, pair.first, pair.second });
  }
  std::stable_sort(shares.begin(), shares.end(), [](const Share & a, const Share & b) { return a.pixels > b.pixels; });
  return shares;
}
} // namespace

void
NumberByNuclei(PlaneView<const std::uint32_t> nuclei, PlaneView<std::uint32_t> cells)
{
  std::map<std::uint32_t, std::uint32_t> numberOf;
  std::set<std::uint32_t>                taken;
  for (const Share & share : SharesOf(nuclei, cells))
  {
    if (numberOf.count(share.cell) == 0 && taken.insert(share.nucleus).second)
    {
      numberOf[share.cell] = share.nucleus;
    }
  }
  std::uint32_t last = nuclei.size() == 0 ? 0 : *std::max_element(nuclei.data, nuclei.data + nuclei.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
  {
    if (cells.data[i] != 0)
    {
      const auto [found, isNew] = numberOf.try_emplace(cells.data[i], last + 1);
      last += isNew ? 1 : 0;
      cells.data[i] = found->second;
    }
  }
}
} // namespace pheno

#include "phenoBlockSample.h"

#include <algorithm>

namespace pheno
{
namespace
{
float
LowerThirdValue(std::vector<float> values)
{
  const auto rank = values.begin() + static_cast<std::ptrdiff_t>(0.3 * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), rank, values.end());
  return *rank;
}

std::size_t
CountMembers(const std::vector<char> & member)
{
  return static_cast<std::size_t>(std::count_if(member.begin(), member.end(), [](char m) { return m != 0; }));
}
} // namespace

BlockSample::BlockSample(const std::vector<float> & values, std::size_t sites, std::size_t blocks)
  : m_Sites(sites)
  , m_Blocks(blocks)
  , m_Sorted(sites * blocks)
{
  for (std::size_t block = 0; block < blocks; ++block)
  {
    const auto begin = m_Sorted.begin() + static_cast<std::ptrdiff_t>(block * sites);
    for (std::size_t site = 0; site < sites; ++site)
    {
      begin[static_cast<std::ptrdiff_t>(site)] = { values[site * blocks + block], static_cast<std::uint32_t>(site) };
    }
    std::sort(begin, begin + static_cast<std::ptrdiff_t>(sites), [](const Entry & a, const Entry & b) {
      return a.value != b.value ? a.value < b.value : a.site < b.site;
    });
  }
  for (std::size_t site = 0; site < sites; ++site)
  {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(site * blocks);
    m_Brightness.push_back(LowerThirdValue({ begin, begin + static_cast<std::ptrdiff_t>(blocks) }));
  }
}

BlockPicture
BlockSample::Mean(const std::vector<char> & member) const
{
  return MeanOfRanks(member, 0, CountMembers(member));
}

BlockPicture
BlockSample::Median(const std::vector<char> & member) const
{
  const std::size_t n = CountMembers(member);
  return MeanOfRanks(member, (n - 1) / 2, n / 2 + 1);
}

BlockPicture
BlockSample::Background(const std::vector<char> & member) const
{
  const std::size_t n = CountMembers(member);
  return MeanOfRanks(member, n / 5, std::max(n / 5 + 1, (n + 1) / 2));
}

BlockPicture
BlockSample::MeanOfRanks(const std::vector<char> & member, std::size_t first, std::size_t end) const
{
  BlockPicture picture(m_Blocks);
  for (std::size_t block = 0; block < m_Blocks; ++block)
  {
    const Entry * entry = m_Sorted.data() + block * m_Sites;
    double        sum = 0.0;
    for (std::size_t rank = 0; rank < end; ++entry)
    {
      if (member[entry->site] != 0)
      {
        sum += rank >= first ? entry->value : 0.0;
        ++rank;
      }
    }
    picture[block] = sum / static_cast<double>(end - first);
  }
  return picture;
}
} // namespace pheno

#ifndef phenoBlockSample_h
#define phenoBlockSample_h

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** A coarse picture: one number a block, row-major. */
using BlockPicture = std::vector<double>;

/** The block means of many sites, sorted over sites within every block, for statistics over any subset of sites. */
class BlockSample
{
public:
  /** values: sites x blocks, row-major, finite. */
  BlockSample(const std::vector<float> & values, std::size_t sites, std::size_t blocks);

  std::size_t
  GetNumberOfSites() const
  {
    return m_Sites;
  }
  std::size_t
  GetNumberOfBlocks() const
  {
    return m_Blocks;
  }

  /** Mean over the sites whose member is not 0; at least one. */
  BlockPicture
  Mean(const std::vector<char> & member) const;

  /** Median over the member sites. */
  BlockPicture
  Median(const std::vector<char> & member) const;

  /** Mean of the values between the 20th and the 50th percentile over the member sites: little of it is cells, and
   * unlike a single low quantile it averages many sites. */
  BlockPicture
  Background(const std::vector<char> & member) const;

  /** The 30th percentile over blocks of every site: how bright its background is. */
  const std::vector<float> &
  GetBrightness() const
  {
    return m_Brightness;
  }

private:
  /** Mean of the order statistics first to end - 1 of the member sites. */
  BlockPicture
  MeanOfRanks(const std::vector<char> & member, std::size_t first, std::size_t end) const;

  struct Entry
  {
    float         value;
    std::uint32_t site;
  };
  std::size_t        m_Sites;
  std::size_t        m_Blocks;
  std::vector<Entry> m_Sorted; ///< blocks x sites
  std::vector<float> m_Brightness;
};
} // namespace pheno

#endif

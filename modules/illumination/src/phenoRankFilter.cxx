#include "phenoRankFilter.h"

#include <algorithm>
#include <cstdint>

namespace pheno
{
namespace
{
constexpr unsigned int kBucketBits = 8; // ranks a bucket: 256

/** How often each rank is under the footprint, and which is the n-th. */
class SlidingCounts
{
public:
  explicit SlidingCounts(std::size_t distinct)
    : m_Fine(((distinct >> kBucketBits) + 1) << kBucketBits)
    , m_Coarse((distinct >> kBucketBits) + 1)
  {}

  void
  Add(std::uint32_t value)
  {
    ++m_Fine[value];
    ++m_Coarse[value >> kBucketBits];
    m_Below += (value >> kBucketBits) < m_Bucket;
    ++m_Count;
  }

  void
  Remove(std::uint32_t value)
  {
    --m_Fine[value];
    --m_Coarse[value >> kBucketBits];
    m_Below -= (value >> kBucketBits) < m_Bucket;
    --m_Count;
  }

  std::uint32_t
  GetCount() const
  {
    return m_Count;
  }

  /** The value with n smaller ones before it in order; n < GetCount(). */
  std::uint32_t
  At(std::uint32_t n)
  {
    while (m_Below > n)
    {
      m_Below -= m_Coarse[--m_Bucket];
    }
    while (m_Below + m_Coarse[m_Bucket] <= n)
    {
      m_Below += m_Coarse[m_Bucket++];
    }
    auto          value = m_Bucket << kBucketBits;
    std::uint32_t passed = m_Below + m_Fine[value];
    while (passed <= n)
    {
      passed += m_Fine[++value];
    }
    return value;
  }

private:
  std::vector<std::uint32_t> m_Fine;
  std::vector<std::uint32_t> m_Coarse;
  std::uint32_t              m_Count = 0;
  std::uint32_t              m_Below = 0; ///< in buckets before m_Bucket
  std::uint32_t              m_Bucket = 0;
};

std::uint32_t
PlaceOf(std::uint32_t count, double percentile)
{
  return std::min(count - 1, static_cast<std::uint32_t>(count * percentile / 100.0));
}

/** A footprint laid on ranks, with what stands beyond the border. */
class Window
{
public:
  Window(const std::vector<std::uint32_t> & ranks,
         const FieldPicture &               picture,
         const Footprint &                  footprint,
         Border                             border)
    : m_Ranks(ranks)
    , m_Width(picture.width)
    , m_HalfWidths(footprint.half_widths)
    , m_Reach(footprint.half_widths.size() / 2)
    , m_Widest(*std::max_element(footprint.half_widths.begin(), footprint.half_widths.end()))
    , m_Columns(BorderIndices(picture.width, m_Widest + 1, border))
    , m_Rows(BorderIndices(picture.height, m_Reach, border))
  {}

  /** Calls visit(rank) for all pixels under the footprint at (x, y). */
  template <typename TVisit>
  void
  VisitAll(std::size_t x, std::size_t y, const TVisit & visit) const
  {
    for (std::size_t row = 0; row < m_HalfWidths.size(); ++row)
    {
      const std::ptrdiff_t   line = m_Rows[y + row];
      const std::ptrdiff_t * first = m_Columns.data() + x + m_Widest + 1 - m_HalfWidths[row];
      for (std::size_t i = 0; line >= 0 && i < 2 * m_HalfWidths[row] + 1; ++i)
      {
        if (first[i] >= 0)
        {
          visit(m_Ranks[static_cast<std::size_t>(line) * m_Width + static_cast<std::size_t>(first[i])]);
        }
      }
    }
  }

  /** From (x - 1, y) to (x, y). */
  void
  Step(std::size_t x, std::size_t y, SlidingCounts & counts) const
  {
    for (std::size_t row = 0; row < m_HalfWidths.size(); ++row)
    {
      const std::ptrdiff_t line = m_Rows[y + row];
      if (line < 0)
      {
        continue;
      }
      const std::uint32_t * ranks = m_Ranks.data() + static_cast<std::size_t>(line) * m_Width;
      const std::ptrdiff_t  left = m_Columns[x + m_Widest - m_HalfWidths[row]];
      const std::ptrdiff_t  right = m_Columns[x + m_Widest + 1 + m_HalfWidths[row]];
      if (left >= 0)
      {
        counts.Remove(ranks[left]);
      }
      if (right >= 0)
      {
        counts.Add(ranks[right]);
      }
    }
  }

private:
  const std::vector<std::uint32_t> & m_Ranks;
  std::size_t                        m_Width;
  const std::vector<std::size_t> &   m_HalfWidths;
  std::size_t                        m_Reach;
  std::size_t                        m_Widest;
  const std::vector<std::ptrdiff_t>  m_Columns;
  const std::vector<std::ptrdiff_t>  m_Rows;
};
} // namespace

Footprint
SquareFootprint(std::size_t window)
{
  return { std::vector<std::size_t>(window, window / 2) };
}

Footprint
DiskFootprint(std::size_t radius)
{
  Footprint   disk{ std::vector<std::size_t>(2 * radius + 1) };
  std::size_t half = radius;
  for (std::size_t dy = 0; dy <= radius; ++dy)
  {
    while (half * half + dy * dy > radius * radius)
    {
      --half;
    }
    disk.half_widths[radius - dy] = half;
    disk.half_widths[radius + dy] = half;
  }
  return disk;
}

FieldPicture
RankFilter(const FieldPicture & picture, const Footprint & footprint, double percentile, Border border)
{
  std::vector<double> distinct = picture.values;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<std::uint32_t> ranks;
  ranks.reserve(picture.values.size());
  for (const double value : picture.values)
  {
    const auto place = std::lower_bound(distinct.begin(), distinct.end(), value);
    ranks.push_back(static_cast<std::uint32_t>(place - distinct.begin()));
  }

  const Window  window(ranks, picture, footprint, border);
  SlidingCounts counts(distinct.size());
  FieldPicture  result = picture;
  double *      out = result.values.data();
  for (std::size_t y = 0; y < picture.height; ++y)
  {
    window.VisitAll(0, y, [&counts](std::uint32_t rank) { counts.Add(rank); });
    *out++ = distinct[counts.At(PlaceOf(counts.GetCount(), percentile))];
    for (std::size_t x = 1; x < picture.width; ++x)
    {
      window.Step(x, y, counts);
      *out++ = distinct[counts.At(PlaceOf(counts.GetCount(), percentile))];
    }
    window.VisitAll(picture.width - 1, y, [&counts](std::uint32_t rank) { counts.Remove(rank); });
  }
  return result;
}
} // namespace pheno

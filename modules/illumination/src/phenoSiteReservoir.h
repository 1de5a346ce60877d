#ifndef phenoSiteReservoir_h
#define phenoSiteReservoir_h

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace pheno
{
/** Keeps a random sample of at most so many reduced sites of all that come (Vitter 1985, algorithm R). */
class SiteReservoir
{
public:
  SiteReservoir(std::size_t capacity, std::uint64_t seed)
    : m_Capacity(capacity)
    , m_Random(seed)
  {}

  /** A site's values, as many as of the sites before. */
  void
  Keep(const std::vector<float> & site)
  {
    ++m_Sites;
    if (m_Sites <= m_Capacity)
    {
      m_Values.insert(m_Values.end(), site.begin(), site.end());
      return;
    }
    const std::size_t place = m_Random() % m_Sites;
    if (place < m_Capacity)
    {
      std::copy(site.begin(), site.end(), m_Values.begin() + static_cast<std::ptrdiff_t>(place * site.size()));
    }
  }

  /** Sites that came. */
  std::size_t
  GetSites() const
  {
    return m_Sites;
  }

  /** Those kept, one after the other. */
  const std::vector<float> &
  GetValues() const
  {
    return m_Values;
  }

private:
  std::size_t        m_Capacity;
  std::mt19937_64    m_Random;
  std::vector<float> m_Values;
  std::size_t        m_Sites = 0;
};
} // namespace pheno

#endif

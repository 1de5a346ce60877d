#include "phenoStarMatches.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace pheno
{
void
StarMatches::Add(PlaneView<const std::uint32_t> labels, PlaneView<const std::uint32_t> truth)
{
  std::unordered_map<std::uint32_t, std::size_t> found, there;
  std::unordered_map<std::uint64_t, std::size_t> both;
  for (std::size_t i = 0; i < labels.size(); ++i)
  {
    const std::uint32_t a = labels.data[i], b = truth.data[i];
    found[a] += a != 0;
    there[b] += b != 0;
    both[static_cast<std::uint64_t>(a) << 32 | b] += a != 0 && b != 0;
  }
  m_Objects += found.size() - found.count(0) + there.size() - there.count(0);
  for (const auto & [pair, pixels] : both)
  {
    const std::size_t either =
      found[static_cast<std::uint32_t>(pair >> 32)] + there[static_cast<std::uint32_t>(pair)] - pixels;
    for (std::size_t bound = 0; bound < kBounds.size(); ++bound)
    {
      m_Matched[bound] += static_cast<double>(pixels) > kBounds[bound] * static_cast<double>(either);
    }
  }
}

std::array<double, StarMatches::kBounds.size()>
StarMatches::F1() const
{
  std::array<double, kBounds.size()> f1{};
  std::transform(m_Matched.begin(), m_Matched.end(), f1.begin(), [this](std::size_t matched) {
    return 2.0 * static_cast<double>(matched) / static_cast<double>(std::max<std::size_t>(1, m_Objects));
  });
  return f1;
}

double
StarMatches::MeanF1() const
{
  const auto f1 = this->F1();
  return std::accumulate(f1.begin(), f1.end(), 0.0) / static_cast<double>(f1.size());
}
} // namespace pheno

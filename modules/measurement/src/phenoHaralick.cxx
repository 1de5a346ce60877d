#include "phenoHaralick.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
const std::array<const char *, kHaralickFeatures> kHaralickNames{
  "AngularSecondMoment", "Contrast",    "Correlation", "Variance", "InverseDifferenceMoment",
  "SumAverage",          "SumVariance", "SumEntropy",  "Entropy",  "DifferenceVariance",
  "DifferenceEntropy",   "InfoMeas1",   "InfoMeas2"
};

namespace
{
constexpr std::size_t kLevels = 256;

/** Distributions of single levels, of sums and of differences, in counts. */
struct Marginals
{
  std::array<std::uint32_t, kLevels>         level{};
  std::array<std::uint32_t, 2 * kLevels - 1> sum{};
  std::array<std::uint32_t, kLevels>         difference{};

  void
  Add(std::size_t i, std::size_t j, std::uint32_t both_ways)
  {
    level[i] += i == j ? both_ways : both_ways / 2;
    level[j] += i == j ? 0 : both_ways / 2;
    sum[i + j] += both_ways;
    difference[j - i] += both_ways;
  }
};

/** n log2 n; 0 for 0. */
double
Information(std::uint32_t count)
{
  static const std::vector<double> small = [] {
    std::vector<double> table(4096, 0.0);
    for (std::size_t n = 1; n < table.size(); ++n)
    {
      table[n] = static_cast<double>(n) * std::log2(static_cast<double>(n));
    }
    return table;
  }();
  return count < small.size() ? small[count] : static_cast<double>(count) * std::log2(static_cast<double>(count));
}

/** Entropy of counts that sum to total. */
template <std::size_t N>
double
Entropy(const std::array<std::uint32_t, N> & counts, double total)
{
  double information = 0.0;
  for (const std::uint32_t count : counts)
  {
    information += Information(count);
  }
  return std::log2(total) - information / total;
}

struct MeanVariance
{
  double mean = 0.0;
  double variance = 0.0;
};

/** Of the index under counts that sum to total. */
template <std::size_t N>
MeanVariance
Spread(const std::array<std::uint32_t, N> & counts, double total)
{
  MeanVariance spread;
  for (std::size_t k = 0; k < N; ++k)
  {
    spread.mean += static_cast<double>(k) * counts[k];
  }
  spread.mean /= total;
  for (std::size_t k = 0; k < N; ++k)
  {
    const double deviation = static_cast<double>(k) - spread.mean;
    spread.variance += deviation * deviation * counts[k];
  }
  spread.variance /= total;
  return spread;
}

/** Variance of the first `levels` of the numbers counts[k] / total; the others are 0. */
double
VarianceOfProbabilities(const std::array<std::uint32_t, kLevels> & counts, double total, std::size_t levels)
{
  const double mean = 1.0 / static_cast<double>(levels);
  double       variance = 0.0;
  for (std::size_t k = 0; k < levels; ++k)
  {
    const double deviation = counts[k] / total - mean;
    variance += deviation * deviation;
  }
  return variance * mean;
}
} // namespace

std::array<double, kHaralickFeatures>
HaralickCounter::Take(std::size_t levels)
{
  std::array<double, kHaralickFeatures> f;
  f.fill(std::numeric_limits<double>::quiet_NaN());
  if (m_Pairs == 0)
  {
    return f;
  }
  const double total = 2.0 * static_cast<double>(m_Pairs);
  Marginals    marginals;
  double       squares = 0.0, contrast = 0.0, homogeneity = 0.0, information = 0.0;
  for (const std::uint32_t cell : m_Touched)
  {
    const std::size_t   i = cell / kLevels;
    const std::size_t   j = cell % kLevels;
    const std::uint32_t both_ways = 2 * m_Counts[cell];
    marginals.Add(i, j, both_ways);
    const double apart = static_cast<double>(j - i) * static_cast<double>(j - i);
    const double count = both_ways;
    squares += i == j ? count * count : 0.5 * count * count;
    contrast += apart * count;
    homogeneity += count / (1.0 + apart);
    information += i == j ? Information(both_ways) : 2.0 * Information(both_ways / 2);
  }
  const MeanVariance level = Spread(marginals.level, total);
  const MeanVariance sum = Spread(marginals.sum, total);
  const double       level_entropy = Entropy(marginals.level, total);
  const double       pair_entropy = std::log2(total) - information / total;
  f[0] = squares / (total * total);
  f[1] = contrast / total;
  f[3] = level.variance;
  f[4] = homogeneity / total;
  f[5] = sum.mean;
  f[6] = sum.variance;
  f[7] = Entropy(marginals.sum, total);
  f[8] = pair_entropy;
  f[9] = VarianceOfProbabilities(marginals.difference, total, levels);
  f[10] = Entropy(marginals.difference, total);
  // p_x = p_y, so HXY1 = HXY2 = 2 HX; the covariance follows from the variance of the sum
  if (level.variance > 0.0)
  {
    f[2] = 0.5 * sum.variance / level.variance - 1.0;
    f[11] = (pair_entropy - 2.0 * level_entropy) / level_entropy;
  }
  f[12] = std::sqrt(std::max(0.0, 1.0 - std::exp(-2.0 * (2.0 * level_entropy - pair_entropy))));
  for (const std::uint32_t cell : m_Touched)
  {
    m_Counts[cell] = 0;
  }
  m_Touched.clear();
  m_Pairs = 0;
  return f;
}
} // namespace pheno

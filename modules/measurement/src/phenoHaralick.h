#ifndef phenoHaralick_h
#define phenoHaralick_h

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
constexpr std::size_t kHaralickFeatures = 13;

/** CellProfiler's names of f1..f13 in their order. */
extern const std::array<const char *, kHaralickFeatures> kHaralickNames;

/** Counts pairs of grey levels (0..255) and gives the features f1..f13 of Haralick, Shanmugam and Dinstein 1973 of
 * their symmetric distribution p(i, j), every pair counted both ways. Logarithms of entropies to base 2. Keeps one
 * table of 256 x 256 counts between uses and touches only the cells in use.
 *
 * f1 AngularSecondMoment sum p^2; f2 Contrast sum k^2 p_{x-y}(k); f3 Correlation; f4 Variance of p_x; f5
 * InverseDifferenceMoment sum p / (1 + (i - j)^2); f6 SumAverage, f7 SumVariance (about f6, which the paper's f8 is
 * taken to be a misprint of), f8 SumEntropy of p_{x+y}; f9 Entropy; f10 DifferenceVariance: the variance of the
 * numbers p_{x-y}(0..K - 1) themselves, K levels, the reading of CellProfiler; f11 DifferenceEntropy; f12 InfoMeas1 =
 * (HXY - HXY1) / max(HX, HY); f13 InfoMeas2 = sqrt(1 - exp(-2 (HXY2 - HXY))), 0 where rounding makes the root's
 * argument negative.
 */
class HaralickCounter
{
public:
  HaralickCounter()
    : m_Counts(256 * 256, 0)
  {}

  void
  Add(std::uint8_t a, std::uint8_t b)
  {
    const std::size_t cell = a < b ? std::size_t{ a } * 256 + b : std::size_t{ b } * 256 + a;
    if (m_Counts[cell]++ == 0)
    {
      m_Touched.push_back(static_cast<std::uint32_t>(cell));
    }
    ++m_Pairs;
  }

  /** The features of the pairs since the last call, and starts anew. levels: K above, more than the greatest level. All
   * NaN without pairs; f3 and f12 NaN where all levels are equal. */
  std::array<double, kHaralickFeatures>
  Take(std::size_t levels);

private:
  std::vector<std::uint32_t> m_Counts;  // i <= j: unordered pairs
  std::vector<std::uint32_t> m_Touched; // cells that are not 0
  std::size_t                m_Pairs = 0;
};
} // namespace pheno

#endif

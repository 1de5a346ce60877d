#ifndef phenoCorrelationFeatures_h
#define phenoCorrelationFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** How the intensities a and b of each pair of channels A, B (A before B) go together inside an object, after
 * CellProfiler's manual (MeasureColocalization). Correlation_*:
 *
 * Correlation_A_B, Pearson's; Slope_A_B, of the least-squares line of b over a. With T the pixels where both a and b
 * are at least a fraction (threshold) of their largest value in the object: Overlap_A_B = sum_T ab / sqrt(sum_T a^2
 * sum_T b^2) and K_A_B = sum_T ab / sum_T a^2, K_B_A = sum_T ab / sum_T b^2 (Manders et al. 1993); Manders_A_B = sum_T
 * a / sum of all a at or above a's threshold, Manders_B_A for b; RWC_A_B and RWC_B_A the same with each pixel of T
 * weighted by (R - |rank a - rank b|) / R, ranks from 0 of distinct values, R the number of ranks of the channel with
 * more (Singan et al. 2011).
 *
 * NaN where a denominator is 0: Pearson's and the slope of a constant channel, all others of channels of 0. */
class CorrelationFeatures : public FeatureFamily
{
public:
  /** threshold: 0..1; CellProfiler's default is .15. */
  explicit CorrelationFeatures(std::vector<NamedPlane> planes, double threshold = 0.15)
    : m_Planes(std::move(planes))
    , m_Threshold(threshold)
  {}

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;

private:
  std::vector<NamedPlane> m_Planes;
  double                  m_Threshold;
};
} // namespace pheno

#endif

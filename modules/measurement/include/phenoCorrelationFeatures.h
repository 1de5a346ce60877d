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
 * Costes_A_B = sum of a where a and b are both above their Costes thresholds / sum of all a at or above a's, Costes_B_A
 * for b (Costes et al., Biophys. J. 86:3993, 2004); the thresholds are those of all pixels of the field that are in
 * objects, sought on the channels' orthogonal regression line from the brightest level down, until the pixels below
 * either are no more positively correlated.
 *
 * NaN where a denominator is 0: Pearson's and the slope of a constant channel, all others of channels of 0, Costes of
 * an object below the threshold; Costes also where all objects together have a constant channel or channels that are
 * not positively correlated. */
class CorrelationFeatures : public FeatureFamily
{
public:
  static constexpr double kThreshold = 0.15; ///< CellProfiler's default

  /** threshold: 0..1. levels: steps of the full scale in which Costes' thresholds are sought, at least 1;
   * CellProfiler's are those of the image file, 255 or 65535. */
  explicit CorrelationFeatures(std::vector<NamedPlane> planes,
                               double                  threshold = kThreshold,
                               std::size_t             levels = 65535)
    : m_Planes(std::move(planes))
    , m_Threshold(threshold)
    , m_Levels(levels)
  {}

  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;

private:
  std::vector<NamedPlane> m_Planes;
  double                  m_Threshold;
  std::size_t             m_Levels;
};
} // namespace pheno

#endif

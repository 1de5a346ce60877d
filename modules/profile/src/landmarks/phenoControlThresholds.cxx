#include "phenoControlThresholds.h"
#include "phenoControlDistance.h"
#include "phenoSampleStatistics.h"

namespace pheno
{
double
ControlThresholds::At(double percentile) const
{
  return Quantile(distances, percentile / 100);
}

ControlThresholds
FindControlThresholds(MatrixView profiles, const RowMask & controls)
{
  ControlThresholds thresholds;
  thresholds.centroid = ControlCentroid(profiles, controls, Center::Median);
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    if (controls[row])
    {
      thresholds.distances.push_back(PairDistance(profiles.Row(row), thresholds.centroid, Distance::Cosine));
    }
  }
  return thresholds;
}
} // namespace pheno

#ifndef phenoControlThresholds_h
#define phenoControlThresholds_h

#include "phenoMatrix.h"

namespace pheno
{
/** Where the control wells lie and how far they scatter, to tell what is further away than controls are. */
struct ControlThresholds
{
  std::vector<double> centroid;  ///< D: component-wise median of the control rows
  std::vector<double> distances; ///< cosine distance of every control row to the centroid, in row order

  /** The distance below which `percentile` (0 to 100) percent of the controls lie, by linear interpolation between
   * order statistics; NaN distances are left out. Throws ProfileError for a percentile outside. */
  double
  At(double percentile) const;
};

/** Throws ProfileError when the mask marks no row or has another length. */
ControlThresholds
FindControlThresholds(MatrixView profiles, const RowMask & controls);
} // namespace pheno

#endif

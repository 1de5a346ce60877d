#ifndef phenoTreatmentMeasures_h
#define phenoTreatmentMeasures_h

#include "phenoControlThresholds.h"
#include "phenoReplicateDispersion.h"

namespace pheno
{
/** What landmarks are chosen by: the treatments of some plates, each with its scatter and its distance from the
 * controls of these plates. */
struct TreatmentMeasures
{
  ControlThresholds                controls;
  Matrix                           centroids;        ///< T x D: component-wise medians of the rows of each treatment
  std::vector<double>              control_distance; ///< T: cosine distance of the centroid to that of the controls
  std::vector<ReplicateDispersion> dispersion;       ///< T
};

/** \param wells columns that together name the well of a row, such as plate and well
 * \param controls the rows of negative controls, of whatever treatment
 * \param threads changes the time, never the numbers
 * NaN are left out of medians. Throws ProfileError as FindControlThresholds and DispersionOfReplicates do. */
TreatmentMeasures
MeasureTreatments(MatrixView                   profiles,
                  std::span<const RowGroup>    treatments,
                  std::span<const LabelColumn> wells,
                  const RowMask &              controls,
                  unsigned                     threads = 1);
} // namespace pheno

#endif

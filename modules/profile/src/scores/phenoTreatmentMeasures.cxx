#include "phenoTreatmentMeasures.h"
#include "phenoAggregate.h"
#include "phenoDistance.h"
#include "phenoParallelFor.h"

#include <algorithm>

namespace pheno
{
TreatmentMeasures
MeasureTreatments(MatrixView                   profiles,
                  std::span<const RowGroup>    treatments,
                  std::span<const LabelColumn> wells,
                  const RowMask &              controls,
                  unsigned                     threads)
{
  TreatmentMeasures measures;
  measures.controls = FindControlThresholds(profiles, controls);
  measures.centroids = Matrix(treatments.size(), profiles.columns);
  ParallelFor(treatments.size(), threads, [&](std::size_t i) {
    const std::vector<double> centroid = CenterOfRows(profiles, treatments[i].rows, Center::Median);
    std::copy(centroid.begin(), centroid.end(), measures.centroids.Row(i).begin());
  });
  measures.control_distance = DistancesTo(measures.centroids, measures.controls.centroid, Distance::Cosine);
  measures.dispersion = DispersionOfReplicates(profiles, treatments, wells, threads);
  return measures;
}
} // namespace pheno

#ifndef phenoFeatureMeasure_h
#define phenoFeatureMeasure_h

#include "phenoColumnBlocks.h"
#include "phenoFeatureFilters.h"
#include "phenoProfileError.h"

namespace pheno
{
inline void
RequireRows(const FeatureView & view)
{
  if (view.matrix.rows == 0)
  {
    throw ProfileError("features were to be chosen on zero rows; expected at least one");
  }
}

/** One number a feature of the view: statistic(values), the values in the order of `rows`. */
template <typename TStatistic>
std::vector<double>
MeasureFeatures(const FeatureView &          view,
                std::span<const std::size_t> rows,
                unsigned                     threads,
                const TStatistic &           statistic)
{
  RequireRows(view);
  std::vector<double> measured(view.features.size());
  ForEachColumn(view.matrix, rows, view.features, threads, [&](std::size_t i, std::span<double> values) {
    measured[i] = statistic(values);
  });
  return measured;
}

/** The features whose number is to be dropped. */
template <typename TDecision>
std::vector<DroppedFeature>
DropFeatures(const FeatureView &         view,
             const std::string &         statistic,
             const std::vector<double> & measured,
             double                      cutoff,
             const TDecision &           isDropped)
{
  std::vector<DroppedFeature> dropped;
  for (std::size_t i = 0; i < measured.size(); ++i)
  {
    if (isDropped(measured[i]))
    {
      dropped.push_back({ view.features[i], statistic, measured[i], cutoff, DroppedFeature::kNone, "" });
    }
  }
  return dropped;
}
} // namespace pheno

#endif

#include "phenoFeatureFilters.h"
#include "phenoFeatureMeasure.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"
#include "phenoSampleStatistics.h"

#include <cmath>

namespace pheno
{
std::vector<DroppedFeature>
FindLowVariance(const FeatureView & view, double minimum, unsigned threads)
{
  const auto variance = [](std::span<const double> values) {
    const double deviation = StandardDeviation(values, 0);
    return deviation * deviation;
  };
  return DropFeatures(view,
                      "variance",
                      MeasureFeatures(view, Everything(view.matrix.rows), threads, variance),
                      minimum,
                      [minimum](double value) { return !(value > minimum); });
}

std::vector<DroppedFeature>
FindMissing(const FeatureView & view, double most, unsigned threads)
{
  const auto share = [](std::span<const double> values) {
    const auto missing = std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); });
    return static_cast<double>(missing) / static_cast<double>(values.size());
  };
  return DropFeatures(view,
                      "missing_share",
                      MeasureFeatures(view, Everything(view.matrix.rows), threads, share),
                      most,
                      [most](double value) { return value > most; });
}

std::vector<DroppedFeature>
FindOutlying(const FeatureView & view, double most, unsigned threads)
{
  const auto largest = [](std::span<const double> values) {
    double magnitude = 0;
    for (const double value : values)
    {
      magnitude = std::abs(value) > magnitude ? std::abs(value) : magnitude;
    }
    return magnitude;
  };
  return DropFeatures(view,
                      "largest_magnitude",
                      MeasureFeatures(view, Everything(view.matrix.rows), threads, largest),
                      most,
                      [most](double value) { return value > most; });
}

std::vector<DroppedFeature>
FindLowPlateVariation(const FeatureView & view, const LabelColumn & plates, double minimum, unsigned threads)
{
  RequireRows(view);
  RequireLength(plates.size(), view.matrix.rows, "column of plates");
  const auto variation = [](std::span<const double> values) {
    const MedianAndDeviation found = MedianWithDeviation(values);
    const bool               defined = found.deviation > 0 && found.median != 0;
    return defined ? std::abs(found.deviation / found.median) : 0.0;
  };
  std::vector<DroppedFeature> smallest(view.features.size());
  for (std::size_t i = 0; i < smallest.size(); ++i)
  {
    smallest[i] = { view.features[i], "plate_variation", HUGE_VAL, minimum, DroppedFeature::kNone, "" };
  }
  for (const RowGroup & plate : GroupRows(plates))
  {
    const std::vector<double> measured = MeasureFeatures(view, plate.rows, threads, variation);
    for (std::size_t i = 0; i < measured.size(); ++i)
    {
      if (measured[i] < smallest[i].value)
      {
        smallest[i].value = measured[i];
        smallest[i].place = plate.key.front();
      }
    }
  }
  std::erase_if(smallest, [minimum](const DroppedFeature & each) { return each.value > minimum; });
  return smallest;
}
} // namespace pheno

#include "phenoFeatureSelection.h"
#include "phenoColumnBlocks.h"
#include "phenoProfileError.h"

#include <iterator>
#include <set>

namespace pheno
{
namespace
{
constexpr std::pair<const char *, FeatureOperation> kOperations[] = {
  { "variance_threshold", FeatureOperation::VarianceThreshold },
  { "frequency_threshold", FeatureOperation::FrequencyThreshold },
  { "correlation_threshold", FeatureOperation::CorrelationThreshold },
  { "drop_na_columns", FeatureOperation::DropNaColumns },
  { "drop_outliers", FeatureOperation::DropOutliers },
  { "blocklist", FeatureOperation::Blocklist },
  { "noise_removal", FeatureOperation::NoiseRemoval },
  { "replicate_correlation", FeatureOperation::ReplicateCorrelation },
  { "plate_variation", FeatureOperation::PlateVariation },
};

std::vector<DroppedFeature>
FindBlocked(const FeatureView & view, const FeatureContext & context)
{
  if (context.features.size() != view.matrix.columns)
  {
    throw ProfileError("a block list needs the names of " + std::to_string(view.matrix.columns) + " features, got " +
                       std::to_string(context.features.size()));
  }
  const std::set<std::string> blocked(context.blocklist.begin(), context.blocklist.end());
  std::vector<DroppedFeature> dropped;
  for (const std::size_t feature : view.features)
  {
    if (blocked.count(context.features[feature]) > 0)
    {
      dropped.push_back({ feature, "blocklist", 1, 1 });
    }
  }
  return dropped;
}

std::vector<DroppedFeature>
FindDropped(FeatureOperation                operation,
            const FeatureView &             view,
            const FeatureSelectionOptions & options,
            const FeatureContext &          context)
{
  switch (operation)
  {
    case FeatureOperation::VarianceThreshold:
      return FindLowVariance(view, options.min_variance, options.threads);
    case FeatureOperation::FrequencyThreshold:
      return FindUnevenFrequency(view, options.freq_cut, options.unique_cut, options.threads);
    case FeatureOperation::CorrelationThreshold:
      return FindCorrelated(view, options.corr_threshold, options.threads);
    case FeatureOperation::DropNaColumns:
      return FindMissing(view, options.na_cutoff, options.threads);
    case FeatureOperation::DropOutliers:
      return FindOutlying(view, options.outlier_cutoff, options.threads);
    case FeatureOperation::Blocklist:
      return FindBlocked(view, context);
    case FeatureOperation::NoiseRemoval:
      return FindNoisy(view, context.treatments, options.noise_cutoff, options.threads);
    case FeatureOperation::ReplicateCorrelation:
      return FindUnreplicated(view, context.treatments, options.replicate_cutoff, options.threads);
    case FeatureOperation::PlateVariation:
      break;
  }
  return FindLowPlateVariation(view, context.plates, options.plate_variation_cutoff, options.threads);
}
} // namespace

FeatureOperation
FeatureOperationFromName(const std::string & name)
{
  std::string known;
  for (const auto & [each, operation] : kOperations)
  {
    if (name == each)
    {
      return operation;
    }
    known += (known.empty() ? "" : ", ") + std::string(each);
  }
  throw ProfileError("unknown feature selection '" + name + "'; expected one of " + known);
}

std::string
NameOf(FeatureOperation operation)
{
  const auto found = std::find_if(std::begin(kOperations), std::end(kOperations), [operation](const auto & each) {
    return each.second == operation;
  });
  return found->first;
}

FeatureSelection
SelectFeatures(MatrixView matrix, const FeatureSelectionOptions & options, const FeatureContext & context)
{
  FeatureSelection selection{ Everything(matrix.columns), {} };
  for (const FeatureOperation operation : options.operations)
  {
    std::set<std::size_t> gone;
    for (DroppedFeature & feature : FindDropped(operation, { matrix, selection.kept }, options, context))
    {
      gone.insert(feature.feature);
      selection.dropped.push_back({ operation, std::move(feature) });
    }
    std::erase_if(selection.kept, [&gone](std::size_t feature) { return gone.count(feature) > 0; });
  }
  return selection;
}

Matrix
SelectColumns(MatrixView matrix, std::span<const std::size_t> columns)
{
  for (const std::size_t column : columns)
  {
    if (column >= matrix.columns)
    {
      throw ProfileError("column " + std::to_string(column) + " was asked for, the matrix has " +
                         std::to_string(matrix.columns) + " columns");
    }
  }
  Matrix selected(matrix.rows, columns.size());
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    for (std::size_t i = 0; i < columns.size(); ++i)
    {
      selected(row, i) = matrix(row, columns[i]);
    }
  }
  return selected;
}
} // namespace pheno

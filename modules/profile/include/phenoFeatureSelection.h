#ifndef phenoFeatureSelection_h
#define phenoFeatureSelection_h

#include "phenoFeatureFilters.h"

namespace pheno
{
/** The filters by the names that users of pycytominer know, and three of others: replicate_correlation (cytominer),
 * plate_variation (the JUMP profiling recipe), frequency_threshold apart from variance_threshold. */
enum class FeatureOperation
{
  VarianceThreshold,
  FrequencyThreshold,
  CorrelationThreshold,
  DropNaColumns,
  DropOutliers,
  Blocklist,
  NoiseRemoval,
  ReplicateCorrelation,
  PlateVariation
};

/** "variance_threshold", "drop_na_columns", ... Throws ProfileError for anything else, naming all. */
FeatureOperation
FeatureOperationFromName(const std::string & name);
std::string
NameOf(FeatureOperation operation);

struct FeatureSelectionOptions
{
  std::vector<FeatureOperation> operations; ///< in this order, each on the features that are left
  double                        min_variance = 1e-6;
  double                        freq_cut = 0.05;
  double                        unique_cut = 0.01;
  double                        corr_threshold = 0.9;
  double                        na_cutoff = 0.05;
  double                        outlier_cutoff = 500;
  double                        noise_cutoff = 0.8;
  double                        replicate_cutoff = 0.6;
  double                        plate_variation_cutoff = 1e-3;
  unsigned                      threads = 1;
};

/** What some filters need to know of the rows and features; what no chosen operation asks for may be empty. */
struct FeatureContext
{
  std::vector<std::string> features;   ///< D names, for the block list
  std::vector<std::string> blocklist;  ///< names that are dropped; those that are no feature are nothing
  LabelColumn              treatments; ///< N
  LabelColumn              plates;     ///< N
};

struct FeatureSelection
{
  struct Loss
  {
    FeatureOperation operation;
    DroppedFeature   feature;
  };

  std::vector<std::size_t> kept;    ///< columns, ascending
  std::vector<Loss>        dropped; ///< by operation, then by feature
};

/** Chooses features. Each dropped feature is named once, with the operation that met it first. Throws ProfileError for
 * no rows, or where a chosen operation lacks what it needs. The same for any number of threads. */
FeatureSelection
SelectFeatures(MatrixView matrix, const FeatureSelectionOptions & options, const FeatureContext & context = {});

/** The columns at these positions, in this order: what a selection made of one table, applied to another. Throws
 * ProfileError for a position outside. */
Matrix
SelectColumns(MatrixView matrix, std::span<const std::size_t> columns);
} // namespace pheno

#endif

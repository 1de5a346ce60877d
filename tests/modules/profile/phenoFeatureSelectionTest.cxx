#include "phenoProfileTest.h"

#include "phenoFeatureSelection.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("operations follow each other on what is left; every loss has its operation")
{
  // 0 and 1 are alike, and 2 is missing often: without 2 the sums of 0 and 1 decide.
  Matrix matrix = RandomMatrix(40, 5, 1);
  for (std::size_t row = 0; row < 40; ++row)
  {
    matrix(row, 1) = matrix(row, 0);
    matrix(row, 2) = row < 20 ? kNaN : matrix(row, 0);
    matrix(row, 4) = 2;
  }
  FeatureSelectionOptions options;
  options.operations = { FeatureOperation::DropNaColumns,
                         FeatureOperation::VarianceThreshold,
                         FeatureOperation::CorrelationThreshold,
                         FeatureOperation::Blocklist };
  const FeatureContext   context{ { "a", "b", "c", "d", "e" }, { "d", "e", "unknown" }, {}, {} };
  const FeatureSelection selection = SelectFeatures(matrix, options, context);
  CHECK(selection.kept == std::vector<std::size_t>{ 0 });
  REQUIRE(selection.dropped.size() == 4);
  const std::pair<FeatureOperation, std::size_t> expected[] = { { FeatureOperation::DropNaColumns, 2 },
                                                                { FeatureOperation::VarianceThreshold, 4 },
                                                                { FeatureOperation::CorrelationThreshold, 1 },
                                                                { FeatureOperation::Blocklist, 3 } };
  for (std::size_t i = 0; i < 4; ++i)
  {
    CHECK(selection.dropped[i].operation == expected[i].first);
    CHECK(selection.dropped[i].feature.feature == expected[i].second);
  }
  CHECK(selection.dropped[0].feature.value == 0.5);
  const Matrix later = SelectColumns(RandomMatrix(3, 5, 2), selection.kept);
  CHECK(later.columns == 1);
  CHECK(later(2, 0) == RandomMatrix(3, 5, 2)(2, 0));
  CHECK_THROWS_AS(SelectColumns(later, std::vector<std::size_t>{ 1 }), ProfileError);
}

TEST_CASE("names of operations go both ways; what an operation lacks is said")
{
  for (const char * name : { "variance_threshold",
                             "frequency_threshold",
                             "correlation_threshold",
                             "drop_na_columns",
                             "drop_outliers",
                             "blocklist",
                             "noise_removal",
                             "replicate_correlation",
                             "plate_variation" })
  {
    CHECK(NameOf(FeatureOperationFromName(name)) == name);
  }
  CHECK_THROWS_AS(FeatureOperationFromName("drop_everything"), ProfileError);
  const Matrix            matrix = RandomMatrix(4, 2, 3);
  FeatureSelectionOptions options;
  for (const auto operation : { FeatureOperation::Blocklist,
                                FeatureOperation::NoiseRemoval,
                                FeatureOperation::ReplicateCorrelation,
                                FeatureOperation::PlateVariation })
  {
    options.operations = { operation };
    CHECK_THROWS_AS(SelectFeatures(matrix, options), ProfileError);
  }
  options.operations.clear();
  CHECK(SelectFeatures(matrix, options).kept.size() == 2);
}

#include "phenoProfileTest.h"

#include "phenoAggregate.h"
#include "phenoAveragePrecision.h"
#include "phenoCsv.h"
#include "phenoFeatureSelection.h"
#include "phenoGroupNormalisation.h"
#include "phenoTable.h"

#include <algorithm>
#include <map>

using namespace pheno;
using namespace pheno::test;

namespace
{
const char * const kFolder = "data/bbbc021_profiles/";

pheno::Table
Read(const std::string & name)
{
  return ReadCsv(Shared(kFolder + name));
}

bool
IsFeature(const std::string & column)
{
  return column.rfind("Metadata_", 0) != 0;
}

/** The named columns of a table as a matrix. */
Matrix
Numbers(const pheno::Table & table, const std::vector<std::string> & names)
{
  Matrix matrix(table.Rows(), names.size());
  for (std::size_t feature = 0; feature < names.size(); ++feature)
  {
    const std::vector<double> column = table.Numbers(names[feature]);
    for (std::size_t row = 0; row < column.size(); ++row)
    {
      matrix(row, feature) = column[row];
    }
  }
  return matrix;
}

std::vector<std::string>
Features(const pheno::Table & table)
{
  std::vector<std::string> names;
  for (const std::string & name : table.Names())
  {
    if (IsFeature(name))
    {
      names.push_back(name);
    }
  }
  return names;
}

/** The row of every (plate, well) of `wanted` in `table`. */
std::vector<std::size_t>
MatchRows(const pheno::Table & table, const pheno::Table & wanted)
{
  const auto                                                 plates = table.Texts("Metadata_Plate");
  const auto                                                 wells = table.Texts("Metadata_Well");
  std::map<std::pair<std::string, std::string>, std::size_t> rowOf;
  for (std::size_t row = 0; row < plates.size(); ++row)
  {
    rowOf[{ plates[row], wells[row] }] = row;
  }
  const auto               wantedPlates = wanted.Texts("Metadata_Plate");
  const auto               wantedWells = wanted.Texts("Metadata_Well");
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < wantedPlates.size(); ++row)
  {
    rows.push_back(rowOf.at({ wantedPlates[row], wantedWells[row] }));
  }
  return rows;
}

/** Largest difference relative to the larger of 1 and the peer's magnitude. */
double
LargestDifference(const Matrix & got, const Matrix & peer)
{
  double largest = 0;
  for (std::size_t i = 0; i < got.values.size(); ++i)
  {
    const double difference = std::abs(got.values[i] - peer.values[i]) / std::max(1.0, std::abs(peer.values[i]));
    largest = std::isnan(difference) ? kInfinity : std::max(largest, difference);
  }
  return largest;
}
} // namespace

TEST_CASE("MAD-robust values over all wells equal pycytominer's to 1e-12")
{
  if (!boost::filesystem::exists(Shared(kFolder)))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  const pheno::Table             peer = Read("peer_pycytominer_feature_selected_mad_robustize.csv.gz");
  const std::vector<std::string> names = Features(peer);
  const pheno::Table             wells = Read("annotated_per_well.csv.gz");
  Matrix                         matrix = Numbers(wells, names);
  REQUIRE(matrix.rows == 632);
  REQUIRE(matrix.columns == 189);
  ApplyNormalisation(FitNormalisation(matrix, RowMask(matrix.rows, 1), NormaliseMethod::MadRobustize), matrix);
  CHECK(LargestDifference(SelectRows(matrix, MatchRows(wells, peer)), Numbers(peer, names)) < 1e-12);
}

TEST_CASE("values standardised on each plate's DMSO wells equal pycytominer's")
{
  if (!boost::filesystem::exists(Shared(kFolder)))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  const pheno::Table             wells = Read("annotated_per_well.csv.gz");
  const pheno::Table             peer = Read("peer_pycytominer_perplateDMSO_standardize_featureselect.csv.gz");
  const std::vector<std::string> names = Features(peer);
  Matrix                         matrix = Numbers(wells, names);
  NormalisePerGroup(matrix,
                    wells.Texts("Metadata_Plate"),
                    MaskOf(wells.Texts("Metadata_Compound"), "DMSO"),
                    NormaliseMethod::Standardize);
  CHECK(LargestDifference(SelectRows(matrix, MatchRows(wells, peer)), Numbers(peer, names)) < 1e-12);
}

TEST_CASE("the features that pycytominer selects are those that we select, by name and order")
{
  if (!boost::filesystem::exists(Shared(kFolder)))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  const pheno::Table             wells = Read("annotated_per_well.csv.gz");
  const std::vector<std::string> names = Features(wells);
  REQUIRE(names.size() == 516);
  Matrix robust = Numbers(wells, names);
  Matrix standard = robust;
  ApplyNormalisation(FitNormalisation(robust, RowMask(robust.rows, 1), NormaliseMethod::MadRobustize), robust);
  NormalisePerGroup(standard,
                    wells.Texts("Metadata_Plate"),
                    MaskOf(wells.Texts("Metadata_Compound"), "DMSO"),
                    NormaliseMethod::Standardize);
  // Both at pycytominer's defaults; its variance_threshold of those versions looked at frequencies alone.
  FeatureSelectionOptions options;
  options.operations = { FeatureOperation::CorrelationThreshold,
                         FeatureOperation::FrequencyThreshold,
                         FeatureOperation::DropNaColumns };
  const std::pair<const char *, const Matrix *> peers[] = {
    { "peer_pycytominer_feature_selected_mad_robustize.csv.gz", &robust },
    { "peer_pycytominer_perplateDMSO_standardize_featureselect.csv.gz", &standard }
  };
  for (const auto & [file, matrix] : peers)
  {
    CAPTURE(file);
    std::vector<std::string> kept;
    for (const std::size_t feature : SelectFeatures(*matrix, options).kept)
    {
      kept.push_back(names[feature]);
    }
    CHECK(kept == Features(Read(file)));
  }
}

TEST_CASE("average precisions against a plate's DMSO wells equal copairs'")
{
  if (!boost::filesystem::exists(Shared(kFolder)))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  const pheno::Table table = Read("peer_pycytominer_perplateDMSO_standardize_featureselect.csv.gz");
  MetadataColumns metadata{ { "trt", table.Texts("Metadata_Compound") }, { "plate", table.Texts("Metadata_Plate") } };
  const auto      concentration = table.Texts("Metadata_Concentration");
  for (std::size_t row = 0; row < table.Rows(); ++row)
  {
    metadata["control"].push_back(metadata["trt"][row] == "DMSO" ? "1" : "0");
    metadata["trt"][row] += "@" + concentration[row];
  }
  const AveragePrecisions result =
    AveragePrecision(Numbers(table, Features(table)), metadata, { { "trt" }, {}, { "plate" }, { "control" } });
  const pheno::Table peer = Read("peer_copairs_AP_activity_vs_DMSO_sameplate.csv");
  const auto         rows = MatchRows(table, peer);
  const auto         peerAp = peer.Numbers("average_precision");
  const auto         peerTotal = peer.Numbers("n_total_pairs");
  REQUIRE(peer.Rows() == 302);
  for (std::size_t i = 0; i < peer.Rows(); ++i)
  {
    CHECK(static_cast<double>(result.n_total[rows[i]]) == peerTotal[i]);
    CHECK(std::abs(result.ap[rows[i]] - peerAp[i]) <= 1e-15);
  }
}

TEST_CASE("mean and median consensus of treatments equal pycytominer's")
{
  if (!boost::filesystem::exists(Shared(kFolder)))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  const pheno::Table             table = Read("peer_pycytominer_perplateDMSO_standardize_featureselect.csv.gz");
  const std::vector<LabelColumn> keys = { table.Texts("Metadata_Compound"), table.Texts("Metadata_Concentration") };
  const std::vector<RowGroup>    groups = GroupRows(keys);
  const std::pair<const char *, Center> peers[] = { { "peer_pycytominer_consensus_mean.csv.gz", Center::Mean },
                                                    { "peer_pycytominer_consensus_median.csv.gz", Center::Median } };
  for (const auto & [file, center] : peers)
  {
    CAPTURE(file);
    const pheno::Table             peer = Read(file);
    const std::vector<std::string> names = Features(peer);
    const Matrix                   consensus = AggregateRows(Numbers(table, names), groups, center);
    const auto                     compounds = peer.Texts("Metadata_Compound");
    const auto                     concentrations = peer.Texts("Metadata_Concentration");
    std::vector<std::size_t>       rows;
    for (std::size_t row = 0; row < peer.Rows(); ++row)
    {
      const auto found = std::find_if(groups.begin(), groups.end(), [&](const RowGroup & group) {
        return group.key[0] == compounds[row] && group.key[1] == concentrations[row];
      });
      REQUIRE(found != groups.end());
      rows.push_back(found - groups.begin());
    }
    CHECK(LargestDifference(SelectRows(consensus, rows), Numbers(peer, names)) < 1e-12);
  }
}

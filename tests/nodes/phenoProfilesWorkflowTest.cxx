#include "phenoFolders.h"
#include "phenoLandmarkTable.h"
#include "phenoNodeHarness.h"
#include "phenoProgram.h"

#include "phenoCsv.h"
#include "phenoModel.h"
#include "phenoNpy.h"
#include "phenoSkip.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
const std::string kWorkflow = std::string(kSourceDir) + "/workflows/profiles_cellprofiler.json";
constexpr int     kFeatures = 12;
constexpr int     kCells = 5; ///< a well

/** A made-up screen of cells as CytoTable writes them: two plates of twelve wells, row A controls, rows B and C four
 * compounds with two wells each; c1 and c2 move the cells one way, c3 and c4 another. */
struct SimulatedCells
{
  SimulatedCells()
  {
    std::vector<std::string> names{ "Metadata_ImageNumber", "Metadata_Plate", "Metadata_Well" };
    const char *             compartments[] = { "Cells_", "Cytoplasm_", "Nuclei_" };
    for (int i = 0; i < kFeatures; ++i)
    {
      names.push_back(compartments[i % 3] + std::string("Texture_") + std::to_string(i));
      features.push_back(names.back());
    }
    std::vector<std::vector<std::string>> rows, wells;
    for (const std::string plate : { "P1", "P2" })
    {
      for (int w = 0; w < 12; ++w)
      {
        const std::string well = std::string(1, static_cast<char>('A' + w / 4)) + "0" + std::to_string(w % 4 + 1);
        const int         compound = w < 4 ? 0 : (w - 4) / 2 + 1;
        const int         mechanism = (compound + 1) / 2;
        wells.push_back({ plate,
                          well,
                          compound == 0 ? "DMSO" : "c" + std::to_string(compound),
                          compound == 0 ? "0" : "1",
                          compound == 0 ? "" : "m" + std::to_string(mechanism),
                          compound == 0 ? "negcon" : "trt" });
        for (int cell = 0; cell < kCells; ++cell)
        {
          std::vector<std::string> row{ std::to_string(w), plate, well };
          for (int f = 0; f < kFeatures; ++f)
          {
            const double value = this->Noise() + (mechanism == 0 ? 0 : 2 * std::sin(1.0 + mechanism * 2.3 * (f + 1)));
            row.push_back(std::to_string(value));
            cells[{ plate + well, features[static_cast<std::size_t>(f)] }].push_back(std::stod(row.back()));
          }
          rows.push_back(row);
        }
      }
    }
    WriteCsv(folder / "cells.csv", Table(names, rows));
    WriteCsv(folder / "platemap.csv", Table({ "plate", "well", "compound", "dose", "mechanism", "role" }, wells));
  }

  /** In [-0.5, 0.5). */
  double
  Noise()
  {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 40) / 16777216.0 - 0.5;
  }

  Ended
  Run(const std::string & words) const
  {
    return PhenoRun(kWorkflow + " --store " + (folder / "store").string() + " -o " + (folder / "run").string() +
                    " -j 2 " + words);
  }

  std::uint64_t                                                      state = 1;
  std::vector<std::string>                                           features;
  std::map<std::pair<std::string, std::string>, std::vector<double>> cells; ///< by plate and well, and feature
  TemporaryFolder                                                    folder;
};

/** The number of a metric. */
double
Metric(const Table & metrics, const std::string & name, const std::string & scope)
{
  for (std::size_t row = 0; row < metrics.Rows(); ++row)
  {
    if (metrics.Cell(row, "metric") == name && metrics.Cell(row, "scope") == scope)
    {
      return metrics.Numbers("value")[row];
    }
  }
  FAIL("there is no metric " << name << " of " << scope);
  return 0;
}

std::vector<std::string>
FeaturesOf(const Table & table)
{
  std::vector<std::string> names = table.Names();
  std::erase_if(names, Table::IsMetadata);
  return names;
}

const std::string kShared = std::string(kSharedDir) + "/data/bbbc021_profiles/";
} // namespace

TEST_CASE("profiles_cellprofiler: simulated cells go from level 2 to 5, metrics and a report")
{
  const SimulatedCells screen;
  const Ended          run = screen.Run("-i profiles=" + (screen.folder / "cells.csv").string() +
                               " -i platemap=" + (screen.folder / "platemap.csv").string());
  REQUIRE_MESSAGE(run.code == 0, run.output);
  const fs::path outputs = screen.folder / "run/outputs";
  const Table    wells = ReadCsv(outputs / "level_3/P2/P2_augmented.csv.gz");
  REQUIRE(wells.Rows() == 12);
  CHECK(wells.Numbers("Metadata_Object_Count") == Table::Real(12, kCells));
  CHECK(wells.Texts("Metadata_compound")[4] == "c1");
  CHECK(FeaturesOf(wells).size() == kFeatures);
  for (const std::string & feature : screen.features)
  {
    const Table::Real found = wells.Numbers(feature);
    for (std::size_t row = 0; row < 12; ++row)
    {
      std::vector<double> values = screen.cells.at({ "P2" + wells.Cell(row, "Metadata_Well"), feature });
      std::sort(values.begin(), values.end());
      CHECK(found[row] == values[kCells / 2]);
    }
  }
  const Table normal = ReadCsv(outputs / "level_4a/P1/P1_normalized_negcon.csv.gz");
  for (const std::string & feature : screen.features)
  {
    Table::Real values = normal.Numbers(feature);
    values.resize(4); // the controls
    std::sort(values.begin(), values.end());
    CHECK(values[1] + values[2] == doctest::Approx(0).epsilon(1e-9));
  }
  const Table selected = ReadCsv(outputs / "level_4b/P1/P1_normalized_feature_select_negcon_all.csv.gz");
  const auto  kept = FeaturesOf(selected);
  CHECK(kept.size() + ReadCsv(outputs / "dropped_features.csv").Rows() == kFeatures);
  const Table consensus = ReadCsv(outputs / "level_5/consensus.csv.gz");
  CHECK(consensus.Texts("Metadata_compound") == Table::Text{ "DMSO", "c1", "c2", "c3", "c4" });
  CHECK(consensus.Texts("Metadata_mechanism") == Table::Text{ "", "m1", "m1", "m2", "m2" });
  CHECK(consensus.Numbers("Metadata_Replicate_Count") == Table::Real{ 8, 4, 4, 4, 4 });
  CHECK(FeaturesOf(consensus) == kept);
  CHECK(fs::exists(outputs / "level_5/consensus.gct"));
  const Table metrics = ReadCsv(outputs / "metrics_table.csv");
  for (const std::string scope : { "selected", "normalised" })
  {
    CHECK(Metric(metrics, "replicate_map", scope) == 1); // nothing lies as near as a replicate does
    CHECK(Metric(metrics, "nsc", scope) == 1);
  }
  CHECK(fs::exists(outputs / "report.html"));
}

TEST_CASE("profiles_cellprofiler takes an array and a table whose columns are renamed, without a plate map")
{
  const LandmarkTable  screen;
  const SimulatedCells place;
  WriteNpy(place.folder / "x.npy",
           NpyArray::Type::Float64,
           { screen.Rows(), LandmarkTable::kFeatures },
           screen.Values().data());
  WriteCsv(place.folder / "rows.csv", screen.Wells());
  const Ended run = place.Run(
    "-i profiles=" + (place.folder / "x.npy").string() + " -i rows=" + (place.folder / "rows.csv").string() +
    " -p 'read.rename={\"compound_name\":\"Metadata_compound\",\"compound_uM\":\"Metadata_dose\",\"moa\":\"Metadata_"
    "mechanism\",\"treatment\":\"Metadata_role\"}' -p normal.control_value=DMSO -p score.negative_value=DMSO"
    " -p score_normalised.negative_value=DMSO -p report.negative_value=DMSO"
    " -p 'selected.operations=[\"drop_na_columns\"]'");
  REQUIRE_MESSAGE(run.code == 0, run.output);
  const Table consensus = ReadCsv(place.folder / "run/outputs/level_5/consensus.csv.gz");
  CHECK(consensus.Texts("Metadata_compound") == Table::Text{ "A", "B", "C", "D", "DMSO", "E", "X", "Y" });
}

TEST_CASE("what cannot be read as profiles is said before anything runs, with exit code 2")
{
  const SimulatedCells screen;
  const auto           refused = [&](const std::string & words, const std::string & reason) {
    const Ended run = screen.Run("-i platemap=" + (screen.folder / "platemap.csv").string() + " -i profiles=" + words);
    CHECK_MESSAGE(run.code == 2, run.output);
    CHECK_MESSAGE(run.output.find(reason) != std::string::npos, run.output);
    CHECK_FALSE(fs::exists(screen.folder / "run/outputs"));
  };
  const std::string cells = (screen.folder / "cells.csv").string();
  refused(cells + " -p read.cells=false", "96 of 120 rows repeat a plate and well that stands above them");
  refused(cells + " -p 'read.prefixes=[\"Cell_\"]'", "no feature was found by the prefixes Cell_ among 15 columns");
  refused(cells + " -p read.features_by=list -p 'read.features=[\"Cells_Texture_00\"]'",
          "(nearest: 'Cells_Texture_0')");
  WriteCsv(screen.folder / "words.csv", Table({ "Metadata_Well", "Cells_a" }, { { "A01", "many" } }));
  refused((screen.folder / "words.csv").string(), "column 'Cells_a', row 1: expected a number, got 'many'");
}

TEST_CASE("what later steps lack of profiles is said before anything runs, with exit code 2")
{
  const SimulatedCells screen;
  const auto           refused = [&](const std::string & words, const std::string & reason) {
    const Ended run = screen.Run("-i platemap=" + (screen.folder / "platemap.csv").string() +
                                 " -i profiles=" + (screen.folder / "cells.csv").string() + " " + words);
    CHECK_MESSAGE(run.code == 2, run.output);
    CHECK_MESSAGE(run.output.find(reason) != std::string::npos, run.output);
    CHECK_FALSE(fs::exists(screen.folder / "run/outputs"));
  };
  refused(
    "-p normal.control_value=Negcon",
    "/steps/normal/params/control_value: none of 24 wells is a control: Metadata_role is nowhere 'Negcon' (did you "
    "mean 'negcon'?); it holds 'trt' (16), 'negcon' (8)");
  refused(
    "-p 'consensus.by=[\"Metadata_drug\"]'",
    "/steps/consensus/params/by: profiles have no column 'Metadata_drug'; they have Metadata_Plate, Metadata_Well, "
    "Metadata_Object_Count, ");
}

TEST_CASE("the consensus of peers' profiles of BBBC021 is theirs to 1e-12")
{
  if (!fs::exists(kShared))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  NodeHarness read("pheno.read_profiles");
  read.In("profiles", File{ kShared + "peer_pycytominer_perplateDMSO_standardize_featureselect.csv.gz" }).Run();
  for (const std::string operation : { "mean", "median" })
  {
    NodeHarness node(
      "pheno.consensus_profiles",
      { { "by", { "Metadata_Compound", "Metadata_Concentration", "Metadata_moa" } }, { "operation", operation } });
    node.In("profiles", *read.Out<Profiles>("profiles")).Run();
    const Ptr<Profiles> ours = node.Out<Profiles>("profiles");
    NodeHarness         peers("pheno.read_profiles");
    peers.In("profiles", File{ kShared + "peer_pycytominer_consensus_" + operation + ".csv.gz" }).Run();
    const Ptr<Profiles> theirs = peers.Out<Profiles>("profiles");
    REQUIRE(ours->Rows() == theirs->Rows());
    REQUIRE(theirs->Rows() == 104);
    const auto keysOf = [](const Profiles & profiles) {
      std::map<std::string, std::size_t> keys;
      for (std::size_t row = 0; row < profiles.Rows(); ++row)
      {
        keys[profiles.metadata.Cell(row, "Metadata_Compound") + "@" +
             profiles.metadata.Cell(row, "Metadata_Concentration")] = row;
      }
      return keys;
    };
    const auto columnOf = [&](const std::string & name) {
      return static_cast<std::size_t>(std::find(ours->features.begin(), ours->features.end(), name) -
                                      ours->features.begin());
    };
    const auto ourRows = keysOf(*ours);
    double     largest = 0;
    for (std::size_t j = 0; j < theirs->Columns(); ++j)
    {
      const std::size_t column = columnOf(theirs->features[j]);
      REQUIRE(column < ours->Columns());
      for (const auto & [key, row] : keysOf(*theirs))
      {
        const double peer = theirs->Row(row)[j];
        const double difference = std::abs(ours->Row(ourRows.at(key))[column] - peer) / std::max(1.0, std::abs(peer));
        largest = std::isnan(difference) ? 1 : std::max(largest, difference);
      }
    }
    CAPTURE(operation);
    CHECK(largest < 1e-12);
  }
}

TEST_CASE("profiles_cellprofiler on BBBC021: 632 wells in, no well lost, mechanisms found above chance")
{
  if (!fs::exists(kShared))
  {
    PHENO_SKIP("shared data/bbbc021_profiles is not there");
  }
  const SimulatedCells place;
  const Table          annotated = ReadCsv(kShared + "annotated_per_well.csv.gz");
  Table                map;
  Table::Text          roles = annotated.Texts("Metadata_Compound");
  for (std::string & role : roles)
  {
    role = role == "DMSO" ? "negcon" : "trt";
  }
  map.Add("plate", annotated.Texts("Metadata_Plate"));
  map.Add("well", annotated.Texts("Metadata_Well"));
  map.Add("compound", annotated.Texts("Metadata_Compound"));
  map.Add("dose", annotated.Texts("Metadata_Concentration"));
  map.Add("mechanism", annotated.Texts("Metadata_moa"));
  map.Add("role", roles);
  WriteCsv(place.folder / "map.csv", map);
  const Ended run = place.Run("-i profiles=" + kShared + "annotated_per_well.csv.gz -i platemap=" +
                              (place.folder / "map.csv").string() + " -p read.cells=false");
  REQUIRE_MESSAGE(run.code == 0, run.output);
  const fs::path    outputs = place.folder / "run/outputs";
  std::size_t       wells = 0;
  const Table::Text plates = annotated.Texts("Metadata_Plate");
  for (const std::string & plate : std::set<std::string>(plates.begin(), plates.end()))
  {
    const Table table = ReadCsv(outputs / "level_3" / plate / (plate + "_augmented.csv.gz"));
    CHECK(FeaturesOf(table).size() == 516);
    wells += table.Rows();
  }
  CHECK(wells == 632);
  CHECK(ReadCsv(outputs / "level_5/consensus.csv.gz").Rows() == 104);
  const Table metrics = ReadCsv(outputs / "metrics_table.csv");
  for (const std::string scope : { "selected", "normalised" })
  {
    CHECK(Metric(metrics, "replicate_map", scope) > Metric(metrics, "replicate_map_chance", scope));
    CHECK(Metric(metrics, "nsc", scope) > Metric(metrics, "nsc_chance", scope));
    CHECK(Metric(metrics, "nscb", scope) > Metric(metrics, "nscb_chance", scope));
  }
}

#include "phenoFolders.h"
#include "phenoLandmarkTable.h"
#include "phenoMessageOf.h"
#include "phenoNodeValues.h"
#include "phenoProgram.h"

#include "phenoCsv.h"
#include "phenoModel.h"
#include "phenoNpy.h"
#include "phenoParquet.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
void
WriteArray(const fs::path & path, const LandmarkTable & screen, std::size_t rows)
{
  WriteNpy(path, NpyArray::Type::Float64, { rows, LandmarkTable::kFeatures }, screen.Values().data());
}

/** The row of a treatment. */
std::size_t
RowOf(const Table & table, const std::string & treatment, const std::string & isReference = "True")
{
  const Table::Text names = table.Texts("treatment");
  for (std::size_t row = 0; row < names.size(); ++row)
  {
    if (names[row] == treatment && table.Cell(row, "is_reference") == isReference)
    {
      return row;
    }
  }
  FAIL("no row of " << treatment);
  return 0;
}

bool
Says(const NodeHarness & node, const std::string & words)
{
  return std::any_of(node.Messages().begin(), node.Messages().end(), [&words](const std::string & message) {
    return message.find(words) != std::string::npos;
  });
}

const Json kTestPlate = { { "test_plates", { "T_1" } } };
} // namespace

TEST_CASE("analyse_landmarks: who is a landmark, and what each criterion removed")
{
  if (!HasParquet())
  {
    PHENO_SKIP("this build has no Parquet");
  }
  NodeHarness node("pheno.analyse_landmarks", kTestPlate);
  node.In("profiles", LandmarkTable().Annotated()).Run();
  const Ptr<Table> criteria = node.Out<Table>("criteria");
  REQUIRE(criteria->Rows() == 3);
  CHECK(criteria->Cell(0, "metric") == "mad_cosine");
  CHECK(criteria->Cell(0, "reference_treatments") == "5");
  CHECK(criteria->Cell(0, "landmarks") == "2");             // A and B
  CHECK(criteria->Cell(0, "removed_without_value") == "1"); // E
  CHECK(criteria->Cell(0, "removed_by_scatter") == "1");    // D
  CHECK(criteria->Cell(0, "removed_by_distance") == "1");   // C
  CHECK(criteria->Cell(0, "removed_by_both") == "0");
  CHECK(Says(node, "2 landmarks of 5 reference treatments"));

  const Ptr<Table> treatments = node.Out<Table>("treatments");
  REQUIRE(treatments->Rows() == 8);
  const std::size_t a = RowOf(*treatments, "A@10.0");
  CHECK(treatments->Cell(a, "is_landmark") == "True");
  CHECK(treatments->Cell(a, "closest_landmark") == "B@10.0"); // never itself
  CHECK(treatments->Cell(a, "second_closest_landmark").empty());
  const std::size_t again = RowOf(*treatments, "A@10.0", "False");
  CHECK(treatments->Cell(again, "closest_landmark") == "A@10.0"); // on the test plate it may be
  CHECK(treatments->Cell(again, "valid_for_phenotypic_makeup") == "True");
  const std::size_t y = RowOf(*treatments, "Y@1.0", "False");
  CHECK(treatments->Cell(y, "valid_for_phenotypic_makeup") == "False");
  const std::size_t e = RowOf(*treatments, "E@10.0");
  CHECK(treatments->Cell(e, "harmonic_mean_3term").empty());
  CHECK(!treatments->Cell(e, "harmonic_mean_2term").empty());
  CHECK(node.Out<Table>("leaves")->Rows() == 8);
  CHECK(node.Out<Table>("dendrogram")->Rows() == 7);
  CHECK(node.Out<Table>("dendrogram")->Numbers("size").back() == 8);
}

TEST_CASE("analyse_landmarks writes the files and columns that the explorer opens")
{
  if (!HasParquet())
  {
    PHENO_SKIP("this build has no Parquet");
  }
  NodeHarness node("pheno.analyse_landmarks", { { "test_plates", { "T_1" } }, { "chunk_size", 3 } });
  const Table umap({ "plate", "well", "x", "y" }, { { "R_1", "A01", "1.5", "2" } });
  node.In("profiles", LandmarkTable().Annotated()).In("umap", umap).Run();
  const fs::path folder = node.Out<File>("analysis")->path;
  const Table    wells = ReadCsv(folder / "data/spc_for_viz_app.csv");
  REQUIRE(wells.Rows() == LandmarkTable().Rows());
  for (const std::string column : { "UMAP1",
                                    "UMAP2",
                                    "TSNE1",
                                    "TSNE2",
                                    "plate",
                                    "well",
                                    "treatment",
                                    "library",
                                    "moa_first",
                                    "SMILES",
                                    "mad_cosine",
                                    "var_cosine",
                                    "std_cosine",
                                    "cosine_distance_from_dmso",
                                    "closest_landmark",
                                    "closest_landmark_distance",
                                    "closest_landmark_moa_first",
                                    "closest_landmark_PP_ID_uM",
                                    "second_closest_landmark_distance",
                                    "third_closest_landmark_distance",
                                    "score_harmonic_mean_2term",
                                    "score_harmonic_mean_3term",
                                    "score_harmonic_mean_2term_mad_cosine",
                                    "score_harmonic_mean_3term_var_cosine",
                                    "score_harmonic_mean_3term_std_cosine",
                                    "PP_ID_uM",
                                    "moa_compound_uM",
                                    "is_landmark",
                                    "landmark_label",
                                    "valid_for_phenotypic_makeup" })
  {
    CHECK_MESSAGE(wells.Has(column), column);
  }
  CHECK(wells.Cell(0, "UMAP1") == "1.5");
  CHECK(wells.Cell(1, "UMAP1").empty());
  CHECK(wells.Cell(0, "TSNE1").empty());
  CHECK(wells.Cell(0, "treatment") == "DMSO");
  CHECK(wells.Cell(0, "moa_first") == "Unknown");
  CHECK(wells.Cell(0, "cosine_distance_from_dmso").empty());
  const std::size_t a = 24; // the first well behind the controls
  REQUIRE(wells.Cell(a, "treatment") == "A@10.0");
  CHECK(wells.Cell(a, "moa_first") == "target A");
  CHECK(wells.Cell(a, "moa_compound_uM") == "target A@10.0");
  CHECK(wells.Cell(a, "PP_ID_uM") == "PPA@10.0");
  CHECK(wells.Cell(a, "closest_landmark_PP_ID_uM") == "PPB@10.0");
  CHECK(wells.Cell(a, "landmark_label") == "Reference Landmark");

  const fs::path distances = folder / "analysis/landmark_distances";
  const Table    test = ReadParquet(distances / "test_distances.parquet").table;
  CHECK(test.Texts("treatment") == Table::Text{ "X@10.0", "Y@1.0", "A@10.0" });
  CHECK(test.Numbers("A@10.0_distance")[2] == doctest::Approx(0).epsilon(1e-9));
  CHECK(test.Numbers("A@10.0_distance")[1] > test.Numbers("A@10.0_distance")[0]);
  CHECK(test.Has("query_dmso_distance"));
  CHECK(test.Has("query_mad"));
  CHECK(test.Numbers("compound_uM") == Table::Real{ 10, 1, 10 });
  const Table reference = ReadParquet(distances / "reference_distances.parquet").table;
  CHECK(std::isnan(reference.Numbers("A@10.0_distance")[0])); // itself
  const Table landmarks = ReadParquet(distances / "landmark_metadata.parquet").table;
  CHECK(landmarks.Texts("treatment") == Table::Text{ "A@10.0", "B@10.0" });
  CHECK(landmarks.Texts("PP_ID_uM") == Table::Text{ "PPA@10.0", "PPB@10.0" });
  CHECK(ReadCsv(folder / "analysis/landmarks_mad_cosine.csv").Rows() == 2);
  CHECK(ReadCsv(folder / "analysis/compound_reference_scores.csv").Rows() == 5);
  CHECK(ReadCsv(folder / "analysis/compound_test_scores.csv").Rows() == 3);

  const fs::path maps = folder / "visualizations/hierarchical_clustering";
  const Table    order = ReadCsv(maps / "test_and_reference_order.csv");
  CHECK(order.Rows() == 8);
  CHECK(order.Texts("chunk") == Table::Text{ "1", "1", "1", "2", "2", "2", "3", "3" });
  const Table chunk = ReadCsv(maps / "test_and_reference/chunk_003.csv");
  CHECK(chunk.Rows() == 2);
  CHECK(chunk.Names() == Table::Text{ order.Cell(6, "treatment"), order.Cell(7, "treatment") });
  CHECK(ReadCsv(maps / "test_only_order.csv").Rows() == 3);
  CHECK(fs::file_size(maps / "test_and_reference.html") > 4000); // looked at in a browser by the report's tests
  CHECK(ReadCsv(maps / "reference_landmark_order.csv").Rows() == 2);
  CHECK(ReadCsv(maps / "test_valid_and_relevant_landmarks_order.csv").Rows() == 4); // X, A again; A, B
  const Table similarities = ReadParquet(maps / "hierarchical_cluster_map/treatment_similarity_matrix.parquet").table;
  REQUIRE(similarities.columns.size() == 8);
  CHECK(similarities.Numbers("A@10.0")[0] == 1);
  CHECK(similarities.Numbers("A@10.0 (test)")[0] == doctest::Approx(1));
}

TEST_CASE("analyse_landmarks says what would pass where nothing does")
{
  NodeHarness node("pheno.analyse_landmarks",
                   { { "test_plates", { "T_1" } }, { "mad_threshold", 0 }, { "similarity_matrix_treatments", 0 } });
  node.In("profiles", LandmarkTable().Annotated()).Run();
  CHECK(Says(node, "0 landmarks of 5"));
  CHECK(Says(node, "One would pass with a threshold of"));
  const fs::path folder = node.Out<File>("analysis")->path;
  const Table    wells = ReadCsv(folder / "data/spc_for_viz_app.csv");
  CHECK(wells.Cell(24, "closest_landmark").empty());
  CHECK(!wells.Cell(24, "mad_cosine").empty());
  CHECK(Says(node, "treatment_similarity_matrix.parquet is left out"));
}

TEST_CASE("analyse_landmarks names missing controls and missing plates")
{
  Profiles    profiles = LandmarkTable().Annotated();
  Table::Text names = profiles.metadata.Texts("Metadata_treatment");
  std::replace(names.begin(), names.end(), std::string("DMSO"), std::string("dmso "));
  profiles.metadata.Set("Metadata_treatment", names);
  NodeHarness node("pheno.analyse_landmarks");
  node.In("profiles", profiles);
  const std::string message = MessageOf(node);
  CHECK(message.find("no control well") != std::string::npos);
  CHECK(message.find("'dmso ' differ in case or blanks") != std::string::npos);

  NodeHarness unknown("pheno.analyse_landmarks", { { "test_plates", { "T_9" } } });
  unknown.In("profiles", LandmarkTable().Annotated());
  CHECK(MessageOf(unknown).find("test_plates: the data have no plate T_9; they have R_1, R_2, T_1") !=
        std::string::npos);
  NodeHarness both("pheno.analyse_landmarks", { { "test_plates", { "T_1" } }, { "reference_plates", { "T_1" } } });
  both.In("profiles", LandmarkTable().Annotated());
  CHECK(MessageOf(both).find("plate T_1 is named as a reference and as a test plate") != std::string::npos);
}

TEST_CASE("analyse_landmarks of zero wells has zero rows; wells without treatment are counted")
{
  NodeHarness none("pheno.analyse_landmarks");
  none.Empty("profiles").Run();
  CHECK(none.Out<Table>("treatments")->Rows() == 0);
  CHECK(none.Out<Table>("dendrogram")->Rows() == 0);

  Profiles    profiles = LandmarkTable().Annotated();
  Table::Text names = profiles.metadata.Texts("Metadata_treatment");
  names.back().clear();
  profiles.metadata.Set("Metadata_treatment", names);
  NodeHarness node("pheno.analyse_landmarks", { { "reference_plates", { "R_1", "R_2" } } });
  node.In("profiles", profiles).Run();
  CHECK(Says(node, "1 wells have no treatment"));
  CHECK(node.Out<Table>("treatments")->Rows() == 7);
}

TEST_CASE("map_profiles by UMAP places every well; the seed moves the map, the threads do not")
{
  const Profiles profiles = LandmarkTable().Annotated();
  const auto     run = [&profiles](std::uint64_t seed, unsigned threads) {
    NodeHarness node("pheno.map_profiles", { { "method", "umap" } });
    node.WithSeed(seed).WithThreads(threads).In("profiles", profiles).Run();
    return node.Out<Table>("map")->Numbers("x");
  };
  const Table::Real x = run(1, 1);
  CHECK(x.size() == profiles.Rows());
  CHECK(std::all_of(x.begin(), x.end(), [](double value) { return std::isfinite(value); }));
  CHECK(run(1, 3) == x);
  CHECK(run(2, 1) != x);
}

TEST_CASE("the landmarks workflow goes from an array and a table to the explorer's files")
{
  if (!HasParquet())
  {
    PHENO_SKIP("this build has no Parquet");
  }
  const LandmarkTable   screen;
  const TemporaryFolder folder;
  WriteArray(folder / "embeddings.npy", screen, screen.Rows());
  WriteCsv(folder / "wells.csv", screen.Wells());
  const Ended run = PhenoRun(
    std::string(kSourceDir) + "/workflows/landmarks.json -i embeddings=" + (folder / "embeddings.npy").string() +
    " -i wells=" + (folder / "wells.csv").string() + " -p 'landmarks.test_plates=[\"T_1\"]' --store " +
    (folder / "store").string() + " -o " + (folder / "run").string() + " -j 2");
  REQUIRE_MESSAGE(run.code == 0, run.output);
  const fs::path outputs = folder / "run/outputs";
  const Table    wells = ReadCsv(outputs / "analysis/data/spc_for_viz_app.csv");
  REQUIRE(wells.Rows() == screen.Rows());
  for (const std::string column : { "UMAP1", "UMAP2", "TSNE1", "TSNE2" })
  {
    const Table::Real values = wells.Numbers(column);
    CHECK(std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }));
  }
  CHECK(ReadParquet(outputs / "analysis/analysis/landmark_distances/test_distances.parquet").table.Rows() == 3);
  CHECK(ReadCsv(outputs / "criteria.csv").Cell(0, "landmarks") == "2");
}

#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"
#include "phenoShiftedPlates.h"

#include "phenoModel.h"
#include "phenoValueCodec.h"

#include "phenoNormalise.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Rows of the plates from `first` to `last`, from 0. */
Profiles
PlatesOf(const Profiles & profiles, std::size_t first, std::size_t last)
{
  std::vector<std::size_t> rows;
  for (std::size_t row = 9 * first; row < 9 * (last + 1); ++row)
  {
    rows.push_back(row);
  }
  return profiles.Select(rows);
}

/** What a model does to profiles, stored and loaded in between. */
struct Applied
{
  NodeHarness   node = NodeHarness("pheno.apply_correction");
  Ptr<Profiles> profiles;

  Applied(const Model & model, const Profiles & to)
  {
    const TemporaryFolder folder;
    const fs::path        path = SaveValue(std::make_shared<const Model>(model), folder.Path(), "model");
    node.In("model", *std::get<Ptr<Model>>(LoadValue(ValueType::Model, path))).In("profiles", to).Run();
    profiles = node.Out<Profiles>("profiles");
  }
};

/** Message of the error that running gives. */
std::string
ErrorOf(NodeHarness & node)
{
  try
  {
    node.Run();
  }
  catch (const std::exception & error)
  {
    return error.what();
  }
  return "no error";
}

std::string
ErrorOf(const Model & model, const Profiles & to)
{
  NodeHarness node("pheno.apply_correction");
  return ErrorOf(node.In("model", model).In("profiles", to));
}

const std::pair<const char *, Json> kFits[] = {
  { "pheno.normalise_profiles", { { "method", "mad_robustize" } } },
  { "pheno.normalise_profiles",
    { { "reference", "all" }, { "position_column", "Metadata_Well" }, { "count_column", "Metadata_Object_Count" } } },
  { "pheno.normalise_profiles", { { "reference", "all" }, { "group_by", "" }, { "method", "robustize" } } },
  { "pheno.normalise_profiles", { { "reference", "all" }, { "method", "rank_inverse_normal" } } },
  { "pheno.select_features", { { "operations", { "correlation_threshold" } } } },
  { "pheno.whiten_profiles", { { "method", "whitening" } } },
  { "pheno.whiten_profiles", { { "method", "coral" } } },
  { "pheno.whiten_profiles", { { "method", "tvn" } } },
  { "pheno.whiten_profiles", { { "method", "PCA" } } },
  { "pheno.whiten_profiles", { { "method", "ZCA" } } },
  { "pheno.whiten_profiles", { { "method", "PCA-cor" } } },
  { "pheno.whiten_profiles", { { "method", "ZCA-cor" } } },
  { "pheno.whiten_profiles", { { "method", "pca_centerscale" } } },
  { "pheno.whiten_profiles", { { "method", "efaar_tvn" } } },
  { "pheno.whiten_profiles", { { "method", "kernel_pca" } } },
  { "pheno.whiten_profiles", { { "method", "combat" }, { "categorical_covariates", { "Metadata_role" } } } },
};

Profiles
CountedPlates()
{
  Profiles    profiles = ShiftedPlates(4);
  Table::Real counts;
  for (std::size_t row = 0; row < profiles.Rows(); ++row)
  {
    counts.push_back(static_cast<double>(row * row % 31));
    profiles.values[4 * row + 3] = 2 * profiles.values[4 * row]; // twice the same
  }
  profiles.metadata.Add("Metadata_Object_Count", counts);
  return profiles;
}
} // namespace

TEST_CASE("a model, stored and applied to the profiles it was fitted on, gives the node's own bytes")
{
  for (const auto & [id, params] : kFits)
  {
    CAPTURE(id);
    CAPTURE(params.dump());
    Profiles profiles = CountedPlates();
    if (std::string(id) == "pheno.normalise_profiles")
    {
      profiles.values[5] = std::nan("");
    }
    NodeHarness node(id, params);
    node.In("profiles", profiles).Run();
    const auto    own = node.Out<Profiles>("profiles");
    const auto    model = node.Out<Model>("model");
    const Applied applied(*model, profiles);
    CHECK(applied.profiles->features == own->features);
    CHECK(applied.profiles->values == own->values);
    CHECK(applied.profiles->metadata.Texts("Metadata_Well") == profiles.metadata.Texts("Metadata_Well"));
    CHECK(!model->description.at("stored").get<std::string>().empty());
    CHECK(!model->description.at("refitted").get<std::string>().empty());
    CHECK(model->description.at("node") == id);
  }
}

TEST_CASE("features are matched by name; further ones are left out, and the log counts them")
{
  const Profiles profiles = ShiftedPlates(3);
  NodeHarness    node("pheno.whiten_profiles", { { "method", "tvn" } });
  node.In("profiles", profiles).Run();
  Profiles turned = profiles;
  turned.features = { "extra", "f3", "f1", "f2" };
  turned.values.clear();
  for (std::size_t row = 0; row < profiles.Rows(); ++row)
  {
    const double * from = profiles.Row(row);
    turned.values.insert(turned.values.end(), { 7.0, from[2], from[0], from[1] });
  }
  const Applied applied(*node.Out<Model>("model"), turned);
  CHECK(applied.profiles->values == node.Out<Profiles>("profiles")->values);
  CHECK(applied.node.Messages() ==
        std::vector<std::string>{ "1 of 4 features are not among those of the fit and are left out" });
}

TEST_CASE("a lacking feature is named, with the numbers")
{
  NodeHarness node("pheno.normalise_profiles");
  node.In("profiles", ShiftedPlates(4)).Run();
  CHECK(
    ErrorOf(*node.Out<Model>("model"), ShiftedPlates(2)) ==
    "the model of pheno.normalise_profiles (standardize) needs 4 features and the profiles, which have 2, lack 2 of "
    "them: f3, f4");
}

TEST_CASE("a later plate is normalised on its own controls, which the log says: as the node does with all plates")
{
  const Profiles profiles = ShiftedPlates(3);
  NodeHarness    early("pheno.normalise_profiles");
  NodeHarness    whole("pheno.normalise_profiles");
  early.In("profiles", PlatesOf(profiles, 0, 1)).Run();
  whole.In("profiles", profiles).Run();
  const Applied applied(*early.Out<Model>("model"), PlatesOf(profiles, 2, 2));
  CHECK(applied.profiles->values == PlatesOf(*whole.Out<Profiles>("profiles"), 2, 2).values);
  CHECK(applied.node.Messages() ==
        std::vector<std::string>{
          "1 of 1 batches are not among the 2 of the fit and are normalised on their own controls: P3" });
  CHECK(early.Out<Model>("model")->description.at("batches") == Json{ "P1", "P2" });
}

TEST_CASE("one center and scale for all wells are those of the fit, on later plates too")
{
  const Profiles profiles = ShiftedPlates(2);
  const Profiles early = PlatesOf(profiles, 0, 1);
  NodeHarness    node("pheno.normalise_profiles", { { "group_by", "" }, { "reference", "all" } });
  node.In("profiles", early).Run();
  Matrix later(9, 2);
  later.values = PlatesOf(profiles, 2, 2).values;
  ApplyNormalisation(FitNormalisation({ early.values.data(), 18, 2 }, RowMask(18, 1), NormaliseMethod::Standardize),
                     later);
  const Applied applied(*node.Out<Model>("model"), PlatesOf(profiles, 2, 2));
  CHECK(applied.profiles->values == later.values);
  CHECK(applied.node.Messages().empty());
}

TEST_CASE("a later plate is whitened by the earlier plates' fit and aligned on its own controls")
{
  const Profiles profiles = ShiftedPlates(3);
  for (const char * const method : { "tvn", "coral", "pca_centerscale", "efaar_tvn", "kernel_pca" })
  {
    CAPTURE(method);
    NodeHarness early("pheno.whiten_profiles", { { "method", method } });
    early.In("profiles", PlatesOf(profiles, 0, 1)).Run();
    const Applied applied(*early.Out<Model>("model"), PlatesOf(profiles, 1, 2));
    REQUIRE(applied.profiles->Rows() == 18);
    const std::vector<double> first(applied.profiles->values.begin(),
                                    applied.profiles->values.begin() + 9 * applied.profiles->Columns());
    CHECK(first == PlatesOf(*early.Out<Profiles>("profiles"), 1, 1).values); // P2 was there
    CHECK(applied.node.Messages() ==
          std::vector<std::string>{
            "1 of 2 batches are not among the 2 of the fit and are aligned on their own controls: P3" });
    Profiles none = PlatesOf(profiles, 2, 2);
    none.metadata.Set("Metadata_role", Table::Text(9, "NegCon"));
    CHECK(ErrorOf(*early.Out<Model>("model"), none) ==
          "none of 9 wells is a control: Metadata_role is nowhere 'negcon' (did you mean 'NegCon'?); it holds 'NegCon' "
          "(9)");
  }
}

TEST_CASE("what cannot be applied to later plates says why")
{
  const Profiles profiles = ShiftedPlates(3);
  NodeHarness    harmony("pheno.whiten_profiles", { { "method", "harmony" } });
  harmony.In("profiles", profiles).Run();
  CHECK(ErrorOf(*harmony.Out<Model>("model"), profiles) ==
        "the model of pheno.whiten_profiles (harmony) cannot be applied: Harmony moves the wells that are there "
        "together, by clusters of these very wells, and gives nothing that could be applied to others; whiten them "
        "together with pheno.whiten_profiles");
  NodeHarness combat("pheno.whiten_profiles", { { "method", "combat" } });
  combat.In("profiles", PlatesOf(profiles, 0, 1)).Run();
  CHECK(ErrorOf(*combat.Out<Model>("model"), PlatesOf(profiles, 1, 2)) ==
        "batch 'P3' was not among the 2 batches of the fit (1 batches with 9 rows were not); ComBat estimates a batch "
        "together with all others, so that a new one needs a new fit");
  NodeHarness ranks("pheno.normalise_profiles",
                    { { "method", "rank_inverse_normal" }, { "reference", "all" }, { "group_by", "" } });
  ranks.In("profiles", profiles).Run();
  CHECK(ErrorOf(*ranks.Out<Model>("model"), profiles) ==
        "the model of pheno.normalise_profiles (rank_inverse_normal) cannot be applied: rank_inverse_normal over all "
        "wells ranks the wells that are there together and gives nothing that could be applied to others");
  NodeHarness nothing("pheno.whiten_profiles");
  nothing.In("profiles", profiles.Select({})).Run();
  CHECK(ErrorOf(*nothing.Out<Model>("model"), profiles) ==
        "the model of pheno.whiten_profiles (tvn) cannot be applied: it was fitted on no profiles");
}

TEST_CASE("another kind of model, another version and a damaged one are refused")
{
  const Profiles profiles = ShiftedPlates(2);
  NodeHarness    node("pheno.whiten_profiles", { { "method", "ZCA" } });
  node.In("profiles", profiles).Run();
  Model model = *node.Out<Model>("model");
  CHECK(ErrorOf({ "encoder", { { "architecture", "resnet18" } } }, profiles) ==
        "encoder: expected a model that normalise_profiles, select_features or whiten_profiles saved (model.json with "
        "\"format\": \"pheno.correction\")");
  Model later = model;
  later.description["version"] = 2;
  CHECK(ErrorOf(later, profiles) ==
        model.folder.string() + ": the model is of version 2, this program reads version 1");
  Model lost = model;
  lost.description["arrays"].erase("transform");
  CHECK(ErrorOf(lost, profiles) == "the saved fit has no array 'transform'; it has center, scale");
  Model holed = model;
  holed.description.erase("kind");
  CHECK(ErrorOf(holed, profiles).find("model.json is damaged") != std::string::npos);
  fs::remove(model.folder / "center.npy");
  CHECK(ErrorOf(model, profiles).find("center.npy") != std::string::npos);
}

TEST_CASE("no rows go through a model; its columns come out")
{
  NodeHarness node("pheno.whiten_profiles", { { "method", "PCA" } });
  node.In("profiles", ShiftedPlates(2)).Run();
  const Applied applied(*node.Out<Model>("model"), ShiftedPlates(2).Select({}));
  CHECK(applied.profiles->Rows() == 0);
  CHECK(applied.profiles->features == std::vector<std::string>{ "PC1", "PC2" });
}

TEST_CASE("no controls: the error tells the nearest spellings and what the column holds")
{
  for (const char * const id : { "pheno.normalise_profiles", "pheno.whiten_profiles" })
  {
    CAPTURE(id);
    NodeHarness node(id, { { "control_column", "Metadata_compound" }, { "control_value", "C-1" } });
    CHECK(
      ErrorOf(node.In("profiles", ShiftedPlates(2))) ==
      "none of 27 wells is a control: Metadata_compound is nowhere 'C-1' (did you mean 'c1'?); it holds '' (9), 'c1' "
      "(9), 'c2' (9)");
    NodeHarness far(id, { { "control_value", "vehicle" } });
    CHECK(ErrorOf(far.In("profiles", ShiftedPlates(2))) ==
          "none of 27 wells is a control: Metadata_role is nowhere 'vehicle'; it holds 'trt' (18), 'negcon' (9)");
    NodeHarness near(id, { { "control_value", "negcn" } });
    CHECK(ErrorOf(near.In("profiles", ShiftedPlates(2))) ==
          "none of 27 wells is a control: Metadata_role is nowhere 'negcn' (did you mean 'negcon'?); it holds 'trt' "
          "(18), 'negcon' (9)");
  }
}

TEST_CASE("an unknown column is named beside those that there are")
{
  const std::string has =
    "'; it has Metadata_Plate, Metadata_Well, Metadata_role, Metadata_compound, Metadata_mechanism, Metadata_dose";
  NodeHarness normal("pheno.normalise_profiles", { { "group_by", "Metadata_Batch" } });
  CHECK(ErrorOf(normal.In("profiles", ShiftedPlates(2))) == "table has no column 'Metadata_Batch" + has);
  NodeHarness white("pheno.whiten_profiles", { { "control_column", "role" } });
  CHECK(ErrorOf(white.In("profiles", ShiftedPlates(2))) == "table has no column 'role" + has);
  NodeHarness selected("pheno.select_features",
                       { { "operations", { "noise_removal" } }, { "treatment_by", { "Metadata_drug" } } });
  CHECK(ErrorOf(selected.In("profiles", ShiftedPlates(2))) == "table has no column 'Metadata_drug" + has);
}

TEST_CASE("missing and infinite values: dropped and counted, or refused with the features' names")
{
  Profiles profiles = ShiftedPlates(4);
  for (std::size_t row = 0; row < 27; ++row)
  {
    profiles.values[4 * row + 2] = std::nan("");
  }
  profiles.values[4 * 5] = HUGE_VAL;
  profiles.values[4 * 6 + 1] = -HUGE_VAL;
  NodeHarness white("pheno.whiten_profiles");
  CHECK(ErrorOf(white.In("profiles", profiles)) ==
        "whiten_profiles needs a finite number for every feature of all 27 wells and got 27 missing and 2 infinite "
        "values in 3 features (f1, f2, f3); pheno.normalise_profiles fills them, pheno.select_features drops such "
        "features");
  NodeHarness normal("pheno.normalise_profiles");
  const auto  filled = normal.In("profiles", profiles).Run().Out<Profiles>("profiles");
  CHECK(filled->features == std::vector<std::string>{ "f1", "f2", "f4" });
  CHECK(filled->Row(5)[0] == 0);
  CHECK(std::all_of(filled->values.begin(), filled->values.end(), [](double value) { return std::isfinite(value); }));
  CHECK(normal.Messages() ==
        std::vector<std::string>{ "2 infinite values taken as missing",
                                  "2 missing values set to the controls' center, 1 features without values dropped" });
  NodeHarness kept("pheno.select_features", { { "operations", { "drop_na_columns" } } });
  CHECK(kept.In("profiles", profiles).Run().Out<Profiles>("profiles")->Columns() == 3);
  CHECK(kept.Messages().back() ==
        "left are 0 missing and 2 infinite values in 2 features (f1, f2); drop_outliers drops "
        "features with infinite values");
  NodeHarness dropped("pheno.select_features", { { "operations", { "drop_na_columns", "drop_outliers" } } });
  CHECK(dropped.In("profiles", profiles).Run().Out<Profiles>("profiles")->features == std::vector<std::string>{ "f4" });
  CHECK(dropped.Messages().size() == 1);
}

TEST_CASE("a single batch has nothing to be aligned with, which is said")
{
  for (const char * const method :
       { "tvn", "coral", "pca_centerscale", "efaar_tvn", "kernel_pca", "harmony", "combat" })
  {
    CAPTURE(method);
    NodeHarness node("pheno.whiten_profiles", { { "method", method } });
    node.In("profiles", PlatesOf(ShiftedPlates(2), 0, 0)).Run();
    REQUIRE(!node.Messages().empty());
    CHECK(node.Messages()[0] ==
          "all 9 wells are of one batch (Metadata_Plate is 'P1'): there is nothing to align it with");
  }
  NodeHarness whole("pheno.whiten_profiles", { { "method", "ZCA" } });
  CHECK(whole.In("profiles", PlatesOf(ShiftedPlates(2), 0, 0)).Run().Messages().empty());
}

TEST_CASE("a treatment in one batch: counted where the batch has other wells, refused where it is the batch")
{
  Profiles    profiles = ShiftedPlates(3);
  Table::Text compounds = profiles.metadata.Texts("Metadata_compound");
  std::fill(compounds.begin() + 21, compounds.begin() + 24, "only here");
  profiles.metadata.Set("Metadata_compound", compounds);
  NodeHarness node("pheno.whiten_profiles",
                   { { "method", "combat" }, { "categorical_covariates", { "Metadata_compound" } } });
  node.In("profiles", profiles).Run();
  CHECK(node.Messages() == std::vector<std::string>{
                             "1 of 4 values of Metadata_compound are in one batch alone: what they do is told from "
                             "the batch by its other wells only" });
  NodeHarness confounded("pheno.whiten_profiles",
                         { { "method", "combat" }, { "categorical_covariates", { "Metadata_Plate" } } });
  CHECK(ErrorOf(confounded.In("profiles", profiles)).find("is the same within each batch") != std::string::npos);
}

TEST_CASE("a singular covariance and fewer controls than features are warned of with the numbers")
{
  Profiles profiles = ShiftedPlates(3);
  for (std::size_t row = 0; row < 27; ++row)
  {
    profiles.values[3 * row + 2] = profiles.values[3 * row];
  }
  NodeHarness twice("pheno.whiten_profiles", { { "method", "ZCA" } });
  twice.In("profiles", profiles).Run();
  CHECK(twice.Messages() ==
        std::vector<std::string>{ "the covariance of 9 control wells is singular: it has rank 2 of 3 features, and the "
                                  "other directions are scaled like the last that is not zero" });
  for (const char * const method : { "tvn", "PCA-cor", "pca_centerscale", "efaar_tvn" })
  {
    CAPTURE(method);
    NodeHarness few("pheno.whiten_profiles", { { "method", method } });
    few.In("profiles", ShiftedPlates(12)).Run();
    REQUIRE(few.Messages().size() == 1);
    CHECK(few.Messages()[0].rfind("9 control wells for 12 features: their covariance is singular", 0) == 0);
  }
  Profiles equal = ShiftedPlates(2);
  std::fill(equal.values.begin(), equal.values.end(), 3);
  NodeHarness none("pheno.whiten_profiles", { { "method", "PCA" } });
  CHECK(ErrorOf(none.In("profiles", equal)) ==
        "all 9 reference (control) rows are equal; whitening needs rows that differ");
}

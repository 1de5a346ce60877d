#include "phenoMetricRows.h"
#include "phenoNodeHarness.h"
#include "phenoShiftedPlates.h"

#include "phenoModel.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
Ptr<Profiles>
Through(const std::string & id, const Json & params, const Profiles & profiles)
{
  NodeHarness node(id, params);
  return node.In("profiles", profiles).Run().Out<Profiles>("profiles");
}

/** Has every control the one cell, every other well the other one? */
bool
Says(const Profiles & profiles, const std::string & ofControls, const std::string & ofOthers)
{
  const Table::Text cells = profiles.metadata.Texts("Metadata_fitted_on");
  const Table::Text roles = profiles.metadata.Texts("Metadata_role");
  bool              all = true;
  for (std::size_t row = 0; row < cells.size(); ++row)
  {
    all = all && cells[row] == (roles[row] == "negcon" ? ofControls : ofOthers);
  }
  return all && cells.size() == 27;
}
} // namespace

TEST_CASE("fits write which wells they saw, one beside the other and beside what the plate map said")
{
  const auto normal = Through("pheno.normalise_profiles", Json::object(), ShiftedPlates(4));
  CHECK(Says(*normal, "normalisation", ""));
  const auto selected = Through("pheno.select_features", { { "operations", { "variance_threshold" } } }, *normal);
  CHECK(Says(*selected, "feature selection, normalisation", "feature selection"));
  const auto white = Through("pheno.whiten_profiles", { { "method", "ZCA" } }, *selected);
  CHECK(Says(*white, "feature selection, normalisation, whitening", "feature selection"));
  const auto again = Through("pheno.whiten_profiles", { { "method", "combat" } }, *white);
  CHECK(Says(*again, "feature selection, normalisation, whitening", "feature selection, whitening"));
  CHECK(Says(*Through("pheno.normalise_profiles", { { "reference", "all" } }, ShiftedPlates(4)),
             "normalisation",
             "normalisation"));
  Profiles given = ShiftedPlates(4);
  given.metadata.Add("Metadata_fitted_on", Table::Text(27, "encoder"));
  CHECK(Says(*Through("pheno.normalise_profiles", Json::object(), given), "encoder, normalisation", "encoder"));
  NodeHarness listed("pheno.select_features", { { "operations", { "blocklist" } } });
  listed.In("profiles", ShiftedPlates(4)).In("blocklist", Table({ "blocklist" }, { { "f1" } })).Run();
  CHECK(Says(*listed.Out<Profiles>("profiles"), "", "")); // a list that somebody wrote
}

TEST_CASE("a model applied marks the wells on which something is fitted anew: the controls of a later plate")
{
  std::vector<std::size_t> early(18);
  std::iota(early.begin(), early.end(), std::size_t{ 0 });
  NodeHarness fit("pheno.normalise_profiles");
  fit.In("profiles", ShiftedPlates(4).Select(early)).Run();
  NodeHarness later("pheno.apply_correction");
  later.In("profiles", ShiftedPlates(4)).In("model", *fit.Out<Model>("model")).Run();
  const Ptr<Profiles> applied = later.Out<Profiles>("profiles");
  const Table::Text   cells = applied->metadata.Texts("Metadata_fitted_on");
  CHECK(std::count(cells.begin(), cells.end(), "normalisation") == 3);
  CHECK(std::all_of(cells.begin() + 18, cells.begin() + 21, [](const auto & cell) { return cell == "normalisation"; }));
}

TEST_CASE("wells that are put together keep what saw any of them; wells that are scored say it")
{
  const auto normal = Through("pheno.normalise_profiles", Json::object(), ShiftedPlates(4));
  const auto whole = Through("pheno.consensus_profiles", { { "by", { "Metadata_Plate" } } }, *normal);
  CHECK(whole->metadata.Texts("Metadata_fitted_on") == Table::Text(3, "normalisation"));
  const auto wells = Through("pheno.aggregate_profiles", Json::object(), *normal);
  CHECK(wells->metadata.Texts("Metadata_fitted_on") == normal->metadata.Texts("Metadata_fitted_on"));
  NodeHarness scores("pheno.score_profiles", { { "null_size", 100 } });
  scores.In("profiles", *normal).Run();
  for (const std::string & note : scores.Out<Table>("metrics")->Texts("note"))
  {
    CHECK(note.find("warning: 9 of 27 scored profiles were used to fit normalisation") != std::string::npos);
  }
}

TEST_CASE("no wells: the column is there where the others are")
{
  const auto none = Through("pheno.normalise_profiles", Json::object(), ShiftedPlates(4).Select({}));
  CHECK(none->Rows() == 0);
  CHECK(none->metadata.Has("Metadata_fitted_on"));
  NodeHarness nothing("pheno.select_features");
  CHECK(nothing.Empty("profiles").Run().Out<Profiles>("profiles")->metadata.columns.empty());
}

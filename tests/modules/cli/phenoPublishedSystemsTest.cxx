#include "phenoSystemRun.h"

#include "phenoCsv.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** The tiny screen as one of three channels with weeks, for the workflows of BBBC021. */
Ended
RunAsBbbc021(Place & place, const std::string & more)
{
  Table map = ReadCsv(place.platemap);
  map.Set("week", map.Texts("plate"));
  place.platemap = (place.folder / "platemap.csv").string();
  WriteCsv(place.platemap, map);
  const std::string channels = R"('["HOECHST 33342","Alexa 488","Alexa 568"]')";
  return place.Run("run",
                   "-p read.channels=" + channels + " -p audit.channels=" + channels +
                     " -p 'segment.nucleus_channel=\"HOECHST 33342\"' -p 'segment.cell_channel=\"Alexa 488\"'" +
                     " -p segment.min_nucleus_diameter_px=10 -p crop.size_px=32 " + more);
}

/** Images of compounds that were trained on find their own treatment more often than by chance, and back. */
void
CheckRetrieval(const fs::path & run)
{
  for (const char * direction : { "images to treatments", "treatments to images" })
  {
    const std::string seen = std::string("train, ") + direction;
    CHECK(MetricOf(run, "mrr", seen) > MetricOf(run, "mrr_chance", seen));
    const std::string unseen = std::string("test, ") + direction;
    CHECK(MetricOf(run, "mrr", unseen) > 0);
    CHECK(MetricOf(run, "r_at_1_chance", unseen) < 0.5);
  }
}
} // namespace

TEST_CASE("multiview_jump: EMM and IMM learn which molecule a view shows")
{
  Place place;
  Put(place, "chemistry_screen/recipe.json", "multiview_jump.json");
  for (const std::string objective : { "emm", "imm" })
  {
    const Ended ended = place.Run(objective, "-p train.objective=" + objective);
    REQUIRE_MESSAGE(ended.code == 0, ended.output);
    CheckRetrieval(place.folder / objective);
  }
}

TEST_CASE("cellclip_bray: CWCL learns which prompt a bag of sites shows")
{
  Place place;
  Put(place, "chemistry_screen/recipe.json", "cellclip_bray.json");
  const Ended ended = place.Run("run");
  REQUIRE_MESSAGE(ended.code == 0, ended.output);
  CheckRetrieval(place.folder / "run");
}

TEST_CASE("cellclip_jump: CWCL learns which prompt a bag of sites shows, and the losses it is compared with run")
{
  Place place;
  Put(place, "chemistry_screen/recipe.json", "cellclip_jump.json");
  const Ended ended = place.Run("run");
  REQUIRE_MESSAGE(ended.code == 0, ended.output);
  CheckRetrieval(place.folder / "run");
  for (const std::string scope : { "images", "corrected" })
  {
    const Json metrics = ReadJsonFile(place.folder / "run" / "metrics.json");
    CHECK(metrics.at("replicate_map/" + scope) > metrics.at("replicate_map_chance/" + scope));
  }
  for (const std::string objective : { "clip", "cloob", "siglip", "s2l" })
  {
    const Ended other = place.Run(objective, "-p train.max_steps=2 -p train.objective=" + objective);
    CHECK_MESSAGE(other.code == 0, other.output);
  }
}

TEST_CASE("spc_bbbc021 and simclr_bbbc021 run from plates to NSC and NSCB")
{
  for (const std::string system : { "spc", "simclr" })
  {
    Place place;
    Put(place, "hacat_screen/tiny.json", system + "_bbbc021.json");
    const Ended ended = RunAsBbbc021(place,
                                     system == "spc" ? "-p train.max_steps=6 -p train.embed_dim=32"
                                                     : "-p train.max_steps=3 -p train.batch_size=16 "
                                                       "-p train.architecture=resnet18");
    REQUIRE_MESSAGE(ended.code == 0, ended.output);
    const Json metrics = ReadJsonFile(place.folder / "run" / "metrics.json");
    for (const std::string & scope : system == "spc" ? std::vector<std::string>{ "published", "normalised" }
                                                     : std::vector<std::string>{ "raw", "whitened", "tvn" })
    {
      CHECK_MESSAGE(metrics.contains("nsc/" + scope), scope);
      CHECK_MESSAGE(metrics.contains("nscb/" + scope), scope);
    }
  }
}

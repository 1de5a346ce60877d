#include "phenoLandmarkTable.h"
#include "phenoMessageOf.h"
#include "phenoNodeValues.h"

#include "phenoCsv.h"
#include "phenoModel.h"
#include "phenoNpy.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
bool
Holds(const std::string & text, const std::string & words)
{
  return text.find(words) != std::string::npos;
}

bool
Says(const NodeHarness & node, const std::string & words)
{
  return std::any_of(node.Messages().begin(), node.Messages().end(), [&words](const std::string & message) {
    return Holds(message, words);
  });
}

void
WriteArray(const fs::path & path, const LandmarkTable & screen, std::size_t rows)
{
  WriteNpy(path, NpyArray::Type::Float64, { rows, LandmarkTable::kFeatures }, screen.Values().data());
}

/** Wells of profiles and a plate map that knows one of them and one more. */
struct HalfKnown
{
  HalfKnown()
  {
    WriteCsv(folder / "profiles.csv",
             Table({ "Metadata_Plate", "Metadata_Well", "Cells_f" }, { { "P", "B02", "1.5" }, { "P", "A01", "2.5" } }));
  }

  void
  Feed(NodeHarness & node) const
  {
    node.In("profiles", File{ folder / "profiles.csv" })
      .In("wells", Table({ "plate", "well", "role" }, { { "P", "A01", "negcon" }, { "P", "H12", "trt" } }));
  }

  TemporaryFolder folder;
};

const char * const kWords = "plate map: 2 rows in, ";
} // namespace

TEST_CASE("read_profiles pairs the rows of an array with those of a table")
{
  const LandmarkTable   screen;
  const TemporaryFolder folder;
  WriteArray(folder / "embeddings.npy", screen, screen.Rows());
  NodeHarness node("pheno.read_profiles");
  node.In("profiles", File{ folder / "embeddings.npy" }).In("wells", screen.Wells()).Run();
  const Ptr<Profiles> profiles = node.Out<Profiles>("profiles");
  CHECK(profiles->values == screen.Values());
  CHECK(profiles->features.front() == "Z1");
  CHECK(profiles->features.back() == "Z8");
  CHECK(profiles->metadata.Texts("Metadata_Plate") == screen.Wells().Texts("plate"));
  CHECK(profiles->metadata.Texts("Metadata_treatment") == screen.Wells().Texts("treatment"));
  CHECK(Says(node, "embeddings.npy: 47 rows; 8 features as the file declares them: Z1 to Z8"));

  WriteArray(folder / "short.npy", screen, 5);
  NodeHarness unequal("pheno.read_profiles");
  unequal.In("profiles", File{ folder / "short.npy" }).In("wells", screen.Wells());
  CHECK(Holds(MessageOf(unequal), "has 5 rows, the table of wells has 47"));
  NodeHarness alone("pheno.read_profiles");
  alone.In("profiles", File{ folder / "short.npy" });
  CHECK(Holds(MessageOf(alone), "needs a table on the port 'wells'"));
}

TEST_CASE("read_profiles joins a plate map: loss is an error before the run, kept or dropped on request")
{
  const HalfKnown half;
  NodeHarness     fails("pheno.read_profiles");
  half.Feed(fails);
  const std::string message = MessageOf(fails);
  CHECK(Holds(message, std::string(kWords) + "2 out, 1 unmatched (1 wells that the map does not know: P B02)"));
  CHECK(Holds(message, "1 of the map's 2 wells have no row (P H12)"));
  CHECK(Holds(message, "the parameter unmatched as keep or drop"));
  CHECK_THROWS_AS(fails.Problems(), Error); // the same before anything runs

  NodeHarness keeps("pheno.read_profiles", { { "unmatched", "keep" } });
  half.Feed(keeps);
  keeps.Run();
  CHECK(keeps.Out<Profiles>("profiles")->metadata.Texts("Metadata_role") == Table::Text{ "", "negcon" });
  CHECK(Says(keeps, std::string(kWords) + "2 out, 1 unmatched"));

  NodeHarness drops("pheno.read_profiles", { { "unmatched", "drop" } });
  half.Feed(drops);
  drops.Run();
  CHECK(drops.Out<Profiles>("profiles")->values == std::vector<double>{ 2.5 });
  CHECK(Says(drops, std::string(kWords) + "1 out, 1 unmatched"));
}

TEST_CASE("read_profiles refuses a list without its rule and a rule without its list")
{
  CHECK_THROWS_AS(NodeHarness("pheno.read_profiles", { { "features_by", "list" } }), Error);
  CHECK_THROWS_AS(NodeHarness("pheno.read_profiles", { { "features", { "a" } } }), Error);
  CHECK_THROWS_AS(NodeHarness("pheno.read_profiles", { { "rename", { { "a", "b" } } } }), DiagnosticsError);
}

TEST_CASE("aggregate_profiles: a trimmed mean, counts of values, sums of object counts, shared metadata")
{
  Profiles sites;
  sites.metadata.Add("Metadata_Plate", Table::Text(5, "P"));
  sites.metadata.Add("Metadata_Well", Table::Text{ "A01", "A01", "A01", "A01", "A02" });
  sites.metadata.Add("Metadata_Site", Table::Text{ "1", "2", "3", "4", "1" });
  sites.metadata.Add("Metadata_compound", Table::Text{ "X", "X", "X", "X", "Y" });
  sites.metadata.Add("Metadata_Object_Count", Table::Integer{ 10, 20, 30, 40, 5 });
  sites.features = { "f" };
  sites.values = { 1, 2, 4, 100, 7 };
  const auto run = [&sites](const Json & params) {
    NodeHarness node("pheno.aggregate_profiles", params);
    return node.In("profiles", sites).Run().Out<Profiles>("profiles");
  };
  const Ptr<Profiles> trimmed = run({ { "center", "trimmed_mean" }, { "trim", 0.25 } });
  CHECK(trimmed->values == std::vector<double>{ 3, 7 }); // without 1 and 100
  CHECK(trimmed->metadata.Names() ==
        std::vector<std::string>{ "Metadata_Plate", "Metadata_Well", "Metadata_Object_Count" });
  CHECK(trimmed->metadata.Numbers("Metadata_Object_Count") == Table::Real{ 100, 5 });
  sites.values[1] = std::nan("");
  CHECK(run({ { "center", "count" } })->values == std::vector<double>{ 3, 1 });
  const Ptr<Profiles> kept = run({ { "keep_shared", true } });
  CHECK(kept->metadata.Texts("Metadata_compound") == Table::Text{ "X", "Y" });
  CHECK_FALSE(kept->metadata.Has("Metadata_Site"));
}

TEST_CASE("consensus_profiles: mean, median and MODZ of treatments, with the metadata that their wells share")
{
  Profiles wells;
  wells.metadata.Add("Metadata_Plate", Table::Text{ "P", "Q", "R", "P" });
  wells.metadata.Add("Metadata_compound", Table::Text{ "x", "x", "x", "a" });
  wells.metadata.Add("Metadata_dose", Table::Text{ "1", "1", "1", "2" });
  wells.metadata.Add("Metadata_mechanism", Table::Text{ "m", "m", "m", "n" });
  wells.metadata.Add("Metadata_Object_Count", Table::Integer{ 3, 4, 5, 6 });
  wells.features = { "f", "g", "h" };
  // Two wells of x agree, the third runs against them: its weight is the least.
  wells.values = { 1, 2, 3, 2, 4, 9, 9, 5, 1, 7, 8, 9 };
  const auto run = [&wells](const std::string & operation) {
    NodeHarness node("pheno.consensus_profiles", { { "operation", operation } });
    node.In("profiles", wells).Run();
    CHECK(node.Messages().front() == "4 wells in, 2 treatments out, 1 of a single well");
    return node.Out<Profiles>("profiles");
  };
  const Ptr<Profiles> median = run("median");
  CHECK(median->values == std::vector<double>{ 7, 8, 9, 2, 4, 3 });
  CHECK(median->metadata.Texts("Metadata_compound") == Table::Text{ "a", "x" });
  CHECK(median->metadata.Texts("Metadata_mechanism") == Table::Text{ "n", "m" });
  CHECK_FALSE(median->metadata.Has("Metadata_Plate"));
  CHECK(median->metadata.Numbers("Metadata_Replicate_Count") == Table::Real{ 1, 3 });
  CHECK(median->metadata.Numbers("Metadata_Object_Count") == Table::Real{ 6, 12 });
  CHECK(run("mean")->values[3] == 4);
  // Spearman: 1 between the first two, -1 to the third; means of max(r, 0) are 0.5, 0.5, 0 and the third becomes 0.01.
  const Ptr<Profiles> modz = run("modz");
  const double        sum = 0.5 + 0.5 + 0.01;
  const auto          weight = [sum](double w) { return std::nearbyint(w / sum * 1e4) / 1e4; };
  CHECK(modz->values[3] == doctest::Approx(weight(0.5) * 1 + weight(0.5) * 2 + weight(0.01) * 9).epsilon(1e-14));
  CHECK(modz->values[0] == 7); // a single well as it is
}

TEST_CASE("write_profiles: the recipe's files of each plate, the stages of JUMP, a plain name")
{
  const auto filesOf = [](const Json & params, const Profiles & profiles) {
    NodeHarness node("pheno.write_profiles", params);
    node.In("profiles", profiles).Run();
    const fs::path           folder = node.Out<File>("files")->path;
    std::vector<std::string> files;
    for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder))
    {
      if (fs::is_regular_file(entry.path()))
      {
        files.push_back(entry.path().lexically_relative(folder).generic_string());
      }
    }
    std::sort(files.begin(), files.end());
    return files;
  };
  using Names = std::vector<std::string>;
  Profiles wells = WellProfiles({ "P1", "P2" });
  CHECK(filesOf({ { "formats", { "csv", "csv.gz", "gct" } } }, wells) ==
        Names{ "profiles.csv", "profiles.csv.gz", "profiles.gct" });
  const std::map<std::string, std::string> endings = {
    { "aggregated", "" },
    { "augmented", "_augmented" },
    { "normalized", "_normalized" },
    { "normalized_negcon", "_normalized_negcon" },
    { "feature_select", "_normalized_feature_select_batch" },
    { "feature_select_negcon", "_normalized_feature_select_negcon_batch" },
  };
  for (const auto & [level, ending] : endings)
  {
    CHECK(filesOf({ { "names", "recipe" }, { "level", level }, { "selected_on", "batch" } }, wells) ==
          Names{ "P1/P1" + ending + ".csv.gz", "P2/P2" + ending + ".csv.gz" });
  }
  CHECK(filesOf({ { "names", "recipe" }, { "level", "consensus" } }, wells) == Names{ "consensus.csv.gz" });
  CHECK(filesOf({ { "names", "jump" }, { "stages", { "var", "mad", "int", "featselect" } }, { "formats", { "csv" } } },
                wells) == Names{ "profiles_var_mad_int_featselect.csv" });
  wells.metadata.Add("Metadata_Batch", Table::Text(18, "B1"));
  CHECK(filesOf({ { "names", "recipe" } }, wells) == Names{ "B1/P1/P1.csv.gz", "B1/P2/P2.csv.gz" });

  wells.metadata.Set("Metadata_Plate", Table::Text(18, "../P1"));
  NodeHarness outside("pheno.write_profiles", { { "names", "recipe" } });
  outside.In("profiles", wells);
  CHECK(Holds(MessageOf(outside), "'../P1', which cannot be the name of a file"));

  NodeHarness one("pheno.write_profiles", { { "names", "recipe" } });
  one.In("profiles", WellProfiles({ "P1", "P2" })).Run();
  const Table plate = ReadCsv(one.Out<File>("files")->path / "P2/P2.csv.gz");
  CHECK(plate.Rows() == 9);
  CHECK(plate.Texts("Metadata_Plate") == Table::Text(9, "P2"));
  CHECK(plate.Numbers("f1")[0] == 1);
}

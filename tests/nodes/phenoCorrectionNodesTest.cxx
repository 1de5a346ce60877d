#include "phenoNodeHarness.h"
#include "phenoShiftedPlates.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Mean of a feature over a plate. */
double
PlateMean(const Profiles & profiles, std::size_t plate, std::size_t feature)
{
  double sum = 0;
  for (std::size_t row = 9 * plate; row < 9 * plate + 9; ++row)
  {
    sum += profiles.Row(row)[feature] / 9;
  }
  return sum;
}
} // namespace

TEST_CASE("select_features: what goes is listed with the reason, and counted in the log")
{
  Profiles profiles = ShiftedPlates(4);
  for (std::size_t row = 0; row < profiles.Rows(); ++row)
  {
    profiles.values[4 * row + 1] = 3;                            // constant
    profiles.values[4 * row + 3] = 2 * profiles.values[4 * row]; // the first again
  }
  NodeHarness node("pheno.select_features", { { "operations", { "variance_threshold", "correlation_threshold" } } });
  node.In("profiles", profiles).Run();
  const auto kept = node.Out<Profiles>("profiles");
  const auto dropped = node.Out<Table>("dropped");
  CHECK(kept->Rows() == 27);
  CHECK(kept->features.size() + dropped->Rows() == 4);
  CHECK(dropped->Cell(0, "feature") == "f2");
  CHECK(dropped->Cell(0, "operation") == "variance_threshold");
  CHECK(dropped->Numbers("value")[0] == 0);
  CHECK(dropped->Numbers("cutoff")[0] == 1e-6);
  const std::size_t last = dropped->Rows() - 1;
  CHECK(dropped->Cell(last, "operation") == "correlation_threshold");
  CHECK(dropped->Cell(last, "feature") == "f4"); // of equals the later
  CHECK(dropped->Cell(last, "partner") == "f1");
  REQUIRE(node.Messages().size() == 1);
  CHECK(node.Messages()[0].find("of 4 features dropped: variance_threshold 1, correlation_threshold") !=
        std::string::npos);
  for (std::size_t row = 0; row < 27; ++row)
  {
    CHECK(kept->Row(row)[0] == profiles.Row(row)[0]);
  }
}

TEST_CASE("select_features: treatments, plates and block lists come from where the parameters say")
{
  const Profiles profiles = ShiftedPlates(3);
  NodeHarness    blocked("pheno.select_features", { { "operations", { "blocklist" } } });
  blocked.In("profiles", profiles).In("blocklist", Table({ "blocklist" }, { { "f2" }, { "other" } })).Run();
  CHECK(blocked.Out<Profiles>("profiles")->features == std::vector<std::string>{ "f1", "f3" });
  NodeHarness unconnected("pheno.select_features", { { "operations", { "blocklist" } } });
  CHECK_THROWS_AS(unconnected.In("profiles", profiles).Run(), Error);
  NodeHarness plates("pheno.select_features",
                     { { "operations", { "plate_variation" } }, { "plate_variation_cutoff", 1e9 } });
  CHECK_THROWS_WITH_AS(
    plates.In("profiles", profiles).Run(), "no feature is left; 3 of 3 features dropped: plate_variation 3", Error);
  NodeHarness noise("pheno.select_features", { { "operations", { "noise_removal" } }, { "noise_cutoff", 100 } });
  CHECK(noise.In("profiles", profiles).Run().Out<Profiles>("profiles")->features.size() == 3);
  NodeHarness none("pheno.select_features");
  CHECK(none.In("profiles", profiles.Select({})).Run().Out<Table>("dropped")->Rows() == 0);
}

TEST_CASE("normalise_profiles on all wells: the plate's mean is 0; over everything only the whole is centered")
{
  NodeHarness plates("pheno.normalise_profiles", { { "reference", "all" } });
  const auto  byPlate = plates.In("profiles", ShiftedPlates(3)).Run().Out<Profiles>("profiles");
  NodeHarness whole("pheno.normalise_profiles", { { "reference", "all" }, { "group_by", "" } });
  const auto  together = whole.In("profiles", ShiftedPlates(3)).Run().Out<Profiles>("profiles");
  double      sum = 0;
  for (std::size_t plate = 0; plate < 3; ++plate)
  {
    CHECK(PlateMean(*byPlate, plate, 1) == doctest::Approx(0));
    CHECK(std::abs(PlateMean(*together, plate, 1)) > 0.01);
    sum += PlateMean(*together, plate, 1);
  }
  CHECK(sum == doctest::Approx(0));
}

TEST_CASE("normalise_profiles: ranks need all wells, and come out normal")
{
  CHECK_THROWS_AS(NodeHarness("pheno.normalise_profiles", { { "method", "rank_inverse_normal" } }), Error);
  NodeHarness         node("pheno.normalise_profiles", { { "method", "rank_inverse_normal" }, { "reference", "all" } });
  const auto          ranked = node.In("profiles", ShiftedPlates(2)).Run().Out<Profiles>("profiles");
  std::vector<double> first;
  for (std::size_t row = 0; row < 9; ++row)
  {
    first.push_back(ranked->Row(row)[0]);
  }
  std::sort(first.begin(), first.end());
  CHECK(first[4] == doctest::Approx(0));
  CHECK(first[0] == doctest::Approx(-1.4941549).epsilon(1e-6)); // Phi^-1(.625 / 9.25)
}

TEST_CASE("normalise_profiles: positions and counts are regressed out before")
{
  Profiles    profiles = ShiftedPlates(2);
  Table::Real counts;
  for (std::size_t row = 0; row < 27; ++row)
  {
    counts.push_back(row == 26 ? std::nan("") : static_cast<double>(row * row % 31));
    profiles.values[2 * row] += row == 26 ? 0 : 0.25 * counts.back();
    profiles.values[2 * row + 1] = static_cast<double>(row % 3);
  }
  profiles.metadata.Add("Metadata_Object_Count", counts);
  NodeHarness counted("pheno.normalise_profiles",
                      { { "reference", "all" }, { "group_by", "" }, { "count_column", "Metadata_Object_Count" } });
  const auto  residual = counted.In("profiles", profiles).Run().Out<Profiles>("profiles");
  double      sum = 0;
  double      product = 0;
  double      meanCount = 0;
  for (std::size_t row = 0; row < 26; ++row)
  {
    sum += residual->Row(row)[0];
    product += residual->Row(row)[0] * counts[row];
    meanCount += counts[row] / 26;
  }
  CHECK(product - sum * meanCount == doctest::Approx(0));
  REQUIRE(!counted.Messages().empty());
  CHECK(counted.Messages()[0] == "1 of 27 wells have no count and keep their values; 1 of 2 features have at most 10 "
                                 "different values and are not regressed on it");
  NodeHarness placed("pheno.normalise_profiles",
                     { { "reference", "all" }, { "group_by", "" }, { "position_column", "Metadata_Well" } });
  const auto  moved = placed.In("profiles", profiles).Run().Out<Profiles>("profiles");
  for (std::size_t row = 0; row < 9; ++row)
  {
    CHECK(moved->Row(row)[0] + moved->Row(row + 9)[0] + moved->Row(row + 18)[0] == doctest::Approx(0));
    CHECK(moved->Row(row)[1] == 0); // the same on every plate
  }
}

TEST_CASE("whiten_profiles: every method gives finite numbers for every well; axes are called so")
{
  const std::vector<std::string>                                  axes = { "PC1", "PC2", "PC3" };
  const std::vector<std::string>                                  features = { "f1", "f2", "f3" };
  const std::pair<const char *, const std::vector<std::string> &> methods[] = {
    { "whitening", features }, { "coral", features },   { "tvn", features },     { "PCA", axes },
    { "ZCA", features },       { "PCA-cor", axes },     { "ZCA-cor", features }, { "pca_centerscale", axes },
    { "efaar_tvn", axes },     { "harmony", features }, { "combat", features },
  };
  for (const auto & [method, names] : methods)
  {
    CAPTURE(method);
    NodeHarness node("pheno.whiten_profiles", { { "method", method } });
    const auto  corrected = node.In("profiles", ShiftedPlates(3)).Run().Out<Profiles>("profiles");
    CHECK(corrected->features == names);
    REQUIRE(corrected->values.size() == 81);
    for (const double value : corrected->values)
    {
      CHECK(std::isfinite(value));
    }
  }
}

TEST_CASE("whiten_profiles: combat brings the plates together, harmony takes its seed from the run")
{
  NodeHarness combat("pheno.whiten_profiles", { { "method", "combat" }, { "prior", "none" } });
  const auto  corrected = combat.In("profiles", ShiftedPlates(3)).Run().Out<Profiles>("profiles");
  CHECK(PlateMean(*corrected, 0, 2) == doctest::Approx(PlateMean(*corrected, 2, 2)));
  NodeHarness kept(
    "pheno.whiten_profiles",
    { { "method", "combat" }, { "categorical_covariates", { "Metadata_role" } }, { "reference_batch", "P2" } });
  const Profiles before = ShiftedPlates(3);
  const auto     referred = kept.In("profiles", before).Run().Out<Profiles>("profiles");
  CHECK(std::equal(referred->Row(9), referred->Row(18), before.Row(9)));
  const auto harmony = [](std::uint64_t seed, unsigned threads) {
    NodeHarness node("pheno.whiten_profiles", { { "method", "harmony" }, { "clusters", 4 } });
    node.In("profiles", ShiftedPlates(3)).WithSeed(seed).WithThreads(threads).Run();
    return node.Out<Profiles>("profiles")->values;
  };
  CHECK(harmony(1, 1) == harmony(1, 3));
  CHECK(harmony(1, 1) != harmony(2, 1));
}

TEST_CASE("whiten_profiles warns of fewer controls than features, with the numbers")
{
  NodeHarness few("pheno.whiten_profiles", { { "method", "ZCA" } });
  few.In("profiles", ShiftedPlates(12)).Run();
  REQUIRE(few.Messages().size() == 1);
  CHECK(few.Messages()[0].rfind("9 control wells for 12 features: their covariance is singular", 0) == 0);
  NodeHarness enough("pheno.whiten_profiles", { { "method", "ZCA" } });
  CHECK(enough.In("profiles", ShiftedPlates(3)).Run().Messages().empty());
  NodeHarness none("pheno.whiten_profiles", { { "method", "ZCA" } });
  CHECK(none.In("profiles", ShiftedPlates(3).Select({})).Run().Out<Profiles>("profiles")->Rows() == 0);
}

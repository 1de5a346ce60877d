#include "phenoError.h"
#include "phenoTest.h"

using namespace pheno;

TEST_CASE("the nearest name is the one with the fewest edits")
{
  CHECK(NearestName("segmnt", { "segment", "read", "crop" }) == "segment");
  CHECK(NearestName("sgima", { "sigma", "sigmoid" }) == "sigma");
  CHECK(NearestName("x", { "threshold", "channel" }) == "");
  CHECK(NearestName("nucleus_diametre", { "nucleus_diameter_px", "cell_radius_px" }) == "nucleus_diameter_px");
  CHECK(NearestName("DNA", { "actin", "dna" }) == "dna");
  CHECK(NearestName("anything", {}) == "");
}

TEST_CASE("of two names equally near the first is suggested")
{
  CHECK(NearestName("cat", { "bat", "hat" }) == "bat");
}

TEST_CASE("diagnostics are printed with their place, all of them")
{
  Diagnostics problems;
  problems.Warn("/steps/a", "is odd");
  CHECK_FALSE(problems.HasErrors());
  CHECK_NOTHROW(problems.ThrowIfErrors());
  problems.Add("", "is wrong");
  CHECK(problems.HasErrors());
  CHECK_THROWS_WITH_AS(problems.ThrowIfErrors(), "warning: /steps/a: is odd\nis wrong", DiagnosticsError);
}

TEST_CASE("names are joined with a separator between them")
{
  CHECK(Join({}) == "");
  CHECK(Join({ "a" }) == "a");
  CHECK(Join({ "a", "b", "c" }, " -> ") == "a -> b -> c");
}

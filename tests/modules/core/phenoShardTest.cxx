#include "phenoShard.h"
#include "phenoError.h"
#include "phenoTest.h"

#include <algorithm>

using namespace pheno;

TEST_CASE("names sort as people count")
{
  std::vector<std::string> names{ "P10", "P2", "P1", "A", "P02", "10", "9", "P2b", "" };
  std::sort(names.begin(), names.end(), NaturalLess);
  CHECK(names == std::vector<std::string>{ "", "9", "10", "A", "P1", "P02", "P2", "P2b", "P10" });
}

TEST_CASE("natural order is total and transitive")
{
  const std::vector<std::string> names{ "",    "0",  "00",  "1",    "01",       "1a",
                                        "01a", "a1", "a01", "a1b2", "a01b1",    "a1b01",
                                        "9",   "10", "a",   "A",    "\xc3\xa4", "999999999999999999999999" };
  for (const auto & a : names)
  {
    CHECK_FALSE(NaturalLess(a, a));
    for (const auto & b : names)
    {
      CHECK((NaturalLess(a, b) || NaturalLess(b, a) || a == b));
      CHECK_FALSE((NaturalLess(a, b) && NaturalLess(b, a)));
      for (const auto & c : names)
      {
        CHECK((!NaturalLess(a, b) || !NaturalLess(b, c) || NaturalLess(a, c)));
      }
    }
  }
}

TEST_CASE("a shard gives its axes")
{
  const Shard shard({ { "plate", "P1" }, { "well", "B02" } });
  CHECK(shard.at("well") == "B02");
  CHECK(shard.Has("plate"));
  CHECK_FALSE(shard.Has("site"));
  CHECK_THROWS_WITH_AS(shard.at("site"), "shard 'plate=P1 well=B02' has no axis 'site'", Error);
  CHECK(shard.ToString() == "plate=P1 well=B02");
  CHECK(shard.FileStem() == "P1_B02");
  CHECK(shard.ToJson() == Json{ { "plate", "P1" }, { "well", "B02" } });
  CHECK(Shard(std::vector<Shard::Axis>{ { "plate", "a/b c" } }).FileStem() == "a-b-c");
}

TEST_CASE("the whole screen is the shard without axes")
{
  CHECK(Shard().ToString() == "all");
  CHECK(Shard().FileStem() == "all");
  CHECK(Shard() == Shard(std::vector<Shard::Axis>{}));
}

TEST_CASE("shards sort by their values")
{
  const Shard a({ { "plate", "P2" }, { "well", "A01" } });
  const Shard b({ { "plate", "P10" }, { "well", "A01" } });
  CHECK(a < b);
  CHECK_FALSE(b < a);
  CHECK(Shard(std::vector<Shard::Axis>{ { "plate", "P2" } }) < a);
}

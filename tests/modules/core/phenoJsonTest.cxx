#include "phenoJson.h"
#include "phenoError.h"
#include "phenoTest.h"

#include <clocale>
#include <limits>

using namespace pheno;

TEST_CASE("canonical JSON is one text per content")
{
  CHECK(CanonicalJson(Json::parse(R"({"b": 1, "a": [true, null, "x\"y"]})")) == R"({"a":[true,null,"x\"y"],"b":1})");
  CHECK(CanonicalJson(30.0) == CanonicalJson(30));
  CHECK(CanonicalJson(-0.0) == "0");
  CHECK(CanonicalJson(0.1) == "0.1");
  CHECK(CanonicalJson(1e-7) == "1e-07");
  CHECK(CanonicalJson(9007199254740992.0) == "9007199254740992");
  CHECK(CanonicalJson("30") != CanonicalJson(30));
  CHECK(CanonicalJson(Json::object()) == "{}");
}

TEST_CASE("canonical JSON holds no number that JSON lacks")
{
  CHECK_THROWS_AS(CanonicalJson(std::numeric_limits<double>::quiet_NaN()), Error);
  CHECK_THROWS_AS(CanonicalJson(std::numeric_limits<double>::infinity()), Error);
}

TEST_CASE("canonical JSON does not depend on the locale")
{
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char * locale : { "de_DE.UTF-8", "C" })
  {
    std::setlocale(LC_ALL, locale);
    CHECK(CanonicalJson(0.5) == "0.5");
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST_CASE("what a person wrote is read in order")
{
  const OrderedJson json = ParseJson(R"({"z": 1, "a": {"y": 2, "b": 3}})", "f.json");
  CHECK(json.dump() == R"({"z":1,"a":{"y":2,"b":3}})");
}

TEST_CASE("a syntax error names the file, line and column")
{
  CHECK_THROWS_WITH_AS(ParseJson("{\n  \"a\": ,\n}", "f.json"),
                       doctest::Contains("f.json: no valid JSON: parse error at line 2, column 8"),
                       Error);
  CHECK_THROWS_WITH_AS(ParseJson("", "f.json"), doctest::Contains("f.json: no valid JSON"), Error);
  CHECK_THROWS_WITH_AS(ParseJson("\"\xff\"", "f.json"), doctest::Contains("UTF-8"), Error);
}

TEST_CASE("a name that stands twice is refused, in two objects it is fine")
{
  CHECK_THROWS_WITH_AS(
    ParseJson(R"({"a": 1, "b": {}, "a": 2})", "f.json"), "f.json: the name \"a\" stands twice in one object", Error);
  CHECK_NOTHROW(ParseJson(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]})", "f.json"));
}

TEST_CASE("nesting has an end")
{
  CHECK_NOTHROW(ParseJson(std::string(99, '[') + std::string(99, ']'), "f.json"));
  CHECK_THROWS_WITH_AS(ParseJson(std::string(100000, '['), "f.json"), "f.json: nested deeper than 100 levels", Error);
}

TEST_CASE("a file that cannot be read says so")
{
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(ReadJson(folder / "absent.json"), doctest::Contains("cannot be read"), Error);
  CHECK_THROWS_WITH_AS(ReadJson(folder.Path()), doctest::Contains("found a folder"), Error);
}

#include "phenoSchema.h"
#include "phenoTest.h"

using namespace pheno;

namespace
{
std::vector<std::string>
Problems(const char * schema, const char * instance)
{
  Json                     value = Json::parse(instance);
  std::vector<std::string> lines;
  for (const Diagnostic & problem : Validate(Json::parse(schema), value))
  {
    lines.push_back(ToString(problem));
  }
  return lines;
}

std::vector<std::string>
Refusals(const char * schema)
{
  std::vector<std::string> lines;
  for (const Diagnostic & problem : CheckSchema(Json::parse(schema)))
  {
    lines.push_back(ToString(problem));
  }
  return lines;
}

Json
Filled(const char * schema, const char * instance)
{
  Json value = Json::parse(instance);
  REQUIRE(CheckSchema(Json::parse(schema)).empty());
  REQUIRE(Validate(Json::parse(schema), value).empty());
  return value;
}

using Lines = std::vector<std::string>;
} // namespace

TEST_CASE("a message says what was expected and what was found, where")
{
  const char * schema = R"({"type": "object", "additionalProperties": false, "properties": {
    "diameter": {"type": "number", "exclusiveMinimum": 2},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "method": {"enum": ["mean", "median"]},
    "rounds": {"type": ["integer", "null"], "minimum": 1},
    "names": {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "uniqueItems": true}}})";
  CHECK(Problems(schema, R"({"diameter": "thirty"})") ==
        Lines{ "/diameter: expected a number above 2, got \"thirty\"" });
  CHECK(Problems(schema, R"({"diameter": 2})") == Lines{ "/diameter: expected a number above 2, got 2" });
  CHECK(Problems(schema, R"({"share": 1.5})") ==
        Lines{ "/share: expected a number of at least 0 and at most 1, got 1.5" });
  CHECK(Problems(schema, R"({"method": "mediam"})") ==
        Lines{ "/method: expected one of \"mean\", \"median\", got \"mediam\"; did you mean \"median\"?" });
  CHECK(Problems(schema, R"({"rounds": 1.5})") ==
        Lines{ "/rounds: expected an integer of at least 1 or null, got 1.5" });
  CHECK(Problems(schema, R"({"names": []})") == Lines{ "/names: expected a list of at least 1 item, got []" });
  CHECK(
    Problems(schema, R"({"names": ["a", "", "a"]})") ==
    Lines{ "/names/1: expected a text of at least 1 character, got \"\"", "/names/2: \"a\" stands twice in the list" });
}

TEST_CASE("unknown properties get the nearest name, all problems are reported")
{
  const char * schema = R"({"type": "object", "additionalProperties": false, "required": ["channel"],
    "properties": {"sigma": {"type": "number"}, "channel": {"type": "string"}}})";
  CHECK(Problems(schema, R"({"sgima": 1, "zzz": 2})") == Lines{ "required property 'channel' is missing",
                                                                "/sgima: unknown property; did you mean 'sigma'?",
                                                                "/zzz: unknown property; there are channel, sigma" });
  CHECK(Problems(R"({"additionalProperties": false})", R"({"a": 1})") ==
        Lines{ "/a: unknown property; none is allowed here" });
  CHECK(Problems(R"({"type": "object"})", "[]") == Lines{ "expected an object, got []" });
}

TEST_CASE("places are JSON Pointers")
{
  CHECK(Problems(R"({"additionalProperties": {"type": "null"}})", R"({"a/b~c": [1]})") ==
        Lines{ "/a~1b~0c: expected null, got [1]" });
}

TEST_CASE("of alternatives the one that was meant is explained")
{
  const char * schema =
    R"({"oneOf": [{"type": "string"}, {"type": "object", "required": ["a"], "properties": {"a": {"type": "boolean"}}}]})";
  CHECK(Problems(schema, R"({"a": 1})") == Lines{ "/a: expected true or false, got 1" });
  CHECK(Problems(schema, "3") == Lines{ "expected a text or an object, got 3" });
  CHECK(
    Problems(R"({"oneOf": [{"minimum": 1}, {"maximum": 5}]})", "3") ==
    Lines{ "expected just one of the following, but 3 is all of them: a number of at least 1, a number of at most 5" });
}

TEST_CASE("a long value is cut in the message")
{
  const Lines lines = Problems(R"({"type": "number"})", ("\"" + std::string(500, 'x') + "\"").c_str());
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].size() < 150);
}

TEST_CASE("defaults are filled in deeply")
{
  CHECK(Filled(R"({"type": "object", "properties": {
      "a": {"type": "integer", "default": 1},
      "b": {"type": "object", "default": {}, "properties": {"c": {"type": "string", "default": "x"}}},
      "d": {"type": "object", "properties": {"e": {"default": 2}}},
      "f": {"type": "array", "items": {"type": "object", "properties": {"g": {"default": true}}}},
      "h": {"$ref": "#/$defs/h"}},
    "$defs": {"h": {"type": "number", "default": 0.5}}})",
               R"({"f": [{}, {"g": false}]})") ==
        Json::parse(R"({"a": 1, "b": {"c": "x"}, "f": [{"g": true}, {"g": false}], "h": 0.5})"));
}

TEST_CASE("defaults come from the alternative that fits, and not into what is invalid")
{
  const char * schema = R"({"oneOf": [
    {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "a"}, "x": {"default": 1}}},
    {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "b"}, "y": {"default": 2}}}]})";
  CHECK(Filled(schema, R"({"kind": "b"})") == Json::parse(R"({"kind": "b", "y": 2})"));
  Json wrong = Json::parse(R"({"kind": "c"})");
  CHECK_FALSE(Validate(Json::parse(schema), wrong).empty());
  CHECK(wrong == Json::parse(R"({"kind": "c"})"));
}

TEST_CASE("a default does not stand in for what is required")
{
  CHECK(Problems(R"({"required": ["a"], "properties": {"a": {"default": 1}}})", "{}") ==
        Lines{ "required property 'a' is missing" });
}

TEST_CASE("schemas with keywords that would be ignored are refused")
{
  CHECK(Refusals(R"({"type": "object", "properties": {"a": {"mininum": 3}}})") ==
        Lines{ "/properties/a/mininum: the schema keyword 'mininum' is not supported; did you mean 'minimum'?" });
  for (const char * keyword : { "if",
                                "then",
                                "else",
                                "contains",
                                "minContains",
                                "dependentRequired",
                                "dependentSchemas",
                                "unevaluatedProperties",
                                "unevaluatedItems",
                                "$anchor",
                                "$dynamicRef",
                                "$dynamicAnchor",
                                "definitions",
                                "contentEncoding",
                                "additionalItems",
                                "dependencies" })
  {
    CHECK_MESSAGE(CheckSchema(Json{ { keyword, Json::object() } }).size() == 1, keyword);
  }
}

TEST_CASE("schemas whose keywords have the wrong form are refused")
{
  CHECK(Refusals(R"({"type": "text"})").size() == 1);
  CHECK(Refusals(R"({"type": []})").size() == 1);
  CHECK(Refusals(R"({"minimum": "0"})") == Lines{ "/minimum: expected a number, got \"0\"" });
  CHECK(Refusals(R"({"multipleOf": 0})") == Lines{ "/multipleOf: expected a number above 0, got 0" });
  CHECK(Refusals(R"({"minLength": -1})") == Lines{ "/minLength: expected an integer of at least 0, got -1" });
  CHECK(Refusals(R"({"required": ["a", "a"]})").size() == 1);
  CHECK(Refusals(R"({"enum": []})").size() == 1);
  CHECK(Refusals(R"({"anyOf": []})").size() == 1);
  CHECK(Refusals(R"({"items": [{}]})") == Lines{ "/items: expected a schema (an object, true or false), got [{}]" });
  CHECK(Refusals(R"({"pattern": "("})").size() == 1);
  CHECK(Refusals(R"({"patternProperties": {"[": {}}})").size() == 1);
  CHECK(Refusals(R"({"properties": []})").size() == 1);
  CHECK(Refusals(R"({"$schema": "http://json-schema.org/draft-07/schema#"})").size() == 1);
  CHECK(Refusals(R"({"properties": {"a": {"$id": "x"}}})") ==
        Lines{ "/properties/a/$id: is supported at the root of a schema alone" });
  CHECK(Refusals("3").size() == 1);
}

TEST_CASE("references must lead to a schema, and end")
{
  CHECK(Refusals(R"({"$ref": "#/$defs/a"})") == Lines{ "/$ref: reference '#/$defs/a' leads nowhere" });
  CHECK(Refusals(R"({"$ref": "other.json"})").size() == 1);
  CHECK(Refusals(R"({"const": {"a": {}}, "anyOf": [{"$ref": "#/const/a"}]})") ==
        Lines{ "/anyOf/0/$ref: reference '#/const/a' does not lead to a schema" });
  CHECK(Refusals(R"({"$ref": "#"})") == Lines{ "the references of this schema never end" });
  CHECK(
    Refusals(R"({"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}})").size() ==
    1);
  CHECK(Refusals(R"({"properties": {"child": {"$ref": "#"}}})").empty());
}

TEST_CASE("defaults must fit their own schema, and end")
{
  CHECK(Refusals(R"({"properties": {"a": {"type": "integer", "default": "x"}}})") ==
        Lines{ "/properties/a/default: expected an integer, got \"x\"" });
  CHECK(Refusals(R"({"properties": {"child": {"$ref": "#", "default": {}}}})") ==
        Lines{ "/properties/child/default: the defaults of this schema never end" });
}

TEST_CASE("text is counted in code points")
{
  CHECK(Problems(R"({"maxLength": 2})", "\"\xc3\xa4\xf0\x9f\x98\x80\"").empty());
  CHECK(Problems(R"({"maxLength": 1})", "\"\xc3\xa4\xf0\x9f\x98\x80\"").size() == 1);
}

TEST_CASE("a very long text matches no pattern instead of overflowing the stack")
{
  const std::string longText = "\"" + std::string(1000000, 'a') + "\"";
  CHECK(Problems(R"({"pattern": "^(a|b)*$"})", longText.c_str()).size() == 1);
  CHECK(Problems(R"({"pattern": "^(a|b)*$"})", "\"abab\"").empty());
}

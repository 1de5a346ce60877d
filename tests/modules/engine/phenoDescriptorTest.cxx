#include "phenoDescriptor.h"
#include "phenoHash.h"
#include "phenoTest.h"

#include "phenoError.h"

#include <fstream>

using namespace pheno;

namespace
{
const char * const kGood = R"({
  "$schema": "../../schemas/node.schema.json",
  "id": "test.count_spots", "version": 3, "title": "Count bright spots", "doc": "Counts pixels above a threshold.",
  "inputs": {
    "wells": { "type": "table", "doc": "Plate map.", "optional": true, "columns": ["dose"], "columns_from": ["class_by"] },
    "image": { "type": "image", "doc": "Corrected site.", "many": true },
    "axes": { "type": "table", "doc": "Axes alone.", "columns": [] }
  },
  "outputs": { "spots": { "type": "table", "doc": "One row." }, "a": { "type": "labels", "doc": "Mask.", "optional": true } },
  "params": { "type": "object", "additionalProperties": false, "required": ["threshold"], "properties": {
    "class_by": { "type": "string", "default": "", "description": "A column." },
    "threshold": { "type": "number", "minimum": 0, "description": "Counts above this are bright." } } },
  "resources": { "cpu": 4 },
  "determinism": "seeded"
})";

/** The problems of a descriptor that is `kGood` with a JSON merge patch applied. */
std::vector<std::string>
Problems(const char * patch)
{
  const test::TemporaryFolder folder;
  Json                        json = Json::parse(kGood);
  json.merge_patch(Json::parse(patch));
  std::ofstream((folder / "x.json").c_str()) << json.dump();
  std::vector<std::string> lines;
  try
  {
    ReadDescriptor(folder / "x.json");
  }
  catch (const DiagnosticsError & error)
  {
    for (const Diagnostic & problem : error.Items())
    {
      CHECK(problem.where.find((folder / "x.json").string() + "#") == 0);
      lines.push_back(problem.where.substr(problem.where.find('#') + 1) + ": " + problem.message);
    }
  }
  return lines;
}

using Lines = std::vector<std::string>;
} // namespace

TEST_CASE("a descriptor says everything about its node")
{
  const test::TemporaryFolder folder;
  std::ofstream((folder / "count_spots.json").c_str()) << kGood;
  const Descriptor node = ReadDescriptor(folder / "count_spots.json");
  CHECK(node.id == "test.count_spots");
  CHECK(node.version == 3);
  CHECK(node.title == "Count bright spots");
  REQUIRE(node.inputs.size() == 3);
  CHECK(node.inputs[0].name == "wells"); // in the order of the file
  CHECK(node.inputs[0].optional);
  CHECK(node.inputs[0].namesColumns);
  CHECK(node.inputs[0].columns == Lines{ "dose" });
  CHECK(node.inputs[0].columnsFrom == Lines{ "class_by" });
  CHECK(node.inputs[1].type == ValueType::Image);
  CHECK(node.inputs[1].many);
  CHECK_FALSE(node.inputs[1].namesColumns);
  CHECK(node.inputs[2].namesColumns); // an empty list: the axes alone
  CHECK(node.outputs[0].name == "spots");
  CHECK(node.Output("a")->optional);
  CHECK(node.Output("b") == nullptr);
  CHECK(node.Input("image")->doc == "Corrected site.");
  CHECK(node.resources.cpu == 4);
  CHECK(node.resources.memMb == 64); // the schema's default
  CHECK(node.resources.gpu == 0);
  CHECK(node.determinism == Determinism::Seeded);
  CHECK_FALSE(node.readsRun);
  CHECK(node.digest == Sha256(kGood));
  CHECK(node.library == folder / "count_spots.so");
}

TEST_CASE("every problem of a descriptor is told with its place")
{
  CHECK(Problems("{}").empty());
  CHECK(Problems(R"({"id": "Spots", "version": 0, "titel": "x"})") ==
        Lines{ "/id: expected a text matching ^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+$, got \"Spots\"",
               "/titel: unknown property; did you mean 'title'?",
               "/version: expected an integer of at least 1 and at most 1000000, got 0" });
  CHECK(Problems(R"({"inputs": {"image": {"type": "picture"}}})").size() == 1);
  CHECK(Problems(R"({"outputs": {"spots": {"many": true}}})") ==
        Lines{ "/outputs/spots/many: unknown property; there are doc, optional, type" });
  CHECK(Problems(R"({"outputs": null})") == Lines{ ": required property 'outputs' is missing" });
  CHECK(Problems(R"({"determinism": "mostly"})").size() == 1);
}

TEST_CASE("parameters are a schema of ours, described, with a default or required")
{
  CHECK(
    Problems(R"({"params": {"properties": {"threshold": {"mininum": 1}}}})") ==
    Lines{
      "/params/properties/threshold/mininum: the schema keyword 'mininum' is not supported; did you mean 'minimum'?" });
  CHECK(Problems(R"({"params": {"properties": {"threshold": {"description": null}}}})") ==
        Lines{ "/params/properties/threshold: a parameter needs a description" });
  CHECK(Problems(R"({"params": {"required": null}})") ==
        Lines{ "/params/properties/threshold: a parameter needs a default or a place in /params/required" });
  CHECK(Problems(R"({"params": {"required": ["threshold", "other"]}})") ==
        Lines{ "/params/required: there is no parameter 'other'" });
  CHECK(Problems(R"({"params": {"properties": {"threshold": {"default": -1}}}})") ==
        Lines{ "/params/properties/threshold/default: expected a number of at least 0, got -1" });
  CHECK(Problems(R"({"params": {"additionalProperties": true}})") ==
        Lines{ "/params/additionalProperties: expected false, got true" });
}

TEST_CASE("columns are named by tables alone, through parameters that exist")
{
  CHECK(Problems(R"({"inputs": {"image": {"columns": ["a"]}}})") ==
        Lines{ "/inputs/image: only a table port can name columns; this one is of type image" });
  CHECK(Problems(R"({"inputs": {"wells": {"columns_from": ["clas_by"]}}})") ==
        Lines{ "/inputs/wells/columns_from: there is no parameter 'clas_by'; did you mean 'class_by'?" });
}

TEST_CASE("a file that is no JSON is told as such")
{
  const test::TemporaryFolder folder;
  std::ofstream((folder / "x.json").c_str()) << "{";
  CHECK_THROWS_WITH_AS(ReadDescriptor(folder / "x.json"), doctest::Contains("no valid JSON"), DiagnosticsError);
  CHECK_THROWS_WITH_AS(ReadDescriptor(folder / "y.json"), doctest::Contains("cannot be read"), DiagnosticsError);
}

#include "phenoStarModel.h"

#include "phenoError.h"
#include "phenoStarNetwork.h"
#include "phenoTensorFile.h"
#include "phenoTest.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

using namespace pheno;
using namespace pheno::test;

namespace
{
StarModel
MadeModel()
{
  StarNetwork network({ 8, { 4, 6 }, 8 });
  network.Initialise(at::make_generator<at::CPUGeneratorImpl>(3));
  StarModelDescription description;
  description.thresholds = { 0.4, 0.35 };
  description.median_diameter_px = 21.5;
  description.seed = 3;
  description.steps = 7;
  description.training = { { "images", 2 } };
  return StarModel(description, std::make_shared<StarNetwork>(network.Folded()));
}

std::string
BytesOf(const fs::path & path)
{
  std::ifstream stream(path.string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(stream), {} };
}

void
Write(const fs::path & path, const std::string & bytes)
{
  std::ofstream(path.string(), std::ios::binary) << bytes;
}

std::string
MessageOfLoading(const fs::path & folder)
{
  try
  {
    StarModel::Load(folder);
  }
  catch (const Error & error)
  {
    return error.what();
  }
  return "loaded";
}

void
CheckMessage(const fs::path & folder, const std::string & part)
{
  const std::string message = MessageOfLoading(folder);
  CAPTURE(message);
  CHECK(message.find(part) != std::string::npos);
  CHECK(message.find(folder.string()) != std::string::npos);
}

Json
DescriptionIn(const fs::path & folder)
{
  return Json::parse(BytesOf(folder / "model.json"));
}
} // namespace

TEST_CASE("a model is saved and loaded; the same gives the same bytes")
{
  const TemporaryFolder folder;
  MadeModel().Save(folder / "a");
  const StarModel loaded = StarModel::Load(folder / "a");
  CHECK(loaded.Network().Architecture() == StarArchitecture{ 8, { 4, 6 }, 8 });
  CHECK(loaded.Description().thresholds == StarThresholds{ 0.4, 0.35 });
  CHECK(loaded.Description().scaling == StarScaling{ 1.0, 99.8 });
  CHECK(loaded.Description().median_diameter_px == 21.5);
  loaded.Save(folder / "b");
  CHECK(BytesOf(folder / "a/model.json") == BytesOf(folder / "b/model.json"));
  CHECK(BytesOf(folder / "a/weights.safetensors") == BytesOf(folder / "b/weights.safetensors"));
}

TEST_CASE("what is wrong with a model's folder is said with its path")
{
  const TemporaryFolder folder;
  const fs::path        model = folder / "model";
  CheckMessage(model, "cannot read");
  MadeModel().Save(model);
  SUBCASE("no weights")
  {
    fs::remove(model / "weights.safetensors");
    CheckMessage(model, "weights.safetensors");
  }
  SUBCASE("weights cut off")
  {
    const std::string bytes = BytesOf(model / "weights.safetensors");
    Write(model / "weights.safetensors", bytes.substr(0, bytes.size() - 10));
    CheckMessage(model, "weights.safetensors");
  }
  SUBCASE("no JSON")
  {
    Write(model / "model.json", "weights");
    CheckMessage(model, "not the description of a star model");
  }
  SUBCASE("a model of another kind")
  {
    Json json = DescriptionIn(model);
    json["format"] = "pheno.encoder";
    Write(model / "model.json", json.dump());
    CheckMessage(model, "expected format pheno.stars version 1, got \"pheno.encoder\" version 1");
  }
  SUBCASE("a threshold that cannot be")
  {
    Json json = DescriptionIn(model);
    json["thresholds"]["overlap"] = 1.5;
    Write(model / "model.json", json.dump());
    CheckMessage(model, "overlap: expected a number from 0.0 to 1.0, got 1.5");
  }
  SUBCASE("another architecture than the weights'")
  {
    Json json = DescriptionIn(model);
    json["architecture"]["rays"] = 16;
    Write(model / "model.json", json.dump());
    CheckMessage(model, "tensor 'head.1.weight': expected ");
  }
  SUBCASE("an impossible architecture")
  {
    Json json = DescriptionIn(model);
    json["architecture"]["widths"] = Json::array();
    Write(model / "model.json", json.dump());
    CheckMessage(model, "expected 3 to 1024 rays, 1 to 8 levels");
  }
  SUBCASE("weights that are not finite")
  {
    TensorFile file = TensorFile::Read((model / "weights.safetensors").string());
    file.tensors[0].tensor.fill_(std::numeric_limits<float>::quiet_NaN());
    file.Write((model / "weights.safetensors").string());
    CheckMessage(model, "has values that are not finite");
  }
}

TEST_CASE("the shipped model is found and small; another name is an error")
{
  const fs::path folder = ShippedStarModel("nuclei");
  CHECK(StarModel::Load(folder).Description().median_diameter_px > 5);
  CHECK(fs::file_size(folder / "weights.safetensors") <= 4000000);
  CHECK_THROWS_AS(ShippedStarModel("kidneys"), Error);
}

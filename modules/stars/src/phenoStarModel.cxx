#include "phenoStarModel.h"

#include "phenoError.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoStarNetwork.h"
#include "phenoTensorFile.h"

#include <dlfcn.h>

namespace pheno
{
namespace
{
constexpr auto kFormat = "pheno.stars";
constexpr int  kVersion = 1;
constexpr auto kOwner = "star network";

/** \throws LearnError when a number is not within bounds */
double
NumberIn(const Json & json, const char * key, double least, double greatest)
{
  const double number = json.at(key);
  if (!(number >= least && number <= greatest))
  {
    throw LearnError(std::string(key) + ": expected a number from " + Json(least).dump() + " to " +
                     Json(greatest).dump() + ", got " + json.at(key).dump());
  }
  return number;
}

Json
ToJson(const StarModelDescription & d, const StarArchitecture & a)
{
  return { { "format", kFormat },
           { "version", kVersion },
           { "architecture", { { "rays", a.rays }, { "widths", a.widths }, { "head", a.head } } },
           { "input_percentiles", { { "low", d.scaling.low }, { "high", d.scaling.high } } },
           { "thresholds", { { "probability", d.thresholds.probability }, { "overlap", d.thresholds.overlap } } },
           { "median_diameter_px", d.median_diameter_px },
           { "seed", d.seed },
           { "steps", d.steps },
           { "training", d.training } };
}

StarModelDescription
DescriptionFrom(const Json & json)
{
  if (json.at("format") != kFormat || json.at("version") != kVersion)
  {
    throw LearnError("expected format " + std::string(kFormat) + " version " + std::to_string(kVersion) + ", got " +
                     json.at("format").dump() + " version " + json.at("version").dump());
  }
  StarModelDescription d;
  const Json &         percentiles = json.at("input_percentiles");
  d.scaling = { NumberIn(percentiles, "low", 0, 100), NumberIn(percentiles, "high", 0, 100) };
  const Json & thresholds = json.at("thresholds");
  d.thresholds = { NumberIn(thresholds, "probability", 0, 1), NumberIn(thresholds, "overlap", 0, 1) };
  json.at("median_diameter_px").get_to(d.median_diameter_px);
  json.at("seed").get_to(d.seed);
  json.at("steps").get_to(d.steps);
  d.training = json.at("training");
  return d;
}

StarArchitecture
ArchitectureFrom(const Json & json)
{
  StarArchitecture a;
  json.at("rays").get_to(a.rays);
  json.at("widths").get_to(a.widths);
  json.at("head").get_to(a.head);
  return a;
}

/** Runs what reads or writes a file, and names the file in what it throws. */
template <typename TWork>
auto
With(const fs::path & file, const TWork & work)
{
  try
  {
    return work();
  }
  catch (const Json::exception & error)
  {
    throw Error(file.string() + ": not the description of a star model: " + error.what());
  }
  catch (const LearnError & error)
  {
    const std::string message = error.what();
    throw Error(message.find(file.string()) == std::string::npos ? file.string() + ": " + message : message);
  }
}

void
RequireFinite(const std::vector<NamedTensor> & tensors)
{
  for (const NamedTensor & entry : tensors)
  {
    if (!at::isfinite(entry.tensor).all().item<bool>())
    {
      throw LearnError("tensor '" + entry.name + "' has values that are not finite");
    }
  }
}
} // namespace

StarModel::StarModel(StarModelDescription description, std::shared_ptr<const StarNetwork> network)
  : m_Description(std::move(description))
  , m_Network(std::move(network))
{}

StarModel
StarModel::Load(const fs::path & folder)
{
  const fs::path       file = folder / "model.json";
  StarModelDescription description;
  const auto           network = With(file, [&] {
    const Json json = Json::parse(learn::ReadWholeFile(file.string()));
    description = DescriptionFrom(json);
    return std::make_shared<StarNetwork>(ArchitectureFrom(json.at("architecture")), true);
  });
  const fs::path       weights = folder / "weights.safetensors";
  With(weights, [&] {
    CopyState(kOwner, network->State(), TensorFile::Read(weights.string()).tensors);
    RequireFinite(network->State());
  });
  return StarModel(std::move(description), network);
}

void
StarModel::Save(const fs::path & folder) const
{
  const fs::path file = folder / "model.json";
  const fs::path weights = folder / "weights.safetensors";
  With(weights, [&] {
    learn::MakeFolders(folder.string());
    TensorFile tensors;
    for (const NamedTensor & entry : m_Network->State())
    {
      tensors.tensors.push_back({ entry.name, entry.tensor.to(torch::kFloat16) });
    }
    RequireFinite(tensors.tensors);
    tensors.Write(weights.string());
  });
  With(file, [&] {
    learn::WriteFileAtomically(file.string(), { ToJson(m_Description, m_Network->Architecture()).dump(2) + "\n" });
  });
}

fs::path
ShippedStarModel(const std::string & name)
{
  Dl_info library{};
  if (::dladdr(reinterpret_cast<const void *>(&ShippedStarModel), &library) == 0)
  {
    throw Error("the folder of this program is not known, so its model '" + name + "' cannot be found");
  }
  // <prefix>/lib/..., <prefix>/lib/<machine>/... and <prefix>/share/pheno/models; a build folder looks the same.
  const fs::path own = fs::absolute(fs::path(library.dli_fname)).parent_path();
  for (fs::path prefix = own.parent_path(); !prefix.empty(); prefix = prefix.parent_path())
  {
    const fs::path folder = prefix / "share/pheno/models" / name;
    if (fs::exists(folder / "model.json"))
    {
      return folder;
    }
  }
  throw Error("the model '" + name + "' is not installed: expected share/pheno/models/" + name + " in a folder above " +
              own.string());
}
} // namespace pheno

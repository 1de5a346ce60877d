#ifndef phenoCorrectionModel_h
#define phenoCorrectionModel_h

#include "phenoError.h"
#include "phenoFitArchive.h"
#include "phenoModel.h"
#include "phenoNpy.h"

#include <string>
#include <vector>

namespace pheno
{
/** A fit of normalise_profiles, select_features or whiten_profiles, for profiles that come later: model.json, and each
 * array of the fit as .npy (float64) beside it. */
struct CorrectionModel
{
  std::string              node;     ///< that fitted it
  std::string              kind;     ///< "normalisation", "selection", "harmony" or one of phenoWhiteningFit.h
  std::string              method;   ///< parameter of the node
  std::vector<std::string> features; ///< that a table must have, in the order of the fit
  std::vector<std::string> outputs;  ///< names of the columns that come out
  std::vector<std::string> batches;  ///< that the fit knows; none where they do not matter
  Json                     columns = Json::object(); ///< metadata columns that are read, by what they are for
  Json                     settings = Json::object();
  std::string              stored;   ///< one sentence: what of the fit is kept
  std::string              refitted; ///< one sentence: what is fitted anew on later profiles
  std::string              never;    ///< one sentence: why it cannot be applied; empty: it can
  FitArchive               fit;
};

inline constexpr const char * kCorrectionFormat = "pheno.correction";
inline constexpr int          kCorrectionVersion = 1;

/** Writes the arrays into the folder. Throws Error. */
inline Model
SaveCorrection(const CorrectionModel & correction, const fs::path & folder)
{
  Json arrays = Json::object();
  for (const auto & [name, array] : correction.fit.arrays)
  {
    const std::string file = name + ".npy";
    WriteNpy(folder / file, NpyArray::Type::Float64, array.shape, array.values.data());
    arrays[name] = file;
  }
  Json description{ { "format", kCorrectionFormat },   { "version", kCorrectionVersion },
                    { "node", correction.node },       { "kind", correction.kind },
                    { "method", correction.method },   { "features", correction.features },
                    { "outputs", correction.outputs }, { "batches", correction.batches },
                    { "columns", correction.columns }, { "settings", correction.settings },
                    { "stored", correction.stored },   { "refitted", correction.refitted },
                    { "never", correction.never } };
  description["arrays"] = std::move(arrays);
  description["texts"] = correction.fit.texts;
  description["numbers"] = correction.fit.numbers;
  return { folder, std::move(description) };
}

/** Throws Error when it is another kind of model, of another version, or damaged. */
inline CorrectionModel
LoadCorrection(const Model & model)
{
  const Json & json = model.description;
  if (!json.is_object() || json.value("format", Json()) != kCorrectionFormat)
  {
    throw Error(model.folder.string() +
                ": expected a model that normalise_profiles, select_features or whiten_profiles saved (model.json with "
                "\"format\": \"" +
                std::string(kCorrectionFormat) + "\")");
  }
  if (json.value("version", Json()) != kCorrectionVersion)
  {
    throw Error(model.folder.string() + ": the model is of version " + json.value("version", Json()).dump() +
                ", this program reads version " + std::to_string(kCorrectionVersion));
  }
  CorrectionModel correction;
  try
  {
    correction.node = json.at("node");
    correction.kind = json.at("kind");
    correction.method = json.at("method");
    correction.features = json.at("features").get<std::vector<std::string>>();
    correction.outputs = json.at("outputs").get<std::vector<std::string>>();
    correction.batches = json.at("batches").get<std::vector<std::string>>();
    correction.columns = json.at("columns");
    correction.settings = json.at("settings");
    correction.stored = json.at("stored");
    correction.refitted = json.at("refitted");
    correction.never = json.at("never");
    correction.fit.texts = json.at("texts").get<std::map<std::string, std::vector<std::string>>>();
    correction.fit.numbers = json.at("numbers").get<std::map<std::string, double>>();
    for (const auto & [name, file] : json.at("arrays").items())
    {
      const NpyArray array = ReadNpy(model.folder / file.get<std::string>());
      correction.fit.arrays[name] = { array.shape, array.Doubles() };
    }
  }
  catch (const Json::exception & error)
  {
    throw Error(model.folder.string() + ": model.json is damaged: " + error.what());
  }
  return correction;
}
} // namespace pheno

#endif

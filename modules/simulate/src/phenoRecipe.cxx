#include "phenoRecipe.h"

#include "embedded/pheno_recipe_schema.h"
#include "phenoError.h"
#include "phenoHash.h"
#include "phenoLibrary.h"
#include "phenoReadEffects.h"
#include "phenoSchema.h"
#include "phenoWellName.h"

#include <boost/filesystem/fstream.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
/** Raised whenever the same recipe gives other bytes. */
constexpr int kSimulatorVersion = 1;

constexpr std::array<const char *, kStains> kStainNames{ "nucleus", "cytoskeleton", "mitochondria", "membrane" };

Json
CheckedAgainstSchema(Json document)
{
  const Json schema = Json::parse(embedded::pheno_recipe_schema());
  auto       items = CheckSchema(schema);
  if (items.empty())
  {
    items = Validate(schema, document);
  }
  if (!items.empty())
  {
    throw DiagnosticsError(items);
  }
  return document;
}

void
ReadPlate(const Json & plate, Recipe & recipe, Diagnostics & problems)
{
  recipe.plate_prefix = plate.at("prefix");
  recipe.plate_rows = plate.at("rows");
  recipe.plate_columns = plate.at("columns");
  recipe.negative_controls = plate.at("negative_controls");
  recipe.replicates = plate.at("replicates");
  const auto corner = [&](const char * key, int & row, int & column) {
    const std::string text = plate.at(key);
    const auto        well = NormalizeWell(text);
    if (!well)
    {
      problems.Add(std::string("/plate/") + key, "expected a well such as B02, got \"" + text + "\"");
      return;
    }
    const auto position = PositionOfWell(*well);
    row = position.row;
    column = position.column;
    if (row >= recipe.plate_rows || column >= recipe.plate_columns)
    {
      problems.Add(std::string("/plate/") + key,
                   *well + " lies outside a plate of " + std::to_string(recipe.plate_rows) + " rows and " +
                     std::to_string(recipe.plate_columns) + " columns");
    }
  };
  corner("first_well", recipe.first_row, recipe.first_column);
  corner("last_well", recipe.last_row, recipe.last_column);
}

Recipe::Mechanism
ReadMechanism(const Json & json)
{
  Recipe::Mechanism mechanism{ json.at("name"), json.at("hill"), simulate::ReadEffects(json.at("effects")), {} };
  for (const auto & compound : json.value("compounds", Json::array()))
  {
    mechanism.compounds.push_back({ compound.at("name"),
                                    compound.at("ec50"),
                                    compound.at("strength"),
                                    compound.value("smiles", ""),
                                    simulate::ReadEffects(compound.value("effects", Json::object())),
                                    "",
                                    {},
                                    compound.value("week", 0) });
  }
  return mechanism;
}

void
ReadCells(const Json & document, Recipe & recipe)
{
  for (std::size_t s = 0; s < kStains; ++s)
  {
    const Json & channel = document.at("channels").at(kStainNames[s]);
    recipe.channels[s] = { channel.at("name"), channel.at("background"), channel.at("vignetting") };
  }
  for (std::size_t t = 0; t < kTraits; ++t)
  {
    const Json & trait = document.at("traits").at(NameOf(static_cast<Trait>(t)));
    recipe.traits[t] = { trait.at("baseline"), trait.value("cell_sd", 0.0), trait.at("well_sd") };
  }
  recipe.response_sd = document.at("response_sd");
  for (const auto & mechanism : document.at("mechanisms"))
  {
    recipe.mechanisms.push_back(ReadMechanism(mechanism));
    for (const auto & compound : recipe.mechanisms.back().compounds)
    {
      recipe.weeks = std::max(recipe.weeks, compound.week);
    }
  }
}

void
ReadNuisances(const Json & document, Recipe & recipe)
{
  const Json & plate = document.at("plate_effects");
  recipe.batch_stain_sd = plate.at("batch_stain_sd");
  recipe.plate_stain_sd = plate.at("plate_stain_sd");
  recipe.well_stain_sd = plate.at("well_stain_sd");
  recipe.gradient_sd = plate.at("gradient_sd");
  recipe.edge_stain_gain = plate.at("edge_stain_gain");
  recipe.edge_count_loss = plate.at("edge_count_loss");
  recipe.vignetting_jitter = plate.at("vignetting_jitter");
  const Json & camera = document.at("camera");
  recipe.camera_offset = camera.at("offset");
  recipe.camera_offset_sd = camera.at("offset_sd");
  recipe.camera_grey_per_electron = camera.at("grey_per_electron");
  recipe.camera_read_electrons = camera.at("read_electrons");
  const Json & artefacts = document.at("artefacts");
  recipe.psf_px = artefacts.at("psf_px");
  recipe.focus_sd = artefacts.at("focus_sd");
  recipe.haze = artefacts.at("haze");
  recipe.out_of_focus_share = artefacts.at("out_of_focus_share");
  recipe.out_of_focus_px = artefacts.at("out_of_focus_px");
  recipe.debris_per_site = artefacts.at("debris_per_site");
  const Json & faults = document.at("faults");
  recipe.fault_corrupt = faults.at("corrupt");
  recipe.fault_truncated = faults.at("truncated");
  recipe.fault_missing = faults.at("missing");
  recipe.fault_blank = faults.at("blank");
  recipe.fault_blank_sites = faults.at("blank_sites");
}

/** Whether the library is to put compounds into a mechanism. */
bool
HasCore(const Json & document, const std::string & mechanism)
{
  const Json cores = document.value(Json::json_pointer("/library/cores"), Json::array());
  return std::any_of(cores.begin(), cores.end(), [&](const Json & core) { return core.at("mechanism") == mechanism; });
}

/** Every week has compounds of its own, and what is on its plates fits. */
void
CheckPlaces(const Recipe & recipe, Diagnostics & problems)
{
  std::map<int, int> compounds; // by week, 0 on all plates
  for (const auto & mechanism : recipe.mechanisms)
  {
    for (const auto & compound : mechanism.compounds)
    {
      ++compounds[compound.week];
    }
  }
  const int rows = recipe.last_row - recipe.first_row + 1;
  const int columns = recipe.last_column - recipe.first_column + 1;
  const int places = rows > 0 && columns > 0 ? rows * columns : 0;
  int       most = compounds[0];
  for (int week = 1; week <= recipe.weeks; ++week)
  {
    if (compounds[week] == 0)
    {
      problems.Add("/mechanisms",
                   "weeks go up to " + std::to_string(recipe.weeks) + ", but no compound is of week " +
                     std::to_string(week));
    }
    most = std::max(most, compounds[0] + compounds[week]);
  }
  if (recipe.negative_controls + most > places)
  {
    problems.Add("/plate",
                 std::to_string(recipe.negative_controls) + " controls and " + std::to_string(most) +
                   " compounds do not fit into the " + std::to_string(places) + " wells from first_well to last_well");
  }
  if (recipe.negative_controls + most == 0)
  {
    problems.Add("/plate", "expected at least one control or one compound");
  }
}

/** What a schema cannot say. */
void
CheckWhole(const Recipe & recipe, Diagnostics & problems)
{
  std::set<std::string> compounds{ "DMSO" };
  std::set<std::string> mechanisms{ "DMSO" };
  for (std::size_t m = 0; m < recipe.mechanisms.size(); ++m)
  {
    const auto & mechanism = recipe.mechanisms[m];
    const auto   where = "/mechanisms/" + std::to_string(m);
    if (!mechanisms.insert(mechanism.name).second)
    {
      problems.Add(where + "/name", "a mechanism \"" + mechanism.name + "\" is there already");
    }
    if (mechanism.compounds.empty() && !HasCore(recipe.document, mechanism.name))
    {
      problems.Add(where, "expected compounds, listed here or of a core of the library");
    }
    for (std::size_t c = 0; c < mechanism.compounds.size(); ++c)
    {
      if (!compounds.insert(mechanism.compounds[c].name).second)
      {
        problems.Add(mechanism.compounds[c].core.empty() ? where + "/compounds/" + std::to_string(c) + "/name"
                                                         : "/library",
                     "a compound \"" + mechanism.compounds[c].name + "\" is there already");
      }
    }
  }
  std::set<std::string> channels;
  for (std::size_t s = 0; s < kStains; ++s)
  {
    if (!channels.insert(recipe.channels[s].name).second)
    {
      problems.Add(std::string("/channels/") + kStainNames[s] + "/name",
                   "a channel \"" + recipe.channels[s].name + "\" is there already");
    }
  }
  CheckPlaces(recipe, problems);
  const double faults = recipe.fault_corrupt + recipe.fault_truncated + recipe.fault_missing + recipe.fault_blank +
                        recipe.fault_blank_sites;
  if (faults > 1.0)
  {
    problems.Add("/faults", "expected shares that add up to at most 1");
  }
}
} // namespace

Recipe
ParseRecipe(Json given)
{
  Recipe recipe{};
  recipe.document = CheckedAgainstSchema(std::move(given));
  recipe.document.erase("$schema");
  const Json & document = recipe.document;
  recipe.name = document.at("name");
  recipe.seed = document.at("seed");
  recipe.size_px = document.at("image").at("size_px");
  recipe.pixel_um = document.at("image").at("pixel_um");
  recipe.sites = document.at("image").at("sites");
  recipe.doses = document.at("doses").get<std::vector<double>>();
  recipe.dose_unit = document.at("dose_unit");
  Diagnostics problems;
  ReadPlate(document.at("plate"), recipe, problems);
  ReadCells(document, recipe);
  if (document.contains("library"))
  {
    simulate::AddLibrary(document.at("library"), recipe, problems);
  }
  ReadNuisances(document, recipe);
  CheckWhole(recipe, problems);
  problems.ThrowIfErrors();
  return recipe;
}

bool
HasStructures(const Recipe & recipe)
{
  return std::any_of(recipe.mechanisms.begin(), recipe.mechanisms.end(), [](const auto & mechanism) {
    return std::any_of(mechanism.compounds.begin(), mechanism.compounds.end(), [](const auto & compound) {
      return !compound.smiles.empty();
    });
  });
}

Recipe
ReadRecipe(const fs::path & path, const Json & overrides)
{
  fs::ifstream file(path);
  if (!file)
  {
    throw Error(path.string() + ": the recipe cannot be read");
  }
  Json document;
  try
  {
    document = Json::parse(file);
  }
  catch (const Json::parse_error & error)
  {
    throw Error(path.string() + ": expected JSON: " + error.what());
  }
  document.merge_patch(overrides);
  return ParseRecipe(std::move(document));
}

std::string
DigestOf(const Recipe & recipe)
{
  return Sha256(CanonicalJson({ { "simulator", kSimulatorVersion }, { "recipe", recipe.document } }));
}
} // namespace pheno

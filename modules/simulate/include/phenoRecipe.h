#ifndef phenoRecipe_h
#define phenoRecipe_h

#include "phenoFileSystem.h"
#include "phenoJson.h"
#include "phenoTraits.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** The four stains, in the order of their channel numbers (ch1 .. ch4). */
enum class Stain
{
  Nucleus,
  Cytoskeleton,
  Mitochondria,
  Membrane
};
inline constexpr std::size_t kStains = 4;

/** Everything that determines a simulated screen, checked. Fields are documented in schemas/recipe.schema.json. */
struct Recipe
{
  struct Channel
  {
    std::string name;       ///< as the instrument writes it
    double      background; ///< grey levels of the medium
    double      vignetting; ///< loss of light from the brightest point to the far corner, 0 .. 1
  };
  struct TraitRecipe
  {
    double baseline;
    double cell_sd; ///< between cells of a well (between sites for cell_count); of the logarithm unless a share
    double well_sd; ///< between wells that were treated alike
  };
  struct Compound
  {
    std::string              name;
    double                   ec50;         ///< in the unit of the doses
    double                   strength;     ///< response at saturation, 1 is the mechanism's full effect
    std::string              smiles;       ///< empty: the recipe states no structure
    TraitValues              effects;      ///< its own at full response, on top of its mechanism's (CombineEffects)
    std::string              core;         ///< of the library that made it; empty for a compound that is listed
    std::vector<std::string> substituents; ///< names, parallel to Recipe::placeholders; "" where it has none
    int                      week = 0;     ///< on whose plates it is, from 1; 0: on those of every week
  };
  struct Mechanism
  {
    std::string           name;
    double                hill;
    TraitValues           effects; ///< at full response, see ApplyEffect
    std::vector<Compound> compounds;
  };

  Json          document; ///< the validated JSON with its defaults, without $schema
  std::string   name;
  std::uint64_t seed;
  int           size_px;
  double        pixel_um;
  int           sites;

  std::string plate_prefix;
  int         plate_rows, plate_columns;
  int         first_row, first_column, last_row, last_column; ///< zero-based block of wells in use
  int         negative_controls;                              ///< wells a plate
  int         replicates;
  int         weeks; ///< in which plates are imaged; 0: the recipe knows no weeks

  std::vector<double>              doses;
  std::string                      dose_unit;
  std::array<Channel, kStains>     channels;
  std::array<TraitRecipe, kTraits> traits;
  double                           response_sd;
  std::vector<Mechanism>           mechanisms;   ///< with the library's compounds behind those listed
  std::vector<std::string>         placeholders; ///< of the library's substituents, such as "R1"; empty without library

  double batch_stain_sd, plate_stain_sd, well_stain_sd, gradient_sd, edge_stain_gain, edge_count_loss,
    vignetting_jitter;
  double camera_offset, camera_offset_sd, camera_grey_per_electron, camera_read_electrons;
  double psf_px, focus_sd, haze, out_of_focus_share, out_of_focus_px, debris_per_site;
  double fault_corrupt, fault_truncated, fault_missing, fault_blank, fault_blank_sites;
};

/** Whether a compound of the recipe has a SMILES. */
bool
HasStructures(const Recipe & recipe);

/** Reads and checks a recipe against schemas/recipe.schema.json. `overrides` is merged in first (RFC 7386 merge patch),
 * for instance {"seed": 2, "image": {"sites": 1}}. Throws DiagnosticsError with every problem at once, Error when the
 * file cannot be read or is no JSON. */
Recipe
ReadRecipe(const fs::path & path, const Json & overrides = Json::object());

/** The same from memory. */
Recipe
ParseRecipe(Json document);

/** Lower-case SHA-256 of what determines the simulated bytes: the recipe with its defaults and the simulator's version.
 */
std::string
DigestOf(const Recipe & recipe);
} // namespace pheno

#endif

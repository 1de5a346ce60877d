#ifndef phenoTraits_h
#define phenoTraits_h

#include <array>
#include <cstddef>
#include <string>

namespace pheno
{
/** What a simulated treatment can change. The order is that of the columns of truth/wells.csv. */
enum class Trait
{
  CellCount,                 ///< cells whose centre lies in a site
  CellArea,                  ///< px^2 of a cell that nothing crowds
  CellElongation,            ///< length over width
  BorderRoughness,           ///< px by which borders wander
  NucleusArea,               ///< px^2
  NucleusElongation,         ///< length over width
  NucleusStain,              ///< grey levels of a nucleus of baseline area with one genome; DNA is conserved
  ChromatinContrast,         ///< relative standard deviation of chromatin
  CytoskeletonStain,         ///< mean grey level of a cell
  FibreAlignment,            ///< share of the fibres that run parallel instead of as a mesh
  FibreGranularity,          ///< share of the cytoskeleton that is granules instead of fibres
  CortexStrength,            ///< density of the cytoskeleton's rim over that of its middle
  MitochondriaStain,         ///< mean grey level of a cell
  MitochondriaReach,         ///< px over which mitochondria thin out from the nucleus
  MitochondriaFragmentation, ///< share of the mitochondria that is fragments instead of threads
  MembraneStain,             ///< mean grey level of a cell (membrane and Golgi together)
  JunctionStrength,          ///< membrane over Golgi, relative
  GolgiSpread,               ///< px over which the Golgi's pieces scatter
  MitoticShare               ///< share of cells in mitosis
};
inline constexpr std::size_t kTraits = 19;

/** One number a trait. */
using TraitValues = std::array<double, kTraits>;

/** snake_case, as in recipes and in the columns of the truth. */
const std::string &
NameOf(Trait trait);

/** A share lies in [0, 1] and effects add to it; every other trait is positive and effects multiply it. */
bool
IsShare(Trait trait);

/** The trait's value under an effect: baseline * effect^response, or for a share baseline + effect * response held
 * within [0, 1]. `effect` is what the recipe states at full response; a response of 0 gives the baseline exactly. */
double
ApplyEffect(Trait trait, double baseline, double effect, double response);

/** The effect that changes nothing: 0 for a share, else 1. */
double
NeutralEffect(Trait trait);

/** One neutral effect a trait. */
TraitValues
NeutralEffects();

/** Two effects at once: multiplied, for a share added. Neutral ones leave the other exactly as it is. */
TraitValues
CombineEffects(const TraitValues & first, const TraitValues & second);
} // namespace pheno

#endif

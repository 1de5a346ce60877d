#ifndef treatment_side_h
#define treatment_side_h

#include "phenoNode.h"
#include "phenoProfiles.h"
#include "phenoTreatmentTower.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno::training
{
/** The other side of an objective against treatments, as the step's parameters and inputs say. */
struct TreatmentSide
{
  std::vector<std::string>        ids; ///< of the tower's treatments, in its order
  std::unique_ptr<TreatmentTower> tower;
};

/** Which of the inputs a kind of tower reads: "treatments" or "compounds". */
std::string
PortOf(const Json & settings);

/** Builds the tower; what cannot be encoded goes to the quarantine. \param settings the parameter `treatments`
 * \param width of the contrast \throws Error, LearnError, MoleculeError for what does not fit */
TreatmentSide
MakeTreatmentSide(const Json & settings, std::int64_t width, const Inputs & in, Context & context);

/** Every treatment's embedding, unit rows, with its id as Metadata_<column>. */
Profiles
EmbedTreatments(TreatmentSide & side, const std::string & column);
} // namespace pheno::training

#endif

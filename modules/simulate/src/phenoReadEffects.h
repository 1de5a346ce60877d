#ifndef phenoReadEffects_h
#define phenoReadEffects_h

#include "phenoJson.h"
#include "phenoTraits.h"

namespace pheno::simulate
{
/** A checked `effects` object of a recipe; traits left out are neutral. */
TraitValues
ReadEffects(const Json & effects);
} // namespace pheno::simulate

#endif

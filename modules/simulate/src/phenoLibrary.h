#ifndef phenoLibrary_h
#define phenoLibrary_h

#include "phenoError.h"
#include "phenoRecipe.h"

namespace pheno::simulate
{
/** Expands a recipe's library (checked against the schema): every core with every combination of substituents at its
 * placeholders, or a share of them that follows from the recipe's seed, joins its mechanism's compounds; cores in their
 * order, the last placeholder's substituents running fastest.
 *
 * A compound's ec50 and strength are the core's times the substituents' factors, its own effects those of its
 * substituents combined, its SMILES the core's with the fragments written in place of {R1}, {R2}, ... Problems go to
 * `problems`, and a library with any expands to nothing. */
void
AddLibrary(const Json & library, Recipe & recipe, Diagnostics & problems);
} // namespace pheno::simulate

#endif

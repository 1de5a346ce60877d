#ifndef phenoMurckoScaffold_h
#define phenoMurckoScaffold_h

#include "phenoMolecule.h"

#include <string>

namespace pheno
{
/** The rings of a molecule and the chains between them, with atoms doubly bonded to either (Bemis, Murcko 1996; as
 * RDKit): a canonical SMILES without stereo, so that enantiomers share it. Empty for a molecule without rings;
 * fragments without rings, such as salts' counterions, are left out. For splits by scaffold. */
std::string
MurckoScaffold(const Molecule & molecule);

/** The same of a SMILES, or why it cannot be read. */
SmilesResult<std::string>
MurckoScaffold(const std::string & smiles);
} // namespace pheno

#endif

#include "phenoMurckoScaffold.h"

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/ROMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

namespace pheno
{
std::string
MurckoScaffold(const Molecule & molecule)
{
  constexpr bool                      kStereo = false;
  const std::unique_ptr<RDKit::ROMol> scaffold(RDKit::MurckoDecompose(molecule.Rdkit()));
  scaffold->clearComputedProps();
  scaffold->updatePropertyCache();
  RDKit::MolOps::symmetrizeSSSR(*scaffold);
  return RDKit::MolToSmiles(*scaffold, kStereo);
}

SmilesResult<std::string>
MurckoScaffold(const std::string & smiles)
{
  const SmilesResult<Molecule> read = ReadSmiles(smiles);
  if (!read.value)
  {
    return { std::nullopt, read.reason };
  }
  return { MurckoScaffold(*read.value), "" };
}
} // namespace pheno

#ifndef phenoFingerprint_h
#define phenoFingerprint_h

#include "phenoMolecule.h"

#include <span>
#include <string>
#include <vector>

namespace pheno
{
enum class FingerprintKind
{
  Morgan,       ///< presence of circular environments (ECFP; Rogers, Hahn 2010)
  MorganCounts, ///< how often each of them occurs
  Maccs,        ///< 166 structural keys at columns 1 to 166; column 0 is never set
  Rdkit,        ///< presence of subgraphs of 1 to 7 bonds, two bits each
  RdkitCounts   ///< how often each of them occurs, counted in two columns each
};

/** "morgan", "morgan_counts", "maccs", "rdkit", "rdkit_counts". \throws MoleculeError for another name */
FingerprintKind
FingerprintKindFromName(const std::string & name);

/** One block of a fingerprint. The defaults are CLOOME's encoder input (methods 5). */
struct FingerprintSettings
{
  FingerprintKind kind = FingerprintKind::Morgan;
  int             radius = 3;       ///< bonds around each atom, at least 0; Morgan kinds
  int             bits = 1024;      ///< columns that the features are folded into, at least 1; all but MACCS
  bool            chirality = true; ///< tell stereo centres apart; Morgan kinds
};

/** Morgan counts (radius 3, chiral), then RDKit counts, 4096 columns each: CLOOME's best input is both kinds in 8192
 * columns; that they share them equally is our reading. */
std::vector<FingerprintSettings>
CloomeCountFingerprint();

/** Columns of all blocks together; MACCS has 167. \throws MoleculeError for an impossible setting or no block */
std::size_t
FingerprintWidth(std::span<const FingerprintSettings> blocks);

/** The blocks one behind the other, as RDKit computes them: bond types used, no pharmacophore features, no count
 * simulation. A molecule without atoms gives zeros. \throws MoleculeError as FingerprintWidth */
std::vector<float>
Fingerprint(const Molecule & molecule, std::span<const FingerprintSettings> blocks);

/** The same of a SMILES, or why it cannot be read. \throws MoleculeError as FingerprintWidth */
SmilesResult<std::vector<float>>
Fingerprint(const std::string & smiles, const FingerprintSettings & settings);
} // namespace pheno

#endif

#ifndef phenoMoleculeTable_h
#define phenoMoleculeTable_h

#include "phenoFingerprint.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace pheno
{
struct MoleculeRow
{
  std::string id;
  std::string smiles; ///< empty: missing
};

/** A row that takes no further part. */
struct QuarantinedMolecule
{
  std::string id;
  std::string smiles;
  std::string reason; ///< one sentence
};

/** The molecules of a screen, one a id, in order of first appearance.
 *
 * Quarantined are rows whose SMILES cannot be read, rows without one (an empty SMILES is a valid molecule without
 * atoms, but there is nothing to encode), and rows without id. Repeats of an id with the same SMILES count once.
 * \throws MoleculeError when an id comes with two different SMILES */
class MoleculeTable
{
public:
  explicit MoleculeTable(std::span<const MoleculeRow> rows);

  const std::vector<std::string> &
  Ids() const
  {
    return m_Ids;
  }
  /** Parallel to Ids. */
  const std::vector<Molecule> &
  Molecules() const
  {
    return m_Molecules;
  }
  /** In the order of the rows. */
  const std::vector<QuarantinedMolecule> &
  Quarantine() const
  {
    return m_Quarantine;
  }

  /** One row a molecule: N x FingerprintWidth(blocks), float32. \throws MoleculeError as FingerprintWidth */
  torch::Tensor
  Fingerprints(std::span<const FingerprintSettings> blocks) const;

private:
  std::vector<std::string>         m_Ids;
  std::vector<Molecule>            m_Molecules;
  std::vector<QuarantinedMolecule> m_Quarantine;
};
} // namespace pheno

#endif

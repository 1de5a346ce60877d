#ifndef phenoMolecule_h
#define phenoMolecule_h

#include <memory>
#include <optional>
#include <string>

namespace RDKit
{
class ROMol;
}

namespace pheno
{
/** A molecule as read from a SMILES: hydrogens implicit, every fragment kept, no standardisation. Copies share it. */
class Molecule
{
public:
  explicit Molecule(std::shared_ptr<const RDKit::ROMol> molecule)
    : m_Molecule(std::move(molecule))
  {}

  /** Atoms of the molecule graph: without the implicit hydrogens. */
  std::size_t
  NumberOfAtoms() const;

  /** RDKit's molecule, for the sources that include its headers. */
  const RDKit::ROMol &
  Rdkit() const
  {
    return *m_Molecule;
  }

private:
  std::shared_ptr<const RDKit::ROMol> m_Molecule;
};

/** What was made of a SMILES, or why it cannot be read. */
template <typename TValue>
struct SmilesResult
{
  std::optional<TValue> value;
  std::string           reason; ///< one clause of RDKit's own words, such as "unclosed ring"; empty with a value
};

/** Reads a SMILES as RDKit does (sanitised, stereo assigned); white space around it is dropped, what follows white
 * space inside is its name. An empty SMILES is a molecule without atoms.
 *
 * Nothing is printed: what RDKit says becomes the reason. A byte that is no printable ASCII character is refused,
 * because RDKit ends a SMILES there without a word. Threads may call it together; they take turns. */
SmilesResult<Molecule>
ReadSmiles(const std::string & smiles);

/** Such as "2022.09.3". Fingerprints with chirality differ between versions, so records should name it. */
std::string
RdkitVersion();
} // namespace pheno

#endif

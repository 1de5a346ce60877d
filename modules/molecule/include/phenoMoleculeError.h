#ifndef phenoMoleculeError_h
#define phenoMoleculeError_h

#include <stdexcept>

namespace pheno
{
/** What every function of this module throws: what was found, what was expected, where. A SMILES that cannot be read is
 * no such error: it comes back as a SmilesResult with its reason. */
class MoleculeError : public std::runtime_error
{
public:
  using std::runtime_error::runtime_error;
};
} // namespace pheno

#endif

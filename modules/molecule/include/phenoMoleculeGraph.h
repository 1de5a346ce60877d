#ifndef phenoMoleculeGraph_h
#define phenoMoleculeGraph_h

#include "phenoMolecule.h"

#include <torch/types.h>

#include <span>
#include <string>
#include <vector>

namespace pheno
{
/** A molecule as message passing sees it: A atoms, hydrogens implicit, and E directed bonds.
 *
 * Columns are 0 or 1; each block has exactly one 1, but for the single columns (aromatic, in_ring, conjugated).
 * Atoms: element (H Li B C N O F Na Mg Si P S Cl K Ca Zn As Se Br I other), neighbours (0 to 5, 6 or more), formal
 * charge
 * (-2 or less, -1, 0, 1, 2 or more), hydrogens (0 to 3, 4 or more), hybridisation (s sp sp2 sp3 sp3d sp3d2 other),
 * aromatic, in_ring, chirality (none, R, S, other: set but without a CIP label).
 * Bonds: order (single double triple aromatic other), conjugated, in_ring, stereo (none any Z E; cis counts as Z, trans
 * as E). Nothing depends on the order of the atoms in the SMILES but the order of the rows. */
struct MoleculeGraph
{
  torch::Tensor atoms;         ///< A x AtomFeatureNames().size(), float32
  torch::Tensor bonds;         ///< 2 x E, int64: from, to; each bond stands there both ways, one behind the other
  torch::Tensor bond_features; ///< E x BondFeatureNames().size(), float32; the same both ways
};

/** Names of the columns, such as "element_C", "charge_-1", "in_ring". */
const std::vector<std::string> &
AtomFeatureNames();
const std::vector<std::string> &
BondFeatureNames();

/** \throws MoleculeError for a molecule without atoms */
MoleculeGraph
MakeGraph(const Molecule & molecule);

/** Several graphs as one of several parts. */
struct GraphBatch
{
  torch::Tensor atoms;         ///< all atoms, graph by graph
  torch::Tensor bonds;         ///< 2 x E: rows of `atoms`
  torch::Tensor bond_features; ///< E rows
  torch::Tensor graph_of_atom; ///< A, int64
  std::int64_t  graphs = 0;
};

/** \throws MoleculeError for no graph */
GraphBatch
BatchGraphs(std::span<const MoleculeGraph> graphs);

/** Mean over all atoms of log(neighbours + 1), by which PNA scales; of the training set. \throws MoleculeError for no
 * atom, or when no atom has a neighbour */
double
MeanLogDegree(std::span<const MoleculeGraph> graphs);
} // namespace pheno

#endif

#include "phenoMoleculeGraph.h"
#include "phenoMoleculeError.h"
#include "phenoOneHotRow.h"

#include <GraphMol/ROMol.h>
#include <GraphMol/RingInfo.h>

#include <cmath>

namespace pheno
{
namespace
{
using molecule::OneHotRow;

const std::vector<std::string> kElements = { "H", "Li", "B", "C",  "N",  "O",  "F",  "Na", "Mg", "Si",   "P",
                                             "S", "Cl", "K", "Ca", "Zn", "As", "Se", "Br", "I",  "other" };
const std::vector<std::string> kHybrids = { "s", "sp", "sp2", "sp3", "sp3d", "sp3d2", "other" };
const std::vector<std::string> kChirality = { "none", "R", "S", "other" };
const std::vector<std::string> kOrders = { "single", "double", "triple", "aromatic", "other" };
const std::vector<std::string> kStereo = { "none", "any", "Z", "E" };
constexpr int                  kMostNeighbours = 6;
constexpr int                  kMostCharge = 2;
constexpr int                  kMostHydrogens = 4;

std::string
HybridOf(const RDKit::Atom & atom)
{
  switch (atom.getHybridization())
  {
    case RDKit::Atom::S:
      return "s";
    case RDKit::Atom::SP:
      return "sp";
    case RDKit::Atom::SP2:
      return "sp2";
    case RDKit::Atom::SP3:
      return "sp3";
    case RDKit::Atom::SP3D:
      return "sp3d";
    case RDKit::Atom::SP3D2:
      return "sp3d2";
    default:
      return "other";
  }
}

std::string
ChiralityOf(const RDKit::Atom & atom)
{
  std::string label; // the tags CW and CCW depend on the order of the atoms, the label does not
  if (atom.getPropIfPresent(RDKit::common_properties::_CIPCode, label))
  {
    return label;
  }
  return atom.getChiralTag() == RDKit::Atom::CHI_UNSPECIFIED ? "none" : "other";
}

std::string
OrderOf(const RDKit::Bond & bond)
{
  switch (bond.getBondType())
  {
    case RDKit::Bond::SINGLE:
      return "single";
    case RDKit::Bond::DOUBLE:
      return "double";
    case RDKit::Bond::TRIPLE:
      return "triple";
    case RDKit::Bond::AROMATIC:
      return "aromatic";
    default:
      return "other";
  }
}

std::string
StereoOf(const RDKit::Bond & bond)
{
  switch (bond.getStereo())
  {
    case RDKit::Bond::STEREOANY:
      return "any";
    case RDKit::Bond::STEREOZ:
    case RDKit::Bond::STEREOCIS:
      return "Z";
    case RDKit::Bond::STEREOE:
    case RDKit::Bond::STEREOTRANS:
      return "E";
    default:
      return "none";
  }
}

OneHotRow
AtomRow(const RDKit::Atom & atom, OneHotRow::Gives gives)
{
  OneHotRow row(gives);
  row.Choice("element", kElements, atom.getSymbol());
  row.Number("neighbours", 0, kMostNeighbours, static_cast<int>(atom.getDegree()));
  row.Number("charge", -kMostCharge, kMostCharge, atom.getFormalCharge());
  row.Number("hydrogens", 0, kMostHydrogens, static_cast<int>(atom.getTotalNumHs()));
  row.Choice("hybridisation", kHybrids, HybridOf(atom));
  row.Flag("aromatic", atom.getIsAromatic());
  row.Flag("in_ring", atom.getOwningMol().getRingInfo()->numAtomRings(atom.getIdx()) > 0);
  row.Choice("chirality", kChirality, ChiralityOf(atom));
  return row;
}

OneHotRow
BondRow(const RDKit::Bond & bond, OneHotRow::Gives gives)
{
  OneHotRow row(gives);
  row.Choice("order", kOrders, OrderOf(bond));
  row.Flag("conjugated", bond.getIsConjugated());
  row.Flag("in_ring", bond.getOwningMol().getRingInfo()->numBondRings(bond.getIdx()) > 0);
  row.Choice("stereo", kStereo, StereoOf(bond));
  return row;
}

/** Has an atom and a bond, to name their columns. */
Molecule
Ethane()
{
  return *ReadSmiles("CC").value;
}

torch::Tensor
Table(const std::vector<float> & values, std::size_t columns)
{
  return torch::tensor(values).reshape({ -1, static_cast<std::int64_t>(columns) });
}
} // namespace

const std::vector<std::string> &
AtomFeatureNames()
{
  static const std::vector<std::string> names =
    AtomRow(*Ethane().Rdkit().getAtomWithIdx(0), OneHotRow::Gives::Names).Names();
  return names;
}

const std::vector<std::string> &
BondFeatureNames()
{
  static const std::vector<std::string> names =
    BondRow(*Ethane().Rdkit().getBondWithIdx(0), OneHotRow::Gives::Names).Names();
  return names;
}

MoleculeGraph
MakeGraph(const Molecule & molecule)
{
  const RDKit::ROMol & mol = molecule.Rdkit();
  if (mol.getNumAtoms() == 0)
  {
    throw MoleculeError("molecule graph: expected at least one atom, got none");
  }
  std::vector<float>        atoms, bonds;
  std::vector<std::int64_t> from, to;
  for (const RDKit::Atom * const atom : mol.atoms())
  {
    const OneHotRow row = AtomRow(*atom, OneHotRow::Gives::Values);
    atoms.insert(atoms.end(), row.Values().begin(), row.Values().end());
  }
  for (const RDKit::Bond * const bond : mol.bonds())
  {
    const OneHotRow row = BondRow(*bond, OneHotRow::Gives::Values);
    for (const auto & [a, b] : { std::pair{ bond->getBeginAtomIdx(), bond->getEndAtomIdx() },
                                 std::pair{ bond->getEndAtomIdx(), bond->getBeginAtomIdx() } })
    {
      from.push_back(a);
      to.push_back(b);
      bonds.insert(bonds.end(), row.Values().begin(), row.Values().end());
    }
  }
  return { Table(atoms, AtomFeatureNames().size()),
           at::stack({ torch::tensor(from, torch::kInt64), torch::tensor(to, torch::kInt64) }),
           Table(bonds, BondFeatureNames().size()) };
}

GraphBatch
BatchGraphs(std::span<const MoleculeGraph> graphs)
{
  if (graphs.empty())
  {
    throw MoleculeError("batch of molecule graphs: expected at least one, got none");
  }
  std::vector<torch::Tensor> atoms, bonds, bondFeatures, owners;
  std::int64_t               first = 0;
  for (std::size_t i = 0; i < graphs.size(); ++i)
  {
    const std::int64_t count = graphs[i].atoms.size(0);
    atoms.push_back(graphs[i].atoms);
    bonds.push_back(graphs[i].bonds + first);
    bondFeatures.push_back(graphs[i].bond_features);
    owners.push_back(torch::full({ count }, static_cast<std::int64_t>(i), graphs[i].bonds.options()));
    first += count;
  }
  return {
    at::cat(atoms), at::cat(bonds, 1), at::cat(bondFeatures), at::cat(owners), static_cast<std::int64_t>(graphs.size())
  };
}

double
MeanLogDegree(std::span<const MoleculeGraph> graphs)
{
  double       sum = 0;
  std::int64_t atoms = 0;
  for (const MoleculeGraph & graph : graphs)
  {
    const torch::Tensor degrees = at::bincount(graph.bonds[1], {}, graph.atoms.size(0));
    sum += at::log(degrees.to(torch::kFloat64) + 1).sum().item<double>();
    atoms += graph.atoms.size(0);
  }
  if (sum == 0)
  {
    throw MoleculeError("mean log degree: expected atoms with neighbours, got " + std::to_string(atoms) + " without");
  }
  return sum / static_cast<double>(atoms);
}
} // namespace pheno

#include "phenoFingerprint.h"
#include "phenoMoleculeError.h"

#include <DataStructs/ExplicitBitVect.h>
#include <DataStructs/SparseIntVect.h>
#include <GraphMol/Fingerprints/Fingerprints.h>
#include <GraphMol/Fingerprints/MACCS.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/Fingerprints/RDKitFPGenerator.h>
#include <GraphMol/ROMol.h>

#include <array>

namespace pheno
{
namespace
{
constexpr std::size_t kMaccsWidth = 167;
constexpr unsigned    kShortestPath = 1;
constexpr unsigned    kLongestPath = 7;
constexpr unsigned    kBitsPerPath = 2;

struct Name
{
  const char *    name;
  FingerprintKind kind;
};
constexpr std::array kNames = { Name{ "morgan", FingerprintKind::Morgan },
                                Name{ "morgan_counts", FingerprintKind::MorganCounts },
                                Name{ "maccs", FingerprintKind::Maccs },
                                Name{ "rdkit", FingerprintKind::Rdkit },
                                Name{ "rdkit_counts", FingerprintKind::RdkitCounts } };

std::size_t
Width(const FingerprintSettings & settings)
{
  if (settings.kind == FingerprintKind::Maccs)
  {
    return kMaccsWidth;
  }
  if (settings.bits < 1)
  {
    throw MoleculeError("fingerprint bits: expected a number of at least 1, got " + std::to_string(settings.bits));
  }
  if (settings.radius < 0)
  {
    throw MoleculeError("fingerprint radius: expected a number of at least 0, got " + std::to_string(settings.radius));
  }
  return static_cast<std::size_t>(settings.bits);
}

void
Write(std::unique_ptr<ExplicitBitVect> bits, std::span<float> out)
{
  for (unsigned i = 0; i < bits->getNumBits(); ++i)
  {
    out[i] = bits->getBit(i) ? 1.0F : 0.0F;
  }
}

void
Write(std::unique_ptr<RDKit::SparseIntVect<std::uint32_t>> counts, std::span<float> out)
{
  for (const auto & [index, count] : counts->getNonzeroElements())
  {
    out[index] = static_cast<float>(count);
  }
}

std::unique_ptr<RDKit::SparseIntVect<std::uint32_t>>
CountPaths(const RDKit::ROMol & mol, unsigned bits)
{
  constexpr bool kHydrogens = true, kBranched = true, kBondOrder = true, kCountSimulation = false;
  const std::unique_ptr<RDKit::FingerprintGenerator<std::uint64_t>> generator(RDKit::RDKitFP::getRDKitFPGenerator<
                                                                              std::uint64_t>(
    kShortestPath, kLongestPath, kHydrogens, kBranched, kBondOrder, nullptr, kCountSimulation, {}, bits, kBitsPerPath));
  return std::unique_ptr<RDKit::SparseIntVect<std::uint32_t>>(generator->getCountFingerprint(mol));
}

void
WriteBlock(const RDKit::ROMol & mol, const FingerprintSettings & settings, std::span<float> out)
{
  namespace Morgan = RDKit::MorganFingerprints;
  const auto radius = static_cast<unsigned>(settings.radius);
  const auto bits = static_cast<unsigned>(settings.bits);
  using Bits = std::unique_ptr<ExplicitBitVect>;
  using Counts = std::unique_ptr<RDKit::SparseIntVect<std::uint32_t>>;
  switch (settings.kind)
  {
    case FingerprintKind::Morgan:
      Write(Bits(Morgan::getFingerprintAsBitVect(mol, radius, bits, nullptr, nullptr, settings.chirality)), out);
      break;
    case FingerprintKind::MorganCounts:
      Write(Counts(Morgan::getHashedFingerprint(mol, radius, bits, nullptr, nullptr, settings.chirality)), out);
      break;
    case FingerprintKind::Maccs:
      Write(Bits(RDKit::MACCSFingerprints::getFingerprintAsBitVect(mol)), out);
      break;
    case FingerprintKind::Rdkit:
      Write(Bits(RDKit::RDKFingerprintMol(mol, kShortestPath, kLongestPath, bits, kBitsPerPath)), out);
      break;
    case FingerprintKind::RdkitCounts:
      Write(CountPaths(mol, bits), out);
      break;
  }
}
} // namespace

FingerprintKind
FingerprintKindFromName(const std::string & name)
{
  std::string known;
  for (const Name & each : kNames)
  {
    if (name == each.name)
    {
      return each.kind;
    }
    known += (known.empty() ? "" : ", ") + std::string(each.name);
  }
  throw MoleculeError("fingerprint kind: expected one of " + known + ", got '" + name + "'");
}

std::vector<FingerprintSettings>
CloomeCountFingerprint()
{
  return { { FingerprintKind::MorganCounts, 3, 4096, true }, { FingerprintKind::RdkitCounts, 3, 4096, true } };
}

std::size_t
FingerprintWidth(std::span<const FingerprintSettings> blocks)
{
  if (blocks.empty())
  {
    throw MoleculeError("fingerprint: expected at least one block, got none");
  }
  std::size_t width = 0;
  for (const FingerprintSettings & block : blocks)
  {
    width += Width(block);
  }
  return width;
}

std::vector<float>
Fingerprint(const Molecule & molecule, std::span<const FingerprintSettings> blocks)
{
  std::vector<float> values(FingerprintWidth(blocks));
  std::span<float>   left(values);
  for (const FingerprintSettings & block : blocks)
  {
    WriteBlock(molecule.Rdkit(), block, left.first(Width(block)));
    left = left.subspan(Width(block));
  }
  return values;
}

SmilesResult<std::vector<float>>
Fingerprint(const std::string & smiles, const FingerprintSettings & settings)
{
  const std::span<const FingerprintSettings> blocks(&settings, 1);
  FingerprintWidth(blocks);
  const SmilesResult<Molecule> read = ReadSmiles(smiles);
  if (!read.value)
  {
    return { std::nullopt, read.reason };
  }
  return { Fingerprint(*read.value, blocks), "" };
}
} // namespace pheno

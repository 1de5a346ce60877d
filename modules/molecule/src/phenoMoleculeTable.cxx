#include "phenoMoleculeTable.h"
#include "phenoMoleculeError.h"

#include <algorithm>
#include <unordered_map>

namespace pheno
{
MoleculeTable::MoleculeTable(std::span<const MoleculeRow> rows)
{
  std::unordered_map<std::string, std::string> smilesOfId;
  for (const MoleculeRow & row : rows)
  {
    if (row.id.empty())
    {
      m_Quarantine.push_back({ row.id, row.smiles, "The row has no id." });
      continue;
    }
    const auto [known, isNew] = smilesOfId.emplace(row.id, row.smiles);
    if (!isNew && known->second != row.smiles)
    {
      throw MoleculeError("molecule '" + row.id + "': expected one SMILES, got '" + known->second + "' and '" +
                          row.smiles + "'");
    }
    if (!isNew)
    {
      continue;
    }
    SmilesResult<Molecule> read = ReadSmiles(row.smiles);
    if (!read.value)
    {
      m_Quarantine.push_back({ row.id, row.smiles, "The SMILES cannot be read: " + read.reason + "." });
    }
    else if (read.value->NumberOfAtoms() == 0)
    {
      m_Quarantine.push_back({ row.id, row.smiles, "The SMILES is missing or has no atoms." });
    }
    else
    {
      m_Ids.push_back(row.id);
      m_Molecules.push_back(std::move(*read.value));
    }
  }
}

torch::Tensor
MoleculeTable::Fingerprints(std::span<const FingerprintSettings> blocks) const
{
  const std::size_t   width = FingerprintWidth(blocks);
  const torch::Tensor features =
    torch::empty({ static_cast<std::int64_t>(m_Molecules.size()), static_cast<std::int64_t>(width) }, torch::kFloat32);
  float * out = features.data_ptr<float>();
  for (const Molecule & molecule : m_Molecules)
  {
    const std::vector<float> values = Fingerprint(molecule, blocks);
    out = std::copy(values.begin(), values.end(), out);
  }
  return features;
}
} // namespace pheno

#include "phenoFingerprint.h"
#include "phenoMoleculeTable.h"
#include "phenoMurckoScaffold.h"
#include "phenoNode.h"
#include "phenoProfiles.h"

#include <torch/types.h>

#include <map>

namespace
{
using namespace pheno;

FingerprintSettings
BlockOf(const Json & json)
{
  FingerprintSettings block;
  block.kind = FingerprintKindFromName(json.at("kind"));
  block.radius = json.value("radius", block.radius);
  block.bits = json.value("bits", block.bits);
  block.chirality = json.value("chirality", block.chirality);
  return block;
}

/** Makes fingerprints of SMILES. */
class FingerprintCompounds : public Node
{
public:
  explicit FingerprintCompounds(const Json & params)
    : m_IdColumn(params.at("id_column"))
    , m_SmilesColumn(params.at("smiles_column"))
  {
    for (const Json & block : params.at("blocks"))
    {
      m_Blocks.push_back(BlockOf(block));
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table>         table = in.Get<Table>("compounds");
    const Table::Text        ids = table->Texts(m_IdColumn);
    const Table::Text        smiles = table->Texts(m_SmilesColumn);
    std::vector<MoleculeRow> rows;
    for (std::size_t i = 0; i < ids.size(); ++i)
    {
      rows.push_back({ ids[i], smiles[i] });
    }
    const MoleculeTable molecules(rows);
    this->Quarantine(molecules, context);
    if (molecules.Ids().empty())
    {
      throw BadData("no compound has a SMILES that can be read in column " + m_SmilesColumn);
    }
    const torch::Tensor values = molecules.Fingerprints(m_Blocks).to(torch::kFloat64).contiguous();
    Profiles            profiles;
    profiles.metadata = this->MetadataOf(molecules, rows);
    for (std::int64_t i = 0; i < values.size(1); ++i)
    {
      profiles.features.push_back("Fingerprint_" + std::to_string(i));
    }
    profiles.values.assign(values.data_ptr<double>(), values.data_ptr<double>() + values.numel());
    profiles.precision = Profiles::Precision::Float32;
    out.Set("profiles", std::move(profiles));
  }

private:
  /** Each compound once, however many wells it has. */
  static void
  Quarantine(const MoleculeTable & molecules, Context & context)
  {
    std::map<std::string, std::string> reasons;
    for (const QuarantinedMolecule & bad : molecules.Quarantine())
    {
      reasons.emplace(bad.id, bad.reason);
    }
    for (const auto & [id, reason] : reasons)
    {
      context.Quarantine(id, reason);
    }
  }

  Table
  MetadataOf(const MoleculeTable & molecules, const std::vector<MoleculeRow> & rows) const
  {
    std::map<std::string, std::string> smilesOf;
    for (const MoleculeRow & row : rows)
    {
      smilesOf.emplace(row.id, row.smiles);
    }
    Table::Text smiles, scaffolds;
    for (std::size_t i = 0; i < molecules.Ids().size(); ++i)
    {
      smiles.push_back(smilesOf.at(molecules.Ids()[i]));
      scaffolds.push_back(MurckoScaffold(molecules.Molecules()[i]));
    }
    Table metadata;
    metadata.Add("Metadata_" + m_IdColumn, molecules.Ids());
    metadata.Set("Metadata_smiles", std::move(smiles));
    metadata.Set("Metadata_scaffold", std::move(scaffolds));
    return metadata;
  }

  std::string                      m_IdColumn;
  std::string                      m_SmilesColumn;
  std::vector<FingerprintSettings> m_Blocks;
};
} // namespace

PHENO_NODE(FingerprintCompounds)

#include "phenoGraphTower.h"
#include "phenoMoleculeError.h"

#include <map>

namespace pheno
{
GraphTower::GraphTower(std::vector<MoleculeGraph> graphs, const GraphEncoderSettings & settings, torch::ScalarType type)
  : m_Graphs(std::move(graphs))
  , m_Encoder(settings, type)
{
  if (m_Graphs.empty())
  {
    throw MoleculeError("graph tower: expected at least one molecule, got none");
  }
}

torch::Tensor
GraphTower::Encode(const std::vector<std::int64_t> & treatments, bool, at::Generator &)
{
  this->RowsOf(treatments); // refuses unknown ones
  std::vector<MoleculeGraph>           graphs;
  std::map<std::int64_t, std::int64_t> rowOfTreatment;
  std::vector<std::int64_t>            rows;
  for (const std::int64_t treatment : treatments)
  {
    const auto [known, isNew] = rowOfTreatment.emplace(treatment, static_cast<std::int64_t>(graphs.size()));
    if (isNew)
    {
      graphs.push_back(m_Graphs[static_cast<std::size_t>(treatment)]);
    }
    rows.push_back(known->second);
  }
  const torch::Tensor embeddings = m_Encoder.Forward(BatchGraphs(graphs));
  return embeddings.index({ torch::tensor(rows, torch::TensorOptions(embeddings.device()).dtype(torch::kInt64)) });
}

nlohmann::json
GraphTower::Settings() const
{
  const GraphEncoderSettings & s = m_Encoder.Settings();
  return { { "tower", "graph" },
           { "architecture", s.architecture },
           { "width", s.width },
           { "depth", s.depth },
           { "out_width", s.out_width },
           { "pooling", s.pooling },
           { "mean_log_degree", s.mean_log_degree } };
}
} // namespace pheno

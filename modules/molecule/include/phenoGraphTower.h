#ifndef phenoGraphTower_h
#define phenoGraphTower_h

#include "phenoGraphEncoder.h"
#include "phenoTreatmentTower.h"

namespace pheno
{
/** The treatments' side of a contrast from their molecules' graphs (methods 4.2). Each molecule of a batch is encoded
 * once, however often it is asked for. There is no dropout and no statistic of the batch: training and evaluation
 * agree. */
class GraphTower : public TreatmentTower
{
public:
  /** \param graphs one a treatment, in the treatments' order \throws MoleculeError for none, or as GraphEncoder */
  GraphTower(std::vector<MoleculeGraph>   graphs,
             const GraphEncoderSettings & settings,
             torch::ScalarType            type = torch::kFloat32);

  torch::Tensor
  Encode(const std::vector<std::int64_t> & treatments, bool training, at::Generator & dropout) override;

  std::int64_t
  Treatments() const override
  {
    return static_cast<std::int64_t>(m_Graphs.size());
  }
  std::int64_t
  Width() const override
  {
    return m_Encoder.Settings().out_width;
  }
  void
  Initialise(at::Generator generator) override
  {
    m_Encoder.Initialise(generator);
  }
  std::vector<NamedTensor>
  Parameters() const override
  {
    return m_Encoder.Parameters();
  }

  /** tower: "graph", and the fields of GraphEncoderSettings. */
  nlohmann::json
  Settings() const override;

private:
  std::vector<MoleculeGraph> m_Graphs;
  GraphEncoder               m_Encoder;
};
} // namespace pheno

#endif

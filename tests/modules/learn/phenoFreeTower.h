#ifndef phenoFreeTower_h
#define phenoFreeTower_h

#include "phenoTreatmentTower.h"

namespace pheno::test
{
/** One free embedding a treatment. */
class FreeTower : public TreatmentTower
{
public:
  explicit FreeTower(int treatments = 4, int width = 8, torch::ScalarType type = torch::kFloat32)
    : m_Parameters(type)
    , m_Table(m_Parameters.Add("table", { treatments, width }, { StartValues::Kind::Normal, 1 }))
  {}
  torch::Tensor
  Encode(const std::vector<std::int64_t> & treatments, bool, at::Generator &) override
  {
    return m_Table.index_select(0, this->RowsOf(treatments));
  }
  std::int64_t
  Treatments() const override
  {
    return m_Table.size(0);
  }
  std::int64_t
  Width() const override
  {
    return m_Table.size(1);
  }
  void
  Initialise(at::Generator generator) override
  {
    m_Parameters.Initialise(generator);
  }
  std::vector<NamedTensor>
  Parameters() const override
  {
    return m_Parameters.Tensors();
  }
  nlohmann::json
  Settings() const override
  {
    return { { "tower", "free" } };
  }

private:
  ParameterList m_Parameters;
  torch::Tensor m_Table;
};
} // namespace pheno::test

#endif

#include "phenoTestNode.h"

namespace
{
/** Counts itself at its first run. */
class CountInstances : public pheno::Node
{
public:
  explicit CountInstances(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs &, pheno::Outputs & out, pheno::Context & context) override
  {
    if (!m_HasRun)
    {
      pheno::test::CountCall(m_Params, context);
    }
    m_HasRun = true;
    out.Set("table", pheno::Table({ "value" }, { { "1" } }));
  }

private:
  pheno::Json m_Params;
  bool        m_HasRun = false;
};
} // namespace

PHENO_NODE(CountInstances)

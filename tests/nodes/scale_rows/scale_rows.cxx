#include "phenoTestNode.h"

namespace
{
/** Multiplies the column value of its one input. */
class ScaleRows : public pheno::Node
{
public:
  explicit ScaleRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    pheno::Table       table = *in.Get<pheno::Table>("table");
    pheno::Table::Real values = table.Numbers("value");
    const double       once = m_Params.at("factor");
    for (double & value : values)
    {
      value *= m_Params.at("mode") == "twice" ? once * once : once;
    }
    table.Set("value", std::move(values));
    out.Set("table", std::move(table));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(ScaleRows)

#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** One row with what the model's JSON says. */
class UseModel : public pheno::Node
{
public:
  explicit UseModel(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    const auto model = in.Get<pheno::Model>("model");
    out.Set("table",
            pheno::Table({ "value", "elements" },
                         { { model->description.at("value").dump(), model->description.at("elements").dump() } }));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(UseModel)

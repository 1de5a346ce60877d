#include "phenoTestNode.h"

namespace
{
/** Appends all elements; adds how many rows of the plate map came along. */
class GatherRows : public pheno::Node
{
public:
  explicit GatherRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    pheno::Table all;
    in.Each<pheno::Table>({ "tables" },
                          [&](const pheno::Shard &, pheno::Ptr<pheno::Table> table) { all.Append(*table); });
    const std::size_t labels = in.Has("wells") ? in.Get<pheno::Table>("wells")->Rows() : 0;
    all.Set("labels", pheno::Table::Text(all.Rows(), std::to_string(labels)));
    out.Set("table", std::move(all));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(GatherRows)

#include "phenoTestNode.h"

namespace
{
/** Writes one row: the shard's axes, a parameter, how many rows came in, the seed. */
class EmitRows : public pheno::Node
{
public:
  explicit EmitRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    std::vector<std::string> names{ "value", "rows", "seed" };
    const std::size_t        rows = in.Has("rows") ? in.Get<pheno::Table>("rows")->Rows() : 0;
    std::vector<std::string> row{ m_Params.at("value").dump(), std::to_string(rows), std::to_string(context.Seed()) };
    for (const auto & [axis, value] : context.GetShard().Axes())
    {
      names.push_back(axis);
      row.push_back(value);
    }
    out.Set("table", pheno::Table(names, { row }));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(EmitRows)

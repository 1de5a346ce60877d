#include "phenoTestNode.h"

#include <algorithm>

namespace
{
/** Counts the control wells of its shard and refuses, before the run, shards without one. */
class NeedControls : public pheno::Node
{
public:
  explicit NeedControls(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Check(const pheno::Inputs & tables, pheno::Diagnostics & problems) const override
  {
    for (const pheno::Shard & shard : tables.Shards("wells"))
    {
      if (Controls(*std::get<pheno::Ptr<pheno::Table>>(tables.Load("wells", shard))) == 0)
      {
        problems.Add("/params/control",
                     shard.ToString() + " has no well whose " + m_Params.at("class_by").get<std::string>() + " is " +
                       m_Params.at("control").get<std::string>());
      }
    }
  }

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    static_cast<void>(context);
    out.Set("table", pheno::Table({ "controls" }, { { std::to_string(Controls(*in.Get<pheno::Table>("wells"))) } }));
  }

private:
  std::ptrdiff_t
  Controls(const pheno::Table & wells) const
  {
    const pheno::Table::Text classes = wells.Texts(m_Params.at("class_by"));
    return std::count(classes.begin(), classes.end(), m_Params.at("control").get<std::string>());
  }

  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(NeedControls)

#include "phenoTestNode.h"

namespace
{
/** Passes a table on; throws Error or BadData on one shard. */
class FailRows : public pheno::Node
{
public:
  explicit FailRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    const std::string shard = m_Params.at("shard");
    const std::string unless = m_Params.at("unless");
    const std::string here = context.GetShard().ToString();
    if ((shard.empty() || shard == here) && (unless.empty() || !pheno::fs::exists(unless)))
    {
      if (m_Params.at("how") == "error")
      {
        throw pheno::Error("broken on purpose at " + here);
      }
      if (m_Params.at("how") == "bad_data")
      {
        throw pheno::BadData("bad on purpose at " + here);
      }
    }
    out.Set("table", *in.Get<pheno::Table>("table"));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(FailRows)

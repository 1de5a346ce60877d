#include "phenoTestNode.h"

namespace
{
/** One row a pair: the shard and the value of either side. */
class PairRows : public pheno::Node
{
public:
  explicit PairRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    static_cast<void>(context);
    pheno::Table::Text shards;
    pheno::Table::Text left;
    pheno::Table::Text right;
    in.Each<pheno::Table, pheno::Table>(
      { "left", "right" }, [&](const pheno::Shard & shard, pheno::Ptr<pheno::Table> a, pheno::Ptr<pheno::Table> b) {
        shards.push_back(shard.ToString());
        left.push_back(a->Cell(0, "value"));
        right.push_back(b->Cell(0, "value"));
      });
    pheno::Table pairs;
    pairs.Add("shard", std::move(shards));
    pairs.Add("left", std::move(left));
    pairs.Add("right", std::move(right));
    out.Set("table", std::move(pairs));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(PairRows)

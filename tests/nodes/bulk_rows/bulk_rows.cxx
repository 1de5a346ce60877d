#include "phenoTestNode.h"

namespace
{
/** Fills a disk. */
class BulkRows : public pheno::Node
{
public:
  explicit BulkRows(const pheno::Json & params)
    : m_Rows(params.at("rows"))
  {}

  void
  Run(const pheno::Inputs &, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::Table table;
    table.Add("text", pheno::Table::Text(m_Rows, context.GetShard().ToString() + std::string(100, '.')));
    out.Set("table", std::move(table));
  }

private:
  std::size_t m_Rows;
};
} // namespace

PHENO_NODE(BulkRows)

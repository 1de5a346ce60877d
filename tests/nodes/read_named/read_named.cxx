#include "phenoTestNode.h"

namespace
{
/** The first word of files that the index does not list. */
class ReadNamed : public pheno::Node
{
public:
  explicit ReadNamed(const pheno::Json &) {}

  std::vector<pheno::fs::path>
  Files(const pheno::Inputs & in, const pheno::Shard &) const override
  {
    std::vector<pheno::fs::path> files;
    for (const std::string & path : in.Get<pheno::Table>("files")->Texts("path"))
    {
      files.emplace_back(path + ".note");
    }
    return files;
  }

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::Table::Text words;
    for (const pheno::fs::path & path : this->Files(in, context.GetShard()))
    {
      words.emplace_back();
      std::ifstream(path.c_str()) >> words.back();
    }
    pheno::Table table;
    table.Add("value", std::move(words));
    out.Set("table", std::move(table));
  }
};
} // namespace

PHENO_NODE(ReadNamed)

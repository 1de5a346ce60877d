#include "phenoTestNode.h"

namespace
{
/** The first word of every file; the word bad is bad data, a missing file an error. */
class ReadRows : public pheno::Node
{
public:
  explicit ReadRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    pheno::Table::Text words;
    for (const std::string & path : in.Get<pheno::Table>("files")->Texts("path"))
    {
      std::ifstream file(path);
      if (!file)
      {
        throw pheno::Error(path + " cannot be read");
      }
      std::string word;
      file >> word;
      if (word == "bad")
      {
        throw pheno::BadData(pheno::fs::path(path).filename().string() + " is bad");
      }
      words.push_back(word);
    }
    pheno::Table table;
    table.Add("value", std::move(words));
    out.Set("table", std::move(table));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(ReadRows)

#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** One input, several outputs. */
class SplitRows : public pheno::Node
{
public:
  explicit SplitRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    const auto table = in.Get<pheno::Table>("table");
    out.Set("left", *table);
    out.Set("right", *table);
    if (out.Wanted("note"))
    {
      const auto path = out.Folder("note") / "note.txt";
      std::ofstream(path.c_str()) << table->Rows() << "\n";
      out.Set("note", pheno::File{ path });
    }
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(SplitRows)

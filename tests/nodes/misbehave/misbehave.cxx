#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** Breaks the rule that a parameter names. */
class Misbehave : public pheno::Node
{
public:
  explicit Misbehave(const pheno::Json & params)
    : m_How(params.at("how"))
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    static_cast<void>(context);
    const pheno::Table row({ "value" }, { { "1" } });
    if (m_How == "std")
    {
      throw std::out_of_range("vector::at on purpose");
    }
    if (m_How == "int")
    {
      throw 42;
    }
    if (m_How == "nothing")
    {
      return;
    }
    if (m_How == "wrong_type")
    {
      out.Set("table", pheno::File{ "/nowhere" });
    }
    if (m_How == "unknown_port")
    {
      out.Set("tabel", row);
    }
    if (m_How == "null")
    {
      out.Store("table", pheno::Ptr<pheno::Table>());
    }
    if (m_How == "unknown_input")
    {
      in.Load("tabel");
    }
    out.Set("table", row);
    if (m_How == "bad_after_output")
    {
      throw pheno::BadData("bad after all");
    }
    if (m_How == "twice")
    {
      out.Set("table", row);
    }
  }

private:
  std::string m_How;
};
} // namespace

PHENO_NODE(Misbehave)

#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** The first word of a file. */
class ReadNote : public pheno::Node
{
public:
  explicit ReadNote(const pheno::Json &) {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context &) override
  {
    std::string word;
    std::ifstream(in.Get<pheno::File>("note")->path.c_str()) >> word;
    out.Set("table", pheno::Table({ "value" }, { { word } }));
  }
};
} // namespace

PHENO_NODE(ReadNote)

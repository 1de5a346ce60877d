#include "phenoNode.h"
#include "phenoTable.h"

namespace
{
using namespace pheno;

/** Puts tables one below the other. */
class AppendTables : public Node
{
public:
  explicit AppendTables(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context &) override
  {
    Table all;
    for (const char * port : { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth" })
    {
      if (in.Has(port))
      {
        all.Append(*in.Get<Table>(port));
      }
    }
    out.Set("table", std::move(all));
  }
};
} // namespace

PHENO_NODE(AppendTables)

#include "phenoNode.h"
#include "phenoTable.h"

#include <algorithm>

namespace
{
using namespace pheno;

/** Appends the tables of several tasks. */
class CollectTables : public Node
{
public:
  explicit CollectTables(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Table                    all;
    std::vector<std::string> columns; // sorted
    in.Each<Table>({ "tables" }, [&](const Shard & shard, const Ptr<Table> & table) {
      context.ThrowIfCancelled();
      std::vector<std::string> names = table->Names();
      std::sort(names.begin(), names.end());
      if (columns.empty())
      {
        columns = names;
      }
      if (names != columns)
      {
        throw Error("the table of " + shard.ToString() + " has the columns " + Join(names) + ", expected " +
                    Join(columns) + " as in those before");
      }
      all.Append(*table);
    });
    if (columns.empty())
    {
      throw BadData("there is no table to collect: all tasks are quarantined");
    }
    out.Set("table", std::move(all));
  }
};
} // namespace

PHENO_NODE(CollectTables)

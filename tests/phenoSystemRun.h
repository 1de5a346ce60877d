#ifndef phenoSystemRun_h
#define phenoSystemRun_h

#include "phenoFolders.h"
#include "phenoTinyScreen.h"

#include "phenoCsv.h"

#include <string>

namespace pheno::test
{
/** A value of the metrics table of a run. \param column of the table */
inline double
MetricOf(const fs::path &    run,
         const std::string & metric,
         const std::string & group,
         const std::string & column = "value")
{
  const Table table = ReadCsv((run / "outputs/metrics_table.csv").string());
  for (std::size_t row = 0; row < table.Rows(); ++row)
  {
    if (table.Cell(row, "metric") == metric && table.Cell(row, "group") == group)
    {
      return table.Numbers(column)[row];
    }
  }
  FAIL("no " << metric << " of " << group);
  return 0;
}

/** Points a place at an example screen and a workflow. \param seed of the screen, another than the recipe's */
inline void
Put(Place & place, const std::string & recipe, const std::string & workflow, const std::string & seed = "")
{
  place.workflow = std::string(kSourceDir) + "/workflows/" + workflow;
  place.index = (SimulatedScreen(recipe, seed) / "screen/index.csv").string();
  place.platemap = (SimulatedScreen(recipe, seed) / "screen/platemap.csv").string();
}
} // namespace pheno::test

#endif

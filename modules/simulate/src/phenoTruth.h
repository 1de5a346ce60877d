#ifndef phenoTruth_h
#define phenoTruth_h

#include "phenoFaults.h"
#include "phenoFileSystem.h"
#include "phenoSite.h"
#include "phenoTable.h"

#include <vector>

namespace pheno::simulate
{
/** The plate map of the screen: plate, well, compound, dose, dose_unit, treatment, mechanism, role, replicate,
 * week when the recipe knows weeks, origin; then smiles, when a compound has one; then core and a column a placeholder
 * (r1, r2), when the recipe has a library.
 */
Table
PlateMapTable(const Recipe & recipe, const std::vector<PlateDesign> & plates);

/** truth/wells.csv: the plate map's wells with response, effect_<trait> at full response, <trait> as grown, and
 * gain_<channel>. */
Table
WellTruthTable(const Recipe & recipe, const std::vector<PlateDesign> & plates);

/** truth/faults.csv: plate, well, site, channel, fault, path below screen/. */
Table
FaultTable(const Recipe & recipe, const std::vector<PlateDesign> & plates, const FaultPlan & faults);

/** What is known of a plate's sites, in the order of the rows of its two tables. */
class PlateTruth
{
public:
  PlateTruth(const Recipe & recipe, const PlateDesign & plate);

  /** `item` is well * sites + site - 1; sites may come in any order. */
  void
  Keep(std::size_t item, const Site & site);

  /** cells.csv and sites.csv in `folder`. Throws Error. */
  void
  Write(const fs::path & folder) const;

  std::size_t
  CountCells() const;

private:
  struct Known
  {
    std::vector<CellTruth> cells;
    double                 psf = 0.0;
    bool                   outOfFocus = false;
    int                    debris = 0;
  };
  Table
  CellTable() const;
  Table
  SiteTable() const;

  const Recipe &      m_Recipe;
  const PlateDesign & m_Plate;
  std::vector<Known>  m_Sites;
};
} // namespace pheno::simulate

#endif

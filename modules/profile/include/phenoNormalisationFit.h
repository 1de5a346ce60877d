#ifndef phenoNormalisationFit_h
#define phenoNormalisationFit_h

#include "phenoCountRegression.h"
#include "phenoGroupNormalisation.h"
#include "phenoPositionEffects.h"

#include <optional>

namespace pheno
{
/** What normalising a table takes out, one after the other: effects of well positions, what the cell count explains,
 * center and scale of every group. Parts that were not asked for are absent; without groups the rows are ranked anew
 * wherever it is applied (phenoRankNormal.h). */
struct NormalisationFit
{
  std::optional<PositionEffects>    positions;
  std::optional<CountRegression>    counts;
  std::optional<GroupNormalisation> groups;

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("positions", fit.positions);
    visit("counts", fit.counts);
    visit("groups", fit.groups);
  }
};
} // namespace pheno

#endif

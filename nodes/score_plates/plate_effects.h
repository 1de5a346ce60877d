#ifndef plate_effects_h
#define plate_effects_h

#include "phenoIntervals.h"
#include "plate_wells.h"

namespace pheno
{
/** The difference of two groups' means in robust standard deviations (1.4826 MAD of both together) with a permutation p
 * and its interval. Without a well on one side, or where wells do not scatter, there is no value and the note says why.
 * \param a, b what the groups are called */
scoring::Metrics::Row
MeanEffect(scoring::Metrics::Row       row,
           const std::vector<double> & ofA,
           const std::vector<double> & ofB,
           const std::string &         a,
           const std::string &         b,
           std::uint64_t               seed);

/** A plate taken apart into effects of rows and columns. The effects' intervals come of 500 plates that are put
 * together again with residuals drawn among all wells, and taken apart; an effect is a range, which scatter widens, and
 * so do its ends. */
struct PolishedPlate
{
  PolishedPlate(const PlateWells & wells, const RowGroup & plate, std::uint64_t seed);

  std::size_t         n_wells = 0;
  std::size_t         n_rows = 0, n_columns = 0; ///< with a well
  Interval            row_effect;    ///< range of the effects in robust standard deviations of the residuals
  Interval            column_effect; ///< NaN where the residuals do not scatter
  std::vector<double> b_scores;      ///< parallel to the rows of the plate; NaN without a place
};
} // namespace pheno

#endif

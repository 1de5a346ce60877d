#ifndef phenoPositionEffects_h
#define phenoPositionEffects_h

#include "phenoMatrix.h"

namespace pheno
{
/** What every well position adds to the features: the mean of its wells over all plates, treated and control wells
 * alike (the JUMP profiling recipe's correction; plates should have their treatments in different places). */
struct PositionEffects
{
  std::vector<std::string> positions; ///< ascending as byte strings
  Matrix                   means;     ///< one row a position; NaN where no well has a value

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("positions", fit.positions);
    visit("means", fit.means);
  }
};

/** Missing values are left out of the means; a position with one well has that well as its mean. Throws ProfileError
 * for a column of another length. */
PositionEffects
FitPositionEffects(MatrixView matrix, const LabelColumn & positions);

/** Subtracts the mean of each row's position, in place. Throws ProfileError for another number of features or a
 * position that was not there in the fit (named). */
void
ApplyPositionEffects(const PositionEffects & effects, const LabelColumn & positions, Matrix & matrix);

/** The rows without a missing value, when fewer than `most` rows would be lost; all rows otherwise. The recipe drops so
 * before it takes means, with 100. */
std::vector<std::size_t>
CompleteRows(MatrixView matrix, std::size_t most = 100);
} // namespace pheno

#endif

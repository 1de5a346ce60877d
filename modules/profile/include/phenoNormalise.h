#ifndef phenoNormalise_h
#define phenoNormalise_h

#include "phenoMatrix.h"

namespace pheno
{
/** x <- (x - center) / scale, fitted on reference rows; the numbers are those of pycytominer 1.7.
 *
 * Standardize   mean, population standard deviation; 0 becomes 1.
 * Robustize     median, q75 - q25 (linear quantiles); 0 becomes 1.
 * MadRobustize  median, 1.4826 median|x - median| + epsilon (so a constant feature gives 0 where it equals the constant
 *               and huge values elsewhere).
 * Mad           median, median|x - median| + epsilon: without the factor, as the JUMP profiling recipe. */
enum class NormaliseMethod
{
  Standardize,
  Robustize,
  MadRobustize,
  Mad
};

/** "standardize", "robustize", "mad_robustize" or "mad". Throws ProfileError for anything else. */
NormaliseMethod
NormaliseMethodFromName(const std::string & name);
std::string
NameOf(NormaliseMethod method);

inline constexpr double kMadEpsilon = 1e-18;

/** What a normalisation learnt from its reference rows; apply it to rows that come later. */
struct Normalisation
{
  std::vector<double> center; ///< D
  std::vector<double> scale;  ///< D, never 0

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("center", fit.center);
    visit("scale", fit.scale);
  }
};

/** Fits on the rows of the mask; NaN are left out; a feature without a value there gives NaN center and scale.
 * Throws ProfileError when the mask has another length than the matrix or marks no row. */
Normalisation
FitNormalisation(MatrixView      matrix,
                 const RowMask & reference,
                 NormaliseMethod method,
                 double          epsilon = kMadEpsilon,
                 unsigned        threads = 1);

/** Applies it to all rows, in place; NaN stay NaN. Throws ProfileError for another number of features. */
void
ApplyNormalisation(const Normalisation & normalisation, Matrix & matrix);
} // namespace pheno

#endif

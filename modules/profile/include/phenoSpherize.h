#ifndef phenoSpherize_h
#define phenoSpherize_h

#include "phenoMatrix.h"

namespace pheno
{
/** Whitening on reference rows (Kessy, Lewin, Strimmer 2018; the numbers are those of pycytominer 1.7's Spherize).
 *
 * Centred reference X_c = U S V^T (-cor forms: divided by the population standard deviation first, 0 becomes 1),
 * S <- S + epsilon, W = V diag(sqrt(n - 1) / S), times V^T for ZCA; out = (x - mean) W. With fewer reference rows than
 * features the missing singular values are taken as the last non-zero one. */
enum class SpherizeMethod
{
  Pca,
  Zca,
  PcaCor,
  ZcaCor
};

/** "PCA", "ZCA", "PCA-cor" or "ZCA-cor". Throws ProfileError for anything else. */
SpherizeMethod
SpherizeMethodFromName(const std::string & name);

struct Spherizing
{
  std::vector<double> center;    ///< D
  std::vector<double> scale;     ///< D; ones but for the -cor forms
  Matrix              transform; ///< D x D; columns of the PCA forms have their largest entry positive
  std::size_t         rank = 0;  ///< singular values that are not zero

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("center", fit.center);
    visit("scale", fit.scale);
    visit("transform", fit.transform);
    visit("rank", fit.rank);
  }
};

/** Throws ProfileError for fewer than two reference rows, all reference rows equal, or a NaN or infinite value in them
 * (row and feature are named). */
Spherizing
FitSpherizing(MatrixView matrix, const RowMask & reference, SpherizeMethod method, double epsilon = 1e-6);

/** Replaces all rows by (row - center) / scale times transform. A row with a NaN becomes all NaN. The same bytes for
 * any number of threads. */
void
ApplySpherizing(const Spherizing & spherizing, Matrix & matrix, unsigned threads = 1);
} // namespace pheno

#endif

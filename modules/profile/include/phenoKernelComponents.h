#ifndef phenoKernelComponents_h
#define phenoKernelComponents_h

#include "phenoMatrix.h"

namespace pheno
{
/** Linear      x.y
 * Polynomial  (gamma x.y + offset)^degree
 * Rbf         exp(-gamma |x - y|^2) */
enum class KernelKind
{
  Linear,
  Polynomial,
  Rbf
};

/** "linear", "poly" or "rbf", as scikit-learn. Throws ProfileError for anything else. */
KernelKind
KernelKindFromName(const std::string & name);

/** The defaults are scikit-learn's. */
struct KernelOptions
{
  KernelKind  kind = KernelKind::Rbf;
  double      gamma = 0; ///< 0: 1 / D
  std::size_t degree = 3;
  double      offset = 1;
  std::size_t components = 0; ///< at most so many; 0: all
};

/** Kernel principal components (Schoelkopf, Smola, Mueller 1998) of n reference rows c_1..c_n; numbers as
 * scikit-learn's KernelPCA.
 *
 * K_ij = k(c_i, c_j), centred in feature space: K' = K - 1K - K1 + 1K1 with 1 = (1/n)_ij; K' = V diag(l) V^T, l
 * descending, the entry of largest magnitude of every v positive. Components with l <= 1e-12 of the largest are left
 * out. A row x has the score sum_i k'(x, c_i) v_i / sqrt(l), k' centred with the means of the reference rows; the
 * reference rows' own scores have the variance l / n. */
struct KernelComponents
{
  std::string         kind; ///< as KernelKindFromName reads it
  double              gamma = 0;
  double              offset = 0;
  std::size_t         degree = 0;
  Matrix              references;   ///< n x D
  std::vector<double> means;        ///< n, row means of K
  double              mean = 0;     ///< of K
  std::vector<double> eigenvalues;  ///< k
  Matrix              coefficients; ///< n x k, v / sqrt(l)

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("kind", fit.kind);
    visit("gamma", fit.gamma);
    visit("offset", fit.offset);
    visit("degree", fit.degree);
    visit("references", fit.references);
    visit("means", fit.means);
    visit("mean", fit.mean);
    visit("eigenvalues", fit.eigenvalues);
    visit("coefficients", fit.coefficients);
  }
};

/** Takes 4 n^2 numbers of memory and, for components up to n / 2, 4/3 n^3 + 2 n^2 components operations. Throws
 * ProfileError for fewer than two reference rows, reference rows that are all equal to the kernel, a NaN or infinite
 * value in them, or a negative gamma. */
KernelComponents
FitKernelComponents(MatrixView            matrix,
                    const RowMask &       reference,
                    const KernelOptions & options = {},
                    unsigned              threads = 1);

/** N x k, 128 rows at a time: 128 n numbers of memory a thread. A row with a NaN becomes all NaN. The same bytes for
 * any number of threads. Throws ProfileError for another number of features. */
Matrix
ApplyKernelComponents(const KernelComponents & fit, MatrixView matrix, unsigned threads = 1);
} // namespace pheno

#endif

#ifndef phenoTsneKernels_h
#define phenoTsneKernels_h

#include "phenoMatrix.h"

namespace pheno::tsne
{
/** Sums over all rows j, for every row i, with w = 1 / (1 + |y_i - y_j|^2). */
struct Forces
{
  std::vector<double> attractX; ///< sum p_ij w (x_i - x_j)
  std::vector<double> attractY;
  std::vector<double> repelX; ///< sum w^2 (x_i - x_j)
  std::vector<double> repelY;
  std::vector<double> weight; ///< sum w, j = i included

  void
  Resize(std::size_t rows);
};

/** Conditional probabilities p_j|i ~ exp(-beta d_ij^2) with beta such that their perplexity is the asked one
 * (bisection, 1e-5 relative); 0 for j = i. \param squaredDistances N values; \param row i; \param conditional N values,
 * overwritten */
void
CalibrateRow(std::span<const double> squaredDistances,
             std::size_t             row,
             double                  perplexity,
             std::vector<double> &   conditional);

/** Forces on the kLanes rows from `first` on.
 * \param joint N x kLanes probabilities of these rows; \param map 2 x N */
void
BlockForces(const float * joint, const Matrix & map, std::size_t first, Forces & forces);
} // namespace pheno::tsne

#endif

#ifndef phenoTsneSparse_h
#define phenoTsneSparse_h

#include "phenoDistance.h"
#include "phenoWeightedGraph.h"

namespace pheno::tsne
{
/** The forces of t-SNE with affinities between nearest neighbours alone and repulsion between points and cells. */
class SparseForces
{
public:
  SparseForces(MatrixView profiles, double perplexity, Distance distance, unsigned threads);

  /** dC/dy_i = 4 (exaggeration sum_j p_ij w_ij (y_i - y_j) - sum_j w_ij^2 (y_i - y_j) / sum w), w = 1 / (1 + d^2).
   * \param map 2 x N; \param gradient 2 x N, overwritten; \param threads changes the time, never the bytes */
  void
  Gradient(const Matrix & map, double exaggeration, unsigned threads, Matrix & gradient) const;

private:
  WeightedGraph m_Joint; ///< p_ij
};
} // namespace pheno::tsne

#endif

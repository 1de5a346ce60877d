#ifndef phenoEmbeddingRegulariser_h
#define phenoEmbeddingRegulariser_h

#include <torch/types.h>

namespace pheno
{
/** mean over all elements of (p - q)^2. \param p, q N x D \throws LearnError for other shapes */
torch::Tensor
MeanSquaredDifference(const torch::Tensor & p, const torch::Tensor & q);

/** VICReg's variance term: 1/D SUM_d max(0, 1 - sqrt(Var_d + 1e-4)), with the unbiased variance over the rows.
 * \param z N x D, N > 1 \throws LearnError for another shape */
torch::Tensor
VarianceTerm(const torch::Tensor & z);

/** VICReg's covariance term: 1/D SUM_{d != e} Cov_de^2, with the unbiased covariance over the rows.
 * \param z N x D, N > 1 \throws LearnError for another shape */
torch::Tensor
CovarianceTerm(const torch::Tensor & z);

/** The regulariser of a cross-modal objective (VICReg, Bardes 2022; the Reg variants of Watkinson 2023, methods 4.1).
 *
 * R(p, q) = mse |p - q|^2 + variance (v(p) + v(q)) + covariance (c(p) + c(q)), with the three terms above.
 *
 * The paper's runs minimise 0.95 L + 0.05 R for an objective L, with these weights. Zero and equal rows are no
 * exception: the 1e-4 keeps the root's slope finite. */
class EmbeddingRegulariser
{
public:
  struct Weights
  {
    double mse = 1;
    double variance = 1;
    double covariance = 0.05;
  };

  /** \throws LearnError for a weight below 0 */
  explicit EmbeddingRegulariser(Weights weights);

  /** \param p, q N x D, unit rows, N > 1  \return the scalar R  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & p, const torch::Tensor & q) const;

private:
  Weights m_Weights;
};
} // namespace pheno

#endif

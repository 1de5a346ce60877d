#ifndef phenoS2lLoss_h
#define phenoS2lLoss_h

#include <torch/types.h>

namespace pheno
{
/** S2L, the sigmoid loss with soft labels from image distances (Fradkin 2024, MolPhenix; CellCLIP, methods 3.3).
 *
 * s_ij = 1 - (4 / pi) atan( |p_i - p_j|^2 / 0.3 ), 0 where that is below 0.75,
 * k_ij = exp(log_scale) q_i.p_j + bias,
 * L = - 1/N SUM_ij [ s_ij log sigmoid(k_ij) + (gamma - 0.75 s_ij) log sigmoid(-k_ij) ]
 *
 * The gradient flows through s too, where it is not cut off. A zero row has logits `bias`; s is 1 among zero rows. */
class S2lLoss
{
public:
  /** \param gamma weight of the repulsion; 1.7 in CellCLIP's code, 1.75 in the paper
   * \throws LearnError unless it is above 0.75, below which equal images would repel with a negative weight */
  explicit S2lLoss(double gamma = 1.7);

  /** \param image, text p and q, N x D, unit rows  \param log_scale one number (LogitScale)  \param bias one number
   * \return the scalar L  \throws LearnError for other shapes */
  torch::Tensor
  Compute(const torch::Tensor & image,
          const torch::Tensor & text,
          const torch::Tensor & log_scale,
          const torch::Tensor & bias) const;

private:
  double m_Gamma;
};
} // namespace pheno

#endif

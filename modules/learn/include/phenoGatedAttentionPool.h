#ifndef phenoGatedAttentionPool_h
#define phenoGatedAttentionPool_h

#include "phenoParameterList.h"

namespace pheno
{
/** Gated-attention pooling of multiple instances (Ilse 2018, equation 9), with weights shared by the channels, as in
 * CellCLIP (methods 3.2):
 * a_m = softmax_m( w (tanh(V x_m + v) * sigmoid(U x_m + u)) + b ),  pooled = SUM_m a_m x_m.
 *
 * An instance of a channel whose features are all zero is padding and gets attention 0. A channel with padding alone
 * has no attention: it gives zeros and no gradient (CellCLIP gives NaN there). */
class GatedAttentionPool
{
public:
  struct Output
  {
    torch::Tensor pooled;    ///< B x C x D
    torch::Tensor attention; ///< B x C x M
  };

  /** \param width D \param hidden rows of V and U, 128 in CellCLIP
   * \throws LearnError unless both are positive */
  GatedAttentionPool(int width, int hidden, torch::ScalarType type = torch::kFloat32);

  /** Weights and biases uniform in +-1/sqrt(fan in), PyTorch's start of linear layers. */
  void
  Initialise(at::Generator generator)
  {
    m_Parameters.Initialise(generator);
  }

  /** attention_v, attention_u and attention_w, each with weight and bias; they share memory with this object. */
  const std::vector<NamedTensor> &
  Parameters() const
  {
    return m_Parameters.Tensors();
  }
  const ParameterList &
  List() const
  {
    return m_Parameters;
  }

  /** \throws LearnError for a missing, surplus or wrongly shaped tensor */
  void
  LoadState(const std::vector<NamedTensor> & state);

  /** bags: B x M x C x D, filled up with zeros. \throws LearnError for another width or no instance */
  Output
  Compute(const torch::Tensor & bags) const;

private:
  int           m_Width;
  ParameterList m_Parameters;
  torch::Tensor m_VWeight, m_VBias, m_UWeight, m_UBias, m_WWeight, m_WBias;
};
} // namespace pheno

#endif

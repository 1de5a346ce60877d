#ifndef phenoGinLayer_h
#define phenoGinLayer_h

#include "phenoMessagePassing.h"

namespace pheno::molecule
{
/** Graph isomorphism layer (Xu 2019, equation 4.1) with bond features (Hu 2020):
 * h_v' = MLP((1 + epsilon) h_v + sum over neighbours u of ReLU(h_u + B e_uv)), MLP = Linear, ReLU, Linear, twice as
 * wide inside; epsilon is trained and starts at 0. An atom without neighbours sums to 0. Parameters, in this order:
 * epsilon (1), bonds (Linear), mlp_1, mlp_2. */
class GinLayer : public MessagePassing
{
public:
  GinLayer(ParameterList & list, const std::string & name, std::int64_t width);

  torch::Tensor
  Apply(const torch::Tensor & atoms, const Bonds & bonds) const override;

private:
  torch::Tensor m_Epsilon;
  Linear        m_Bonds, m_First, m_Second;
};
} // namespace pheno::molecule

#endif

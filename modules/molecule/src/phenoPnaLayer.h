#ifndef phenoPnaLayer_h
#define phenoPnaLayer_h

#include "phenoMessagePassing.h"

namespace pheno::molecule
{
/** Principal neighbourhood aggregation (Corso 2020, equations 5 to 8):
 * m_uv = M [h_v, h_u, e_uv],  h_v' = U [h_v, S x A],
 * A = mean, max, min, standard deviation (sqrt(variance + 1e-5)) of the messages into v, each times
 * S = 1, log(d + 1) / delta, delta / log(d + 1), d the neighbours of v and delta the mean of log(d + 1) over the
 * training set's atoms. U reads [h_v, all four times 1, all four times the second, all four times the third]. An atom
 * without neighbours aggregates to 0. Parameters, in this order: message (Linear), update (Linear). */
class PnaLayer : public MessagePassing
{
public:
  PnaLayer(ParameterList & list, const std::string & name, std::int64_t width, double meanLogDegree);

  torch::Tensor
  Apply(const torch::Tensor & atoms, const Bonds & bonds) const override;

private:
  double m_MeanLogDegree;
  Linear m_Message, m_Update;
};
} // namespace pheno::molecule

#endif

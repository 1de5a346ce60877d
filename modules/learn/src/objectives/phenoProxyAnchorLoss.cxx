#include "phenoProxyAnchorLoss.h"
#include "phenoClassLabels.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"

#include <limits>

namespace pheno
{
namespace
{
constexpr auto kWhat = "proxy anchor";

/** log( 1 + SUM_i exp(e_ik) ) of each column over the rows that take part. */
torch::Tensor
LogOnePlusSum(const torch::Tensor & exponents, const torch::Tensor & takes_part)
{
  const torch::Tensor one = torch::zeros({ 1, exponents.size(1) }, exponents.options());
  const torch::Tensor terms = exponents.masked_fill(takes_part.logical_not(), -std::numeric_limits<double>::infinity());
  return at::logsumexp(at::cat({ one, terms }), { 0 });
}
} // namespace

ProxyAnchorLoss::ProxyAnchorLoss(double alpha, double delta)
  : m_Alpha(alpha)
  , m_Delta(delta)
{
  if (!(alpha > 0) || !(delta >= 0))
  {
    throw LearnError("proxy anchor: expected alpha above 0 and delta of at least 0, got " + std::to_string(alpha) +
                     " and " + std::to_string(delta));
  }
}

torch::Tensor
ProxyAnchorLoss::Compute(const torch::Tensor &             x,
                         const torch::Tensor &             proxies,
                         const std::vector<std::int64_t> & classes) const
{
  learn::CheckTable(kWhat, x, proxies);
  const torch::Tensor own = learn::ClassIndices(kWhat, x, classes, proxies.size(0));
  const torch::Tensor of = learn::ClassColumns(own, proxies.size(0));
  const torch::Tensor cosine = at::matmul(NormaliseRows(x), NormaliseRows(proxies).t());
  // A proxy without an image adds log 1 = 0 to the first sum.
  const torch::Tensor attraction = LogOnePlusSum(-m_Alpha * (cosine - m_Delta), of).sum() / of.any(0).sum();
  return attraction + LogOnePlusSum(m_Alpha * (cosine + m_Delta), of.logical_not()).mean();
}
} // namespace pheno

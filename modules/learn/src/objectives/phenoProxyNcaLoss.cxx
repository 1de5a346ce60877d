#include "phenoProxyNcaLoss.h"
#include "phenoClassLabels.h"
#include "phenoContrast.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"

#include <limits>

namespace pheno
{
namespace
{
constexpr auto kWhat = "ProxyNCA";
}

ProxyNcaLoss::ProxyNcaLoss(double scale, ProxyDenominator denominator)
  : m_Scale(scale)
  , m_Denominator(denominator)
{
  if (!(scale > 0))
  {
    throw LearnError("ProxyNCA: expected a scale above 0, got " + std::to_string(scale));
  }
}

torch::Tensor
ProxyNcaLoss::Compute(const torch::Tensor &             x,
                      const torch::Tensor &             proxies,
                      const std::vector<std::int64_t> & classes) const
{
  learn::CheckTable(kWhat, x, proxies);
  const std::int64_t  count = proxies.size(0);
  const torch::Tensor own = learn::ClassIndices(kWhat, x, classes, count);
  const bool          all = m_Denominator == ProxyDenominator::AllProxies;
  if (!all && count < 2)
  {
    throw LearnError("ProxyNCA: expected at least two proxies, got 1");
  }
  const torch::Tensor logits = -m_Scale * learn::SquaredDistances(NormaliseRows(x), NormaliseRows(proxies));
  const torch::Tensor positive = logits.gather(1, own.unsqueeze(1)).squeeze(1);
  const torch::Tensor terms =
    all ? logits : logits.masked_fill(learn::ClassColumns(own, count), -std::numeric_limits<double>::infinity());
  return (at::logsumexp(terms, { 1 }) - positive).mean();
}
} // namespace pheno

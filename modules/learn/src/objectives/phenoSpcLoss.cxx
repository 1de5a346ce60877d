#include "phenoSpcLoss.h"
#include "phenoContrast.h"

#include <cstdint>
#include <numeric>
#include <vector>

namespace pheno
{
namespace
{
constexpr auto kWhat = "SPC loss";

double
Checked(double temperature)
{
  learn::CheckTemperature(kWhat, temperature);
  return temperature;
}
} // namespace

SpcLoss::SpcLoss(double temperature)
  : m_Loss({ Checked(temperature), true, false, ClassNegatives::Batch })
{}

torch::Tensor
SpcLoss::PerImage(const torch::Tensor & z, const torch::Tensor & y) const
{
  learn::CheckPair(kWhat, z, y);
  std::vector<std::int64_t> rows(static_cast<std::size_t>(z.size(0)));
  std::iota(rows.begin(), rows.end(), std::int64_t{ 0 });
  return m_Loss.PerImage(z, y.detach(), rows);
}
} // namespace pheno

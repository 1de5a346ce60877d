#include "phenoFalseDiscovery.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace pheno
{
namespace
{
/** min over larger p of p_(i) n factor / i, at most 1. */
std::vector<double>
StepUp(std::span<const double> p, bool anyDependence)
{
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
  {
    if (!std::isnan(p[i]))
    {
      order.push_back(i);
    }
  }
  std::sort(order.begin(), order.end(), [p](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  double factor = static_cast<double>(order.size());
  if (anyDependence)
  {
    double harmonic = 0;
    for (std::size_t i = 1; i <= order.size(); ++i)
    {
      harmonic += 1.0 / static_cast<double>(i);
    }
    factor *= harmonic;
  }
  std::vector<double> adjusted(p.size(), std::numeric_limits<double>::quiet_NaN());
  double              smallest = 1;
  for (std::size_t i = order.size(); i-- > 0;)
  {
    smallest = std::min(smallest, p[order[i]] * factor / static_cast<double>(i + 1));
    adjusted[order[i]] = smallest;
  }
  return adjusted;
}
} // namespace

std::vector<double>
BenjaminiHochberg(std::span<const double> p)
{
  return StepUp(p, false);
}

std::vector<double>
BenjaminiYekutieli(std::span<const double> p)
{
  return StepUp(p, true);
}
} // namespace pheno

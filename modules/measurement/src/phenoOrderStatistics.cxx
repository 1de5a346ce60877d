#include "phenoOrderStatistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pheno
{
double
SortedQuantile(const std::vector<double> & values, double fraction)
{
  const double position = static_cast<double>(values.size()) * fraction;
  const auto   below = static_cast<std::size_t>(std::floor(position));
  if (below + 1 >= values.size())
  {
    return values.back();
  }
  const double weight = position - static_cast<double>(below);
  return values[below] * (1.0 - weight) + values[below + 1] * weight;
}

double
MiddleValue(std::vector<double> & values)
{
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1)
  {
    return *middle;
  }
  return 0.5 * (*std::max_element(values.begin(), middle) + *middle);
}
} // namespace pheno

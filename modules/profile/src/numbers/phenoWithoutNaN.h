#ifndef phenoWithoutNaN_h
#define phenoWithoutNaN_h

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <vector>

namespace pheno
{
inline std::vector<double>
WithoutNaN(std::span<const double> values)
{
  std::vector<double> kept;
  kept.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double value) { return !std::isnan(value); });
  return kept;
}
} // namespace pheno

#endif

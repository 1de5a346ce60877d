#ifndef phenoGaussian_h
#define phenoGaussian_h

#include "phenoPortableMath.h"

#include <cmath>
#include <vector>

namespace pheno::simulate
{
/** Weights of a Gaussian of `sigma` px from -3 sigma to 3 sigma (at least one px each way), sum 1. */
inline std::vector<float>
GaussianTaps(double sigma)
{
  const int           radius = sigma > 1.0 / 3.0 ? static_cast<int>(std::ceil(3.0 * sigma)) : 1;
  std::vector<double> weights;
  double              sum = 0.0;
  for (int i = -radius; i <= radius; ++i)
  {
    weights.push_back(Exp(-0.5 * i * i / (sigma * sigma)));
    sum += weights.back();
  }
  std::vector<float> taps;
  for (const double weight : weights)
  {
    taps.push_back(static_cast<float>(weight / sum));
  }
  return taps;
}

/** out[i] += weight * in[i]: the loop that compilers vectorise without changing a bit. */
inline void
AddScaled(const float * in, float weight, float * out, int count)
{
  for (int i = 0; i < count; ++i)
  {
    out[i] += weight * in[i];
  }
}
} // namespace pheno::simulate

#endif

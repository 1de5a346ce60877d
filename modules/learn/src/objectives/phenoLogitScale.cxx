#include "phenoLogitScale.h"
#include "phenoContrast.h"
#include "phenoLearnError.h"

#include <cmath>

namespace pheno
{
namespace
{
constexpr double kLargestScale = 100;
}

LogitScale
LogitScale::Fixed(double temperature, const torch::TensorOptions & options)
{
  learn::CheckTemperature("logit scale", temperature);
  return LogitScale(torch::full({}, -std::log(temperature), options));
}

LogitScale
LogitScale::Learnt(double temperature, const torch::TensorOptions & options)
{
  if (!(temperature >= 1 / kLargestScale && temperature <= 1))
  {
    throw LearnError("logit scale: expected a temperature from 0.01 to 1 to start from, got " +
                     std::to_string(temperature));
  }
  return LogitScale(Fixed(temperature, options).Log().requires_grad_(true));
}

void
LogitScale::Clamp()
{
  if (m_Log.requires_grad())
  {
    const at::NoGradGuard guard;
    m_Log.clamp_(0, std::log(kLargestScale));
  }
}
} // namespace pheno

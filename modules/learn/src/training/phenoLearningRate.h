#ifndef phenoLearningRate_h
#define phenoLearningRate_h

#include "phenoTrainer.h"

#include <cmath>
#include <numbers>

namespace pheno::learn
{
/** The learning rate of a step (0-based) of `steps`, with p = (t - warmup) / (steps - warmup):
 * lr (t + 1) / warmup while t < warmup; then lr; or with "cosine" lr (1 + cos(pi p)) / 2; or with "cosine_restarts"
 * lr (1 + cos(pi frac(cycles p))) / 2 (Loshchilov and Hutter 2017, hard restarts). */
inline double
LearningRate(const TrainingSettings & settings, std::int64_t step, std::int64_t steps)
{
  const auto t = static_cast<double>(step);
  const auto warmup = static_cast<double>(settings.warmup_steps);
  if (t < warmup)
  {
    return settings.learning_rate * (t + 1) / warmup;
  }
  if (settings.schedule == "constant")
  {
    return settings.learning_rate;
  }
  double done = (t - warmup) / (static_cast<double>(steps) - warmup);
  if (settings.schedule == "cosine_restarts")
  {
    done *= static_cast<double>(settings.cycles);
    done -= std::floor(done);
  }
  return settings.learning_rate * (1 + std::cos(std::numbers::pi * done)) / 2;
}
} // namespace pheno::learn

#endif

#include "phenoStarTrainer.h"

#include "phenoError.h"
#include "phenoStarTraining.h"

#include <algorithm>

namespace pheno
{
namespace
{
void
Require(bool condition, const std::string & name, const std::string & expected, const Json & got)
{
  if (!condition)
  {
    throw Error(name + ": expected " + expected + ", got " + got.dump());
  }
}

void
Check(const StarTrainingData & data, const StarTrainingSettings & s)
{
  const std::int64_t multiple = StarNetwork(s.architecture).Multiple();
  Require(s.steps >= 1, "steps", "at least 1", s.steps);
  Require(s.batch_size >= 1, "batch_size", "at least 1", s.batch_size);
  Require(s.patch_px >= 2 * multiple && s.patch_px % multiple == 0,
          "patch_px",
          "a multiple of " + std::to_string(multiple) + ", at least two of them",
          s.patch_px);
  Require(s.learning_rate > 0, "learning_rate", "a number above 0", s.learning_rate);
  Require(s.ema_decay >= 0 && s.ema_decay < 1, "ema_decay", "at least 0 and below 1", s.ema_decay);
  Require(s.validate_every >= 1, "validate_every", "at least 1", s.validate_every);
  Require(!data.images.empty(), "images", "at least one to learn from", data.images.size());
  const bool hasObjects = std::any_of(data.images.begin(), data.images.end(), [](const StarImage & image) {
    return std::any_of(image.labels.begin(), image.labels.end(), [](std::uint32_t label) { return label != 0; });
  });
  Require(hasObjects, "images", "an object in at least one of them", 0);
}
} // namespace

StarTrainingResult
TrainStars(const StarTrainingData & data, const StarTrainingSettings & settings, const StarTrainingRun & run)
{
  Check(data, settings);
  return StarTraining(data, settings, run).Run();
}
} // namespace pheno

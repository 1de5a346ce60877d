#include "phenoLearnError.h"
#include "phenoLearningRate.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

using namespace pheno;

TEST_CASE("Settings round-trip through JSON, defaults included")
{
  TrainingSettings settings;
  settings.seed = 12345678901234567890U;
  settings.objective = "simclr";
  settings.augmentation.rotate90 = true;
  CHECK(ToJson(TrainingSettingsFromJson(ToJson(settings))) == ToJson(settings));
  CHECK(ToJson(TrainingSettingsFromJson(nlohmann::json::object())) == ToJson(TrainingSettings{}));
}

TEST_CASE("All mistakes are reported together")
{
  const nlohmann::json bad = { { "temperature", "hot" }, { "batch_size", 0 }, { "objective", "moco" }, { "lr", 1 } };
  try
  {
    TrainingSettingsFromJson(bad);
    FAIL("accepted");
  }
  catch (const LearnError & error)
  {
    const std::string text = error.what();
    CHECK(text.find("/temperature: expected a number in") != std::string::npos);
    CHECK(text.find("/batch_size: expected an integer of at least 1, got 0") != std::string::npos);
    CHECK(text.find("/objective: expected one of [\"spc\",\"simclr\",\"normalized_softmax\"") != std::string::npos);
    CHECK(text.find("/lr: unknown key") != std::string::npos);
  }
  CHECK_THROWS_AS(TrainingSettingsFromJson(nlohmann::json::array()), LearnError);
}

TEST_CASE("The learning rate warms up linearly and follows half a cosine to zero, once or with restarts")
{
  TrainingSettings settings;
  settings.learning_rate = 1;
  settings.warmup_steps = 4;
  CHECK(learn::LearningRate(settings, 0, 12) == 0.25);
  CHECK(learn::LearningRate(settings, 3, 12) == 1.0);
  CHECK(learn::LearningRate(settings, 11, 12) == 1.0);
  settings.schedule = "cosine";
  CHECK(learn::LearningRate(settings, 4, 12) == 1.0);
  CHECK(learn::LearningRate(settings, 8, 12) == doctest::Approx(0.5));
  CHECK(learn::LearningRate(settings, 12, 12) == doctest::Approx(0.0));
  settings.schedule = "cosine_restarts";
  settings.cycles = 2;
  CHECK(learn::LearningRate(settings, 6, 12) == doctest::Approx(0.5));
  CHECK(learn::LearningRate(settings, 8, 12) == 1.0); // the second cycle begins
  CHECK(learn::LearningRate(settings, 10, 12) == doctest::Approx(0.5));
}

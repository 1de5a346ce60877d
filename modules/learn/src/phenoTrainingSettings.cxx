#include "phenoJsonReader.h"
#include "phenoTrainer.h"

namespace pheno
{
TrainingSettings
TrainingSettingsFromJson(const nlohmann::json & json)
{
  constexpr double  kLargest = 1e6;
  TrainingSettings  settings;
  learn::JsonReader reader(json, "training settings");
  reader.Word("architecture", settings.architecture, { "resnet18" });
  reader.Integer("embed_dim", settings.embed_dim, 1);
  reader.Word("objective", settings.objective, { "spc", "simclr" });
  reader.Number("temperature", settings.temperature, 1e-6, kLargest);
  reader.Number("class_step_rad", settings.class_step_rad, 0, 3.2);
  reader.Word("optimizer", settings.optimizer, { "adam", "adamw" });
  reader.Number("learning_rate", settings.learning_rate, 0, kLargest);
  reader.Number("weight_decay", settings.weight_decay, 0, kLargest);
  reader.Word("schedule", settings.schedule, { "constant", "cosine" });
  reader.Integer("warmup_steps", settings.warmup_steps, 0);
  reader.Integer("batch_size", settings.batch_size, 1);
  reader.Integer("epochs", settings.epochs, 0);
  reader.Integer("max_steps", settings.max_steps, 0);
  reader.Integer("seed", settings.seed, 0);
  reader.Word("precision", settings.precision, { "auto", "float32", "bfloat16" });
  if (const nlohmann::json * augmentation = reader.Find("augmentation"))
  {
    settings.augmentation = AugmentationFromJson(*augmentation);
  }
  reader.Finish();
  return settings;
}

nlohmann::json
ToJson(const TrainingSettings & settings)
{
  return { { "architecture", settings.architecture },
           { "embed_dim", settings.embed_dim },
           { "objective", settings.objective },
           { "temperature", settings.temperature },
           { "class_step_rad", settings.class_step_rad },
           { "optimizer", settings.optimizer },
           { "learning_rate", settings.learning_rate },
           { "weight_decay", settings.weight_decay },
           { "schedule", settings.schedule },
           { "warmup_steps", settings.warmup_steps },
           { "batch_size", settings.batch_size },
           { "epochs", settings.epochs },
           { "max_steps", settings.max_steps },
           { "seed", settings.seed },
           { "precision", settings.precision },
           { "augmentation", ToJson(settings.augmentation) } };
}
} // namespace pheno

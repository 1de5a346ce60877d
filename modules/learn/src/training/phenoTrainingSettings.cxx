#include "phenoEncoder.h"
#include "phenoJsonReader.h"
#include "phenoObjective.h"
#include "phenoSampler.h"
#include "phenoTrainer.h"

namespace pheno
{
TrainingSettings
TrainingSettingsFromJson(const nlohmann::json & json)
{
  constexpr double  kLargest = 1e6;
  TrainingSettings  settings;
  learn::JsonReader reader(json, "training settings");
  reader.Word("architecture", settings.architecture, EncoderNames());
  reader.Word("norm", settings.norm, { "plain", "affine" });
  reader.Word("head", settings.head, { "unit_mlp", "mlp", "linear", "none" });
  reader.Word("freeze", settings.freeze, { "none", "trunk" });
  reader.Integer("embed_dim", settings.embed_dim, 1);
  if (const nlohmann::json * transformer = reader.Find("transformer"))
  {
    settings.transformer = VisionTransformerSettingsFromJson(*transformer);
  }
  if (const nlohmann::json * bag = reader.Find("bag"))
  {
    settings.bag = BagSettingsFromJson(*bag);
  }
  reader.Word("objective", settings.objective, learn::ObjectiveNames());
  reader.Number("temperature", settings.temperature, 1e-6, kLargest);
  reader.Word("class_update", settings.class_update, { "attract", "rate", "gradient", "trained", "trained_unit" });
  reader.Number("class_step_rad", settings.class_step_rad, 0, 3.2);
  reader.Number("class_rate", settings.class_rate, 1e-9, settings.class_update == "rate" ? 1 : kLargest);
  reader.Flag("image_negatives", settings.image_negatives);
  reader.Flag("mask_same_class", settings.mask_same_class);
  reader.Word("class_negatives", settings.class_negatives, { "batch", "all" });
  reader.Word("class_start", settings.class_start, { "random", "means" });
  reader.Flag("learn_temperature", settings.learn_temperature);
  reader.Flag("detach_weights", settings.detach_weights);
  reader.Number("hopfield_scale", settings.hopfield_scale, 1e-6, kLargest);
  reader.Integer("views", settings.views, 1);
  reader.Number("image_weight", settings.image_weight, 0, kLargest);
  reader.Number("regulariser", settings.regulariser, 0, 1);
  reader.Word("optimizer", settings.optimizer, { "adam", "adamw", "sgd" });
  reader.Number("learning_rate", settings.learning_rate, 0, kLargest);
  reader.Number("weight_decay", settings.weight_decay, 0, kLargest);
  reader.Word("decay", settings.decay, { "all", "matrices" });
  reader.Number("momentum", settings.momentum, 0, 1);
  reader.Number("clip_norm", settings.clip_norm, 0, kLargest);
  reader.Number("ema_decay", settings.ema_decay, 0, 1);
  reader.Word("schedule", settings.schedule, { "constant", "cosine", "cosine_restarts" });
  reader.Integer("cycles", settings.cycles, 1);
  reader.Integer("warmup_steps", settings.warmup_steps, 0);
  reader.Integer("batch_size", settings.batch_size, 1);
  reader.Integer("accumulate", settings.accumulate, 1);
  reader.Word("sampler", settings.sampler, learn::SamplerNames());
  reader.Integer("epochs", settings.epochs, 0);
  reader.Integer("max_steps", settings.max_steps, 0);
  reader.Integer("patience", settings.patience, 0);
  reader.Integer("seed", settings.seed, 0);
  reader.Word("precision", settings.precision, { "auto", "float32", "bfloat16", "float64" });
  if (const nlohmann::json * augmentation = reader.Find("augmentation"))
  {
    settings.augmentation = AugmentationFromJson(*augmentation);
  }
  reader.Finish();
  return settings;
}

EncoderSettings
EncoderSettingsOf(const TrainingSettings & settings, const CropShape & shape, const std::string & script)
{
  EncoderSettings network;
  network.architecture = settings.architecture;
  network.in_channels = shape.channels;
  network.embed_dim = settings.embed_dim;
  network.norm = settings.norm;
  network.head = settings.head;
  network.transformer = settings.transformer;
  network.bag = settings.bag;
  network.script = { script, shape.height, shape.width };
  if (learn::TakesBags(settings))
  {
    network.bag.width = shape.width;
  }
  return network;
}

nlohmann::json
ToJson(const TrainingSettings & settings)
{
  return { { "architecture", settings.architecture },
           { "norm", settings.norm },
           { "head", settings.head },
           { "freeze", settings.freeze },
           { "embed_dim", settings.embed_dim },
           { "transformer", ToJson(settings.transformer) },
           { "bag", ToJson(settings.bag) },
           { "objective", settings.objective },
           { "temperature", settings.temperature },
           { "class_update", settings.class_update },
           { "class_step_rad", settings.class_step_rad },
           { "class_rate", settings.class_rate },
           { "image_negatives", settings.image_negatives },
           { "mask_same_class", settings.mask_same_class },
           { "class_negatives", settings.class_negatives },
           { "class_start", settings.class_start },
           { "learn_temperature", settings.learn_temperature },
           { "detach_weights", settings.detach_weights },
           { "hopfield_scale", settings.hopfield_scale },
           { "views", settings.views },
           { "image_weight", settings.image_weight },
           { "regulariser", settings.regulariser },
           { "optimizer", settings.optimizer },
           { "learning_rate", settings.learning_rate },
           { "weight_decay", settings.weight_decay },
           { "decay", settings.decay },
           { "momentum", settings.momentum },
           { "clip_norm", settings.clip_norm },
           { "ema_decay", settings.ema_decay },
           { "schedule", settings.schedule },
           { "cycles", settings.cycles },
           { "warmup_steps", settings.warmup_steps },
           { "batch_size", settings.batch_size },
           { "accumulate", settings.accumulate },
           { "sampler", settings.sampler },
           { "epochs", settings.epochs },
           { "max_steps", settings.max_steps },
           { "patience", settings.patience },
           { "seed", settings.seed },
           { "precision", settings.precision },
           { "augmentation", ToJson(settings.augmentation) } };
}
} // namespace pheno

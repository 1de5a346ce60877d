#include "phenoDraws.h"
#include "phenoRates.h"
#include "phenoTrainer.h"

#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

/** Training speed of Pheno::learn on random crops, augmented as methods 1.2 for HaCaT: prints images a second
 * and a CPU second, input pipeline included, over the steps behind the first `--warmup` ones. The peers are
 * training_peer.py and recipe_peer.py with the same arguments. */
namespace
{
void
Measure(std::map<std::string, std::string> & options)
{
  const int              size = std::stoi(options["--size"]);
  const int              channels = std::stoi(options["--channels"]);
  const std::int64_t     batch = std::stoll(options["--batch"]);
  const std::int64_t     steps = std::stoll(options["--steps"]);
  const std::int64_t     warmup = std::stoll(options["--warmup"]);
  const std::int64_t     crops = 4 * batch;
  const pheno::CropShape shape{ channels, size, size, pheno::PixelType::kUInt8 };

  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(crops) * shape.Pixels());
  pheno::Draws              draws({ 1 });
  for (std::uint8_t & pixel : pixels)
  {
    pixel = static_cast<std::uint8_t>(draws.Next());
  }
  const pheno::BlockCropSource source(shape, { { pixels.data(), crops } });

  pheno::TrainingData data;
  data.crops = &source;
  data.scaling = pheno::EightBitScaling(channels);
  for (int c = 0; c < channels; ++c)
  {
    data.channels.push_back("channel" + std::to_string(c));
  }
  for (std::int64_t i = 0; i < crops; ++i)
  {
    data.class_of_crop.push_back(i % 64);
  }
  for (int c = 0; c < 64; ++c)
  {
    data.class_names.push_back("class" + std::to_string(c));
  }

  pheno::TrainingSettings settings;
  settings.batch_size = batch;
  settings.epochs = 2 * steps; // the loader works ahead to the end
  settings.precision = options["--precision"];
  settings.augmentation.crop_scale_min = 0.8;
  settings.augmentation.crop_ratio_min = 3.0 / 4;
  settings.augmentation.crop_ratio_max = 4.0 / 3;
  settings.augmentation.horizontal_flip = 0.5;
  settings.augmentation.blur_probability = 0.2;
  settings.augmentation.blur_sigma_min_px = settings.augmentation.blur_sigma_max_px = 5;

  pheno::bench::Clocks start;
  pheno::TrainingRun   run;
  bool                 is_done = false;
  run.threads = std::stoi(options["--threads"]);
  run.on_step = [&](const pheno::TrainingProgress & progress) {
    if (progress.step == warmup)
    {
      start = {};
    }
    if (progress.step == steps)
    {
      start.Print((steps - warmup) * batch);
      is_done = true;
    }
  };
  run.cancelled = [&] { return is_done; };
  pheno::Train(data, settings, run);
}
} // namespace

int
main(int argc, char ** argv)
{
  mallopt(M_MMAP_THRESHOLD, 1 << 30); // as pheno-run does: the memory of a step serves the next one
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  std::map<std::string, std::string> options = { { "--size", "64" },       { "--channels", "4" }, { "--batch", "256" },
                                                 { "--steps", "18" },      { "--warmup", "3" },   { "--threads", "2" },
                                                 { "--precision", "auto" } };
  for (int i = 1; i + 1 < argc; i += 2)
  {
    if (options.count(argv[i]) == 0)
    {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      return 2;
    }
    options[argv[i]] = argv[i + 1];
  }
  Measure(options);
  return 0;
}

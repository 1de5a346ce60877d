#include "phenoDraws.h"
#include "phenoTrainer.h"

#include <malloc.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

/** Training speed of Pheno::learn on random crops: prints images a second, input pipeline included, over the steps
 * behind the first `--warmup` ones. The peer is training_peer.py with the same arguments. */
namespace
{
double
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
  settings.epochs = steps;
  settings.max_steps = steps;
  settings.precision = options["--precision"];
  settings.augmentation.crop_scale_min = 0.8;
  settings.augmentation.horizontal_flip = 0.5;
  settings.augmentation.vertical_flip = 0.5;

  std::chrono::steady_clock::time_point start;
  pheno::TrainingRun                    run;
  run.threads = std::stoi(options["--threads"]);
  run.on_step = [&](const pheno::TrainingProgress & progress) {
    if (progress.step == warmup)
    {
      start = std::chrono::steady_clock::now();
    }
  };
  double seconds = 0;
  run.cancelled = [&] {
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return false;
  };
  settings.max_steps = steps + 1; // the last step is not asked for cancellation
  settings.epochs = steps + 1;
  pheno::Train(data, settings, run, options["--model"]);
  return static_cast<double>((steps - warmup) * batch) / seconds;
}
} // namespace

int
main(int argc, char ** argv)
{
  mallopt(M_MMAP_THRESHOLD, 1 << 30); // as pheno-run does: the memory of a step serves the next one
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  std::map<std::string, std::string> options = { { "--size", "64" },        { "--channels", "4" },
                                                 { "--batch", "256" },      { "--steps", "6" },
                                                 { "--warmup", "2" },       { "--threads", "2" },
                                                 { "--precision", "auto" }, { "--model", "/tmp/pheno-bench-model" } };
  for (int i = 1; i + 1 < argc; i += 2)
  {
    if (options.count(argv[i]) == 0)
    {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      return 2;
    }
    options[argv[i]] = argv[i + 1];
  }
  std::printf("%.2f\n", Measure(options));
  return 0;
}

#include "phenoEncoder.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

/** What a larger model costs: parameters, operations, memory and speed of one architecture on random images.
 *
 *   bench_models ARCHITECTURE [--size 96] [--channels 4] [--batch 32] [--steps 5] [--threads 2] [--precision float32]
 *
 * ARCHITECTURE: a name of MakeEncoder, or vit_s8, vit_b8. One line of tab-separated numbers: parameters in millions,
 * GFLOP (multiplication and addition count two) of a forward pass an image, images a second embedded, images a second
 * through forward and backward, peak memory of the process in MB. Run one after the other for a table. */
namespace
{
using Clock = std::chrono::steady_clock;

double g_Operations = 0;

double
Numel(const at::Tensor & tensor)
{
  return static_cast<double>(tensor.numel());
}

/** Multiplications and additions of the operators that make up networks. */
void
Count(const at::RecordFunction & function)
{
  const std::string name = function.name();
  const auto        inputs = function.inputs();
  const auto        tensor = [&](std::size_t i) { return inputs[i].toTensor(); };
  if (name == "aten::conv2d")
  {
    const at::Tensor image = tensor(0), weight = tensor(1);
    const auto       stride = inputs[3].toIntVector();
    const double     outputs = static_cast<double>(image.size(0)) * static_cast<double>(weight.size(0)) *
                           static_cast<double>(image.size(2) / stride[0]) *
                           static_cast<double>(image.size(3) / stride[1]);
    g_Operations += 2 * outputs * Numel(weight) / static_cast<double>(weight.size(0));
  }
  else if (name == "aten::linear")
  {
    g_Operations += 2 * Numel(tensor(0)) * static_cast<double>(tensor(1).size(0));
  }
  else if (name == "aten::matmul")
  {
    g_Operations += 2 * Numel(tensor(0)) * static_cast<double>(tensor(1).size(-1));
  }
}

double
GigaOperations(const pheno::Encoder & encoder, const at::Tensor & image)
{
  g_Operations = 0;
  at::RecordFunctionCallback callback([](const at::RecordFunction & function) -> std::unique_ptr<at::ObserverContext> {
    Count(function);
    return nullptr;
  });
  const auto handle = at::addThreadLocalCallback(callback.needsInputs(true).scopes({ at::RecordScope::FUNCTION }));
  const at::NoGradGuard guard;
  encoder.Forward(image);
  at::removeCallback(handle);
  return g_Operations / 1e9;
}

double
PeakMegabytes()
{
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
  {
    if (word == "VmHWM:")
    {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1024;
    }
  }
  return 0;
}

/** Images a second of the steps behind the first. */
template <typename TStep>
double
Speed(int steps, std::int64_t batch, TStep step)
{
  step();
  const auto start = Clock::now();
  for (int i = 0; i < steps; ++i)
  {
    step();
  }
  return static_cast<double>(steps * batch) / std::chrono::duration<double>(Clock::now() - start).count();
}
} // namespace

int
main(int argc, char ** argv)
{
  if (argc < 2)
  {
    std::fputs("usage: bench_models ARCHITECTURE [--size N] [--channels N] [--batch N] [--steps N] [--threads N] "
               "[--precision float32|bfloat16]\n",
               stderr);
    return 2;
  }
  const std::string name = argv[1];
  int               size = 96, channels = 4, batch = 32, steps = 5, threads = 2;
  torch::ScalarType type = torch::kFloat32;
  for (int i = 2; i + 1 < argc; i += 2)
  {
    const std::string option = argv[i], value = argv[i + 1];
    int * const       number = option == "--size"       ? &size
                               : option == "--channels" ? &channels
                               : option == "--batch"    ? &batch
                               : option == "--steps"    ? &steps
                               : option == "--threads"  ? &threads
                                                        : nullptr;
    number != nullptr ? void(*number = std::atoi(value.c_str()))
                            : void(type = value == "bfloat16" ? torch::kBFloat16 : torch::kFloat32);
  }
  at::set_num_threads(threads);
  pheno::EncoderSettings settings;
  settings.architecture = name.substr(0, 3) == "vit" ? "vit" : name;
  settings.in_channels = channels;
  settings.transformer.image_px = size;
  if (name == "vit_b8")
  {
    settings.transformer.width = 768;
    settings.transformer.heads = 12;
    settings.transformer.mlp_width = 3072;
  }
  const auto encoder = pheno::MakeEncoder(settings);
  encoder->Initialise(at::make_generator<at::CPUGeneratorImpl>(1));
  double parameters = 0;
  for (const pheno::NamedTensor & entry : encoder->Parameters())
  {
    parameters += Numel(entry.tensor);
    entry.tensor.requires_grad_(true);
  }
  const at::Tensor images =
    torch::rand({ batch, channels, size, size }).contiguous(at::MemoryFormat::ChannelsLast).to(type);
  const double operations = GigaOperations(*encoder, images.slice(0, 0, 1).to(torch::kFloat32));
  const double embedded = Speed(steps, batch, [&] {
    const at::NoGradGuard guard;
    encoder->Forward(images);
  });
  encoder->SetTraining(true);
  const double trained = Speed(steps, batch, [&] { encoder->Forward(images).embedding.sum().backward(); });
  std::printf("%s\t%.1f\t%.2f\t%.1f\t%.1f\t%.0f\n",
              name.c_str(),
              parameters / 1e6,
              operations,
              embedded,
              trained,
              PeakMegabytes());
  return 0;
}

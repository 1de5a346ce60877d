#include "phenoCropSource.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

using namespace pheno;

namespace
{
constexpr std::int64_t kCrops = 10'000'000;

/** As many crops as a large screen has, without their pixels in memory. */
class ManyCrops : public CropSource
{
public:
  const CropShape &
  Shape() const override
  {
    return m_Shape;
  }
  std::int64_t
  Size() const override
  {
    return kCrops;
  }
  const std::byte *
  Read(std::int64_t index, std::vector<std::byte> & scratch) const override
  {
    scratch.assign(m_Shape.Bytes(), static_cast<std::byte>(index % 251));
    for (std::size_t i = 0; i < scratch.size(); i += 7)
    {
      scratch[i] = static_cast<std::byte>((static_cast<std::size_t>(index) + i) % 256);
    }
    return scratch.data();
  }

private:
  CropShape m_Shape{ 2, 16, 16, PixelType::kUInt8 };
};

/** Private memory of this process, bytes; 0 where the system does not tell. */
double
PrivateMemory()
{
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
  {
    if (word == "RssAnon:")
    {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes * 1024;
    }
  }
  return 0;
}
} // namespace

TEST_CASE("Training on ten million crops needs at most 32 bytes a crop beyond the network and its batches")
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  MESSAGE("a sanitizer keeps freed memory: not measured");
#else
  if (PrivateMemory() == 0)
  {
    MESSAGE("this system does not tell a process's private memory: not measured");
    return;
  }
  const double     before = PrivateMemory();
  const ManyCrops  crops;
  TrainingData     data;
  TrainingSettings settings;
  data.crops = &crops;
  data.channels = { "a", "b" };
  data.scaling = EightBitScaling(2);
  for (int c = 0; c < 64; ++c)
  {
    data.class_names.push_back(std::to_string(c));
  }
  data.class_of_crop.resize(kCrops);
  for (std::size_t i = 0; i < data.class_of_crop.size(); ++i)
  {
    data.class_of_crop[i] = static_cast<std::int64_t>(i % 64);
  }
  settings.architecture = "cnn4";
  settings.embed_dim = 8;
  settings.batch_size = 64;
  settings.max_steps = 3;
  settings.precision = "float32";
  for (const std::string sampler : { "shuffled", "class_balanced" })
  {
    settings.sampler = sampler;
    double      largest = 0;
    TrainingRun run;
    run.on_step = [&largest](const TrainingProgress &) { largest = std::max(largest, PrivateMemory()); };
    Train(data, settings, run);
    constexpr double kNetworkAndBatches = 200e6;
    CHECK_MESSAGE(largest - before < 32.0 * kCrops + kNetworkAndBatches,
                  sampler << ": " << (largest - before) / 1e6 << " MB");
    MESSAGE(sampler << ": " << (largest - before) / kCrops << " bytes a crop");
  }
#endif
}

#include "phenoChannelFeatures.h"
#include "phenoDevice.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoOnDevice.h"
#include "phenoThreads.h"

#include <algorithm>
#include <cstring>

namespace pheno
{
namespace
{
constexpr double kWhite = 255;

void
Check(const Encoder &                   encoder,
      const CropSource &                crops,
      const std::vector<std::int64_t> & group_of_crop,
      std::int64_t                      groups,
      const ChannelFeatureSettings &    settings)
{
  if (crops.Shape().type != PixelType::kUInt8)
  {
    throw LearnError("channel features: expected 8-bit crops, got " + NameOf(crops.Shape().type));
  }
  const auto planes = static_cast<std::size_t>(encoder.InChannels());
  if (settings.mean.size() != planes || settings.deviation.size() != planes)
  {
    throw LearnError("channel features: expected a mean and a deviation for each of the encoder's " +
                     std::to_string(planes) + " planes, got " + std::to_string(settings.mean.size()) + " and " +
                     std::to_string(settings.deviation.size()));
  }
  if (std::any_of(settings.deviation.begin(), settings.deviation.end(), [](double d) { return !(d > 0); }))
  {
    throw LearnError("channel features: expected deviations above 0");
  }
  const auto bad = [groups](std::int64_t group) { return group < 0 || group >= groups; };
  if (static_cast<std::int64_t>(group_of_crop.size()) != crops.Size() ||
      std::any_of(group_of_crop.begin(), group_of_crop.end(), bad))
  {
    throw LearnError("channel features: expected one of " + std::to_string(groups) + " groups for each of " +
                     std::to_string(crops.Size()) + " crops");
  }
}

/** Grey images first .. last of the crops' channels, as P equal planes. */
torch::Tensor
GreyImages(const CropSource & crops, std::int64_t first, std::int64_t last)
{
  const CropShape &      shape = crops.Shape();
  torch::Tensor          images = torch::empty({ last - first, 1, shape.height, shape.width }, torch::kUInt8);
  const auto             plane = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  std::vector<std::byte> scratch;
  for (std::int64_t i = first; i < last; ++i)
  {
    const std::byte * const crop = crops.Read(i / shape.channels, scratch);
    std::memcpy(images.data_ptr<std::uint8_t>() + static_cast<std::size_t>(i - first) * plane,
                crop + static_cast<std::size_t>(i % shape.channels) * plane,
                plane);
  }
  return images;
}
} // namespace

std::vector<float>
ChannelFeatures(Encoder &                         encoder,
                const CropSource &                crops,
                const std::vector<std::int64_t> & group_of_crop,
                std::int64_t                      groups,
                const ChannelFeatureSettings &    settings)
{
  const torch::Device device = DeviceOf(settings.device);
  Check(encoder, crops, group_of_crop, groups, settings);
  const learn::OnDevice stay(encoder, device);
  learn::UseThreads(settings.threads, !encoder.IsConvolutional());
  const at::NoGradGuard           guard;
  const auto                      type = encoder.ParameterType();
  const std::int64_t              channels = crops.Shape().channels;
  const std::int64_t              total = crops.Size() * channels;
  const std::vector<std::int64_t> shapeOfPlanes{ 1, encoder.InChannels(), 1, 1 };
  const auto                      ofPlanes = [&](const std::vector<double> & numbers) {
    return torch::tensor(numbers, torch::kFloat64).view(shapeOfPlanes).to(device, type);
  };
  const torch::Tensor mean = ofPlanes(settings.mean), deviation = ofPlanes(settings.deviation);
  torch::Tensor       sums = torch::zeros({ groups * channels, encoder.FeatureWidth() }, torch::kFloat64);
  torch::Tensor       counts = torch::zeros({ groups * channels, 1 }, torch::kFloat64);
  for (std::int64_t first = 0; first < total; first += settings.batch_size)
  {
    const std::int64_t  last = std::min(total, first + settings.batch_size);
    const torch::Tensor images = ((GreyImages(crops, first, last).to(device).to(type) / kWhite - mean) / deviation)
                                   .contiguous(at::MemoryFormat::ChannelsLast);
    const torch::Tensor features = encoder.Forward(images).features.to(torch::kCPU, torch::kFloat64);
    for (std::int64_t i = first; i < last; ++i)
    {
      const std::int64_t row = group_of_crop[static_cast<std::size_t>(i / channels)] * channels + i % channels;
      sums[row] += features[i - first];
      counts[row] += 1;
    }
    if (settings.cancelled && settings.cancelled())
    {
      throw LearnError("cancelled");
    }
    if (settings.on_progress)
    {
      settings.on_progress(static_cast<double>(last) / static_cast<double>(total));
    }
  }
  const torch::Tensor means = (sums / counts.clamp_min(1)).to(torch::kFloat32).contiguous();
  return std::vector<float>(means.data_ptr<float>(), means.data_ptr<float>() + means.numel());
}
} // namespace pheno

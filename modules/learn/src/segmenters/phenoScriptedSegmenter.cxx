#include "phenoScriptedSegmenter.h"
#include "phenoDevice.h"
#include "phenoLearnError.h"
#include "phenoPercentileOf.h"
#include "phenoScriptModule.h"
#include "phenoShapeText.h"
#include "phenoThreads.h"

#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kEqualScale = 0.01;
constexpr double kLeastContrast = 1e-3;

/** 1 x C x H x W */
torch::Tensor
TensorOf(const ChannelPlanes & image)
{
  std::vector<torch::Tensor> planes;
  for (const float * const pixels : image.channels)
  {
    planes.push_back(torch::from_blob(const_cast<float *>(pixels), { image.height, image.width }, torch::kFloat32));
  }
  return torch::stack(planes).unsqueeze(0);
}

/** A side in the module's pixels. */
std::int64_t
ScaledSide(std::int64_t side, double scale)
{
  const double scaled = std::floor(static_cast<double>(side) * scale);
  if (!(scaled >= 1.0 && scaled <= std::numeric_limits<std::int32_t>::max()))
  {
    throw LearnError("a side of " + std::to_string(side) + " pixels times " + std::to_string(scale) +
                     " is no image; are the sizes of the pixels right?");
  }
  return static_cast<std::int64_t>(scaled);
}

torch::Tensor
Normalised(const torch::Tensor & images, const std::pair<double, double> & percentiles)
{
  std::vector<torch::Tensor> planes;
  for (const torch::Tensor & plane : images.squeeze(0).unbind())
  {
    const torch::Tensor pixels = plane.contiguous();
    const float * const first = pixels.data_ptr<float>();
    std::vector<float>  values(first, first + pixels.numel());
    const double        low = PercentileOf(values, percentiles.first);
    const double        span = PercentileOf(values, percentiles.second) - low;
    planes.push_back((pixels - low) / std::max(kLeastContrast, span));
  }
  return torch::stack(planes).unsqueeze(0);
}

/** L x H x W */
torch::Tensor
PlanesOf(const torch::Tensor & labels, std::int64_t height, std::int64_t width)
{
  torch::Tensor planes = labels.dim() == 2 ? labels.unsqueeze(0) : labels;
  if (planes.dim() == 4 && planes.size(0) == 1)
  {
    planes = planes.squeeze(0);
  }
  const bool isLabels = planes.dim() == 3 && planes.size(1) == height && planes.size(2) == width;
  if (!isLabels || planes.size(0) < 1 || planes.size(0) > 2)
  {
    throw LearnError("the TorchScript module gives " + ShapeText(labels) + " numbers, expected one or two planes of " +
                     std::to_string(height) + " x " + std::to_string(width) + " labels");
  }
  return planes.to(torch::kCPU, torch::kFloat64);
}

std::vector<std::uint32_t>
NumbersOf(const torch::Tensor & plane)
{
  constexpr double           kLargest = std::numeric_limits<std::uint32_t>::max();
  const torch::Tensor        values = plane.contiguous();
  const double * const       first = values.data_ptr<double>();
  std::vector<std::uint32_t> numbers;
  numbers.reserve(static_cast<std::size_t>(values.numel()));
  for (const double * value = first; value != first + values.numel(); ++value)
  {
    if (!(*value >= 0 && *value <= kLargest && *value == std::floor(*value)))
    {
      throw LearnError("the TorchScript module gives the label " + std::to_string(*value) +
                       ", expected whole numbers from 0 on");
    }
    numbers.push_back(static_cast<std::uint32_t>(*value));
  }
  return numbers;
}
} // namespace

ScriptedSegmenter::ScriptedSegmenter(const std::string & path)
{
  try
  {
    m_Module = learn::LoadScript(path);
  }
  catch (const LearnError & error)
  {
    throw LearnError(path + ": " + error.what());
  }
}

double
ScriptedSegmenter::PixelSize() const
{
  const c10::IValue size = m_Module->hasattr("pixel_size") ? m_Module->attr("pixel_size") : c10::IValue(0.0);
  const double      side = size.isDouble() ? size.toDouble() : size.isInt() ? static_cast<double>(size.toInt()) : 0.0;
  return side > 0 && std::isfinite(side) ? side : 0.0;
}

std::vector<std::vector<std::uint32_t>>
ScriptedSegmenter::Segment(const ChannelPlanes & image, const ScriptedSegmenterSettings & settings) const
{
  const at::NoGradGuard guard;
  learn::UseThreads(settings.threads, true);
  const torch::Device device = DeviceOf(settings.device);
  const bool          isScaled = std::abs(settings.scale - 1.0) > kEqualScale;
  const std::int64_t  height = isScaled ? ScaledSide(image.height, settings.scale) : image.height;
  const std::int64_t  width = isScaled ? ScaledSide(image.width, settings.scale) : image.width;
  torch::Tensor       images = TensorOf(image);
  if (isScaled)
  {
    images = at::upsample_bilinear2d(images, { height, width }, false, settings.scale, settings.scale);
  }
  if (settings.percentiles)
  {
    images = Normalised(images, *settings.percentiles);
  }
  m_Module->to(device);
  torch::Tensor planes = PlanesOf(learn::RunScript(*m_Module, images.to(device)), height, width);
  if (isScaled)
  {
    const double back = 1.0 / settings.scale;
    planes = at::_upsample_nearest_exact2d(planes.unsqueeze(0), { image.height, image.width }, back, back).squeeze(0);
  }
  std::vector<std::vector<std::uint32_t>> numbers;
  for (const torch::Tensor & plane : planes.unbind())
  {
    numbers.push_back(NumbersOf(plane));
  }
  return numbers;
}
} // namespace pheno

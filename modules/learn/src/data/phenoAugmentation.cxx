#include "phenoAugmentation.h"
#include "phenoDraws.h"
#include "phenoLearnError.h"
#include "phenoRandAugment.h"
#include "phenoWarp.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace pheno
{
namespace
{
template <typename TPixel>
void
Convert(const std::byte * pixels, std::vector<float> & planes)
{
  if constexpr (std::is_same_v<TPixel, float>)
  {
    std::memcpy(planes.data(), pixels, planes.size() * sizeof(float));
  }
  else
  {
    const auto * values = reinterpret_cast<const TPixel *>(pixels);
    std::transform(
      values, values + planes.size(), planes.begin(), [](TPixel value) { return static_cast<float>(value); });
  }
}

/** For one axis: the two source positions of each output pixel and the weight of the second. */
struct LinearTaps
{
  std::vector<int>   first, second;
  std::vector<float> weight;

  LinearTaps(int start, int length, int outputs)
    : first(static_cast<std::size_t>(outputs))
    , second(first.size())
    , weight(first.size())
  {
    for (int i = 0; i < outputs; ++i)
    {
      const double position = std::max(0.0, (i + 0.5) * length / outputs - 0.5);
      const int    low = std::min(static_cast<int>(position), length - 1);
      const auto   k = static_cast<std::size_t>(i);
      first[k] = start + low;
      second[k] = start + std::min(low + 1, length - 1);
      weight[k] = static_cast<float>(position - low);
    }
  }
};

std::vector<float>
GaussianKernel(int width, double sigma)
{
  std::vector<float> kernel;
  double             sum = 0;
  for (int i = -(width / 2); i <= width / 2; ++i)
  {
    sum += std::exp(-0.5 * i * i / (sigma * sigma));
  }
  for (int i = -(width / 2); i <= width / 2; ++i)
  {
    kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma)) / sum));
  }
  return kernel;
}
} // namespace

/** What was drawn for one view. */
struct Augmentation::Plan
{
  /** The deforming draws have streams of their own, so that they move no other draw. */
  Plan(const CropShape & shape, const AugmentationSettings & settings, const DrawId & id)
    : Plan(shape,
           settings,
           Draws({ id.seed, id.epoch, id.crop, id.view, kWarpStream }),
           Draws({ id.seed, id.epoch, id.crop, id.view, kRandStream }))
  {}

  static constexpr std::uint64_t kWarpStream = 1;
  static constexpr std::uint64_t kRandStream = 2;

  int                top = 0, left = 0, height = 0, width = 0; // kept rectangle
  double             blur_sigma = 0;                           // 0: no blur
  bool               flip_horizontal = false, flip_vertical = false;
  int                quarter_turns = 0;
  std::vector<float> gain, offset; // network input = pixel * gain + offset
  learn::Warp        warp;
  learn::RandAugment rand;

private:
  Plan(const CropShape & shape, const AugmentationSettings & settings, Draws warp_draws, Draws rand_draws)
    : warp(shape, settings, warp_draws)
    , rand(settings.rand_operations, settings.rand_magnitude, rand_draws)
  {}
};

Augmentation::Augmentation(CropShape shape, InputScaling scaling, AugmentationSettings settings)
  : m_Shape(shape)
  , m_Scaling(std::move(scaling))
  , m_Settings(settings)
  , m_Planes(shape.Pixels())
  , m_Scratch(shape.Pixels())
{
  const auto channels = static_cast<std::size_t>(shape.channels);
  if (m_Scaling.offset.size() != channels || m_Scaling.scale.size() != channels)
  {
    throw LearnError("input scaling has " + std::to_string(m_Scaling.scale.size()) + " channels, the crops have " +
                     std::to_string(shape.channels));
  }
  if (settings.rotate90 && shape.height != shape.width)
  {
    throw LearnError("augmentation/rotate90 needs square crops, got " + std::to_string(shape.height) + " x " +
                     std::to_string(shape.width));
  }
}

Augmentation::Plan
Augmentation::MakePlan(const DrawId & id) const
{
  Draws draws({ id.seed, id.epoch, id.crop, id.view });
  Plan  plan(m_Shape, m_Settings, id);
  plan.height = m_Shape.height;
  plan.width = m_Shape.width;
  for (int attempt = 0; attempt < 10; ++attempt) // as torchvision: the first rectangle that fits, else the whole crop
  {
    const double kept = draws.Uniform(m_Settings.crop_scale_min, m_Settings.crop_scale_max);
    const double ratio =
      std::exp(draws.Uniform(std::log(m_Settings.crop_ratio_min), std::log(m_Settings.crop_ratio_max)));
    const int width = static_cast<int>(std::lround(m_Shape.width * std::sqrt(kept * ratio)));
    const int height = static_cast<int>(std::lround(m_Shape.height * std::sqrt(kept / ratio)));
    if (width >= 1 && width <= m_Shape.width && height >= 1 && height <= m_Shape.height)
    {
      plan.height = height;
      plan.width = width;
      plan.top = static_cast<int>(draws.Below(static_cast<std::uint64_t>(m_Shape.height - height + 1)));
      plan.left = static_cast<int>(draws.Below(static_cast<std::uint64_t>(m_Shape.width - width + 1)));
      break;
    }
  }
  if (draws.Chance(m_Settings.blur_probability))
  {
    plan.blur_sigma = draws.Uniform(m_Settings.blur_sigma_min_px, m_Settings.blur_sigma_max_px);
  }
  plan.flip_horizontal = draws.Chance(m_Settings.horizontal_flip);
  plan.flip_vertical = draws.Chance(m_Settings.vertical_flip);
  plan.quarter_turns = m_Settings.rotate90 ? static_cast<int>(draws.Below(4)) : 0;
  const bool jitter = draws.Chance(m_Settings.jitter_probability);
  for (std::size_t c = 0; c < m_Scaling.scale.size(); ++c)
  {
    const double gain = jitter ? draws.Uniform(1 - m_Settings.jitter_gain, 1 + m_Settings.jitter_gain) : 1.0;
    const double shift = jitter ? draws.Uniform(-m_Settings.jitter_offset, m_Settings.jitter_offset) : 0.0;
    plan.gain.push_back(static_cast<float>(gain));
    plan.offset.push_back(static_cast<float>(shift));
  }
  if (m_Settings.channel_drop > 0)
  {
    this->DropChannels(plan, draws);
  }
  return plan;
}

void
Augmentation::DropChannels(Plan & plan, Draws & draws) const
{
  const std::size_t channels = plan.gain.size();
  const std::size_t kept = draws.Below(channels); // whatever the others draw
  for (std::size_t c = 0; c < channels; ++c)
  {
    if (draws.Chance(m_Settings.channel_drop) && c != kept)
    {
      plan.gain[c] = 0;
      plan.offset[c] = 0;
    }
  }
}

void
Augmentation::Load(const std::byte * pixels)
{
  switch (m_Shape.type)
  {
    case PixelType::kUInt8:
      return Convert<std::uint8_t>(pixels, m_Planes);
    case PixelType::kUInt16:
      return Convert<std::uint16_t>(pixels, m_Planes);
    case PixelType::kFloat32:
      return Convert<float>(pixels, m_Planes);
  }
}

/** Bilinear: rows of the kept rectangle are stretched first, then the columns. */
void
Augmentation::Resample(const Plan & plan)
{
  const LinearTaps  columns(plan.left, plan.width, m_Shape.width);
  const LinearTaps  rows(plan.top, plan.height, m_Shape.height);
  const std::size_t width = static_cast<std::size_t>(m_Shape.width);
  const std::size_t plane = width * static_cast<std::size_t>(m_Shape.height);
  for (std::size_t c = 0; c < m_Scaling.scale.size(); ++c)
  {
    float * const in = m_Planes.data() + c * plane;
    float * const stretched = m_Scratch.data() + c * plane;
    for (std::size_t y = static_cast<std::size_t>(plan.top); y < static_cast<std::size_t>(plan.top + plan.height); ++y)
    {
      const float * const row = in + y * width;
      for (std::size_t x = 0; x < width; ++x)
      {
        const float a = row[columns.first[x]];
        stretched[y * width + x] = a + (row[columns.second[x]] - a) * columns.weight[x];
      }
    }
    for (std::size_t y = 0; y < static_cast<std::size_t>(m_Shape.height); ++y)
    {
      const float * const a = stretched + static_cast<std::size_t>(rows.first[y]) * width;
      const float * const b = stretched + static_cast<std::size_t>(rows.second[y]) * width;
      for (std::size_t x = 0; x < width; ++x)
      {
        in[y * width + x] = a[x] + (b[x] - a[x]) * rows.weight[y];
      }
    }
  }
}

void
Augmentation::ApplyRandAugment(const Plan & plan)
{
  const std::size_t plane = m_Planes.size() / m_Scaling.scale.size();
  const auto        each = [&](auto function) {
    for (std::size_t i = 0; i < m_Planes.size(); ++i)
    {
      m_Planes[i] = function(m_Planes[i], m_Scaling.offset[i / plane], m_Scaling.scale[i / plane]);
    }
  };
  each([](float x, float offset, float scale) {
    return std::nearbyint(std::clamp((x - offset) * scale * 255 + 127.5F, 0.0F, 255.0F));
  });
  plan.rand.Apply(m_Shape, m_Planes);
  each([](float x, float offset, float scale) { // a constant channel has scale 0 and stays
    return scale == 0 ? offset : (x - 127.5F) / (255 * scale) + offset;
  });
}

void
Augmentation::Blur(const Plan & plan)
{
  const std::vector<float> kernel = GaussianKernel(m_Settings.blur_kernel_px, plan.blur_sigma);
  const int                radius = m_Settings.blur_kernel_px / 2;
  const int                height = m_Shape.height;
  const int                width = m_Shape.width;
  std::vector<float>       padded(static_cast<std::size_t>(width + 2 * radius));
  for (int c = 0; c < m_Shape.channels; ++c)
  {
    float * const plane = m_Planes.data() + static_cast<std::size_t>(c) * height * width;
    float * const vertical = m_Scratch.data();
    for (int y = 0; y < height; ++y)
    {
      float * const out = vertical + static_cast<std::size_t>(y) * width;
      std::fill(out, out + width, 0.0F);
      for (int k = -radius; k <= radius; ++k)
      {
        const float * const row = plane + static_cast<std::size_t>(learn::Mirror(y + k, height)) * width;
        const float         weight = kernel[static_cast<std::size_t>(k + radius)];
        for (int x = 0; x < width; ++x)
        {
          out[x] += weight * row[x];
        }
      }
    }
    for (int y = 0; y < height; ++y)
    {
      const float * const row = vertical + static_cast<std::size_t>(y) * width;
      for (int x = -radius; x < width + radius; ++x)
      {
        padded[static_cast<std::size_t>(x + radius)] = row[learn::Mirror(x, width)];
      }
      float * const out = plane + static_cast<std::size_t>(y) * width;
      std::fill(out, out + width, 0.0F);
      for (std::size_t k = 0; k < kernel.size(); ++k)
      {
        for (int x = 0; x < width; ++x)
        {
          out[x] += kernel[k] * padded[static_cast<std::size_t>(x) + k];
        }
      }
    }
  }
}

/** Scales, jitters, flips and turns while interleaving the channels. */
void
Augmentation::Write(const Plan & plan, float * out) const
{
  const int height = m_Shape.height;
  const int width = m_Shape.width;
  const int channels = m_Shape.channels;
  for (int c = 0; c < channels; ++c)
  {
    const auto          k = static_cast<std::size_t>(c);
    const float * const plane = m_Planes.data() + k * static_cast<std::size_t>(height * width);
    const float         offset = m_Scaling.offset[k];
    const float         scale = m_Scaling.scale[k];
    for (int y = 0; y < height; ++y)
    {
      // Position of output (y, 0) in the plane and the step to the next column, after turns then flips are undone.
      const int yy = plan.flip_vertical ? height - 1 - y : y;
      const int x0 = plan.flip_horizontal ? width - 1 : 0;
      const int step = plan.flip_horizontal ? -1 : 1;
      const int last = width - 1; // turns only occur with height == width
      int       at = 0, stride = 0;
      switch (plan.quarter_turns)
      {
        case 0:
          at = yy * width + x0, stride = step;
          break;
        case 1:
          at = x0 * width + (last - yy), stride = step * width;
          break;
        case 2:
          at = (last - yy) * width + (last - x0), stride = -step;
          break;
        default:
          at = (last - x0) * width + yy, stride = -step * width;
          break;
      }
      float * row = out + static_cast<std::ptrdiff_t>(y) * width * channels + c;
      for (int x = 0; x < width; ++x)
      {
        row[static_cast<std::ptrdiff_t>(x) * channels] =
          (plane[at + x * stride] - offset) * scale * plan.gain[k] + plan.offset[k];
      }
    }
  }
}

void
Augmentation::Scale(const std::byte * pixels, float * out)
{
  Plan plan(m_Shape, {}, {});
  plan.gain.assign(m_Scaling.scale.size(), 1.0F);
  plan.offset.assign(m_Scaling.scale.size(), 0.0F);
  this->Load(pixels);
  this->Write(plan, out);
}

void
Augmentation::Draw(const std::byte * pixels, const DrawId & id, float * out)
{
  const Plan plan = this->MakePlan(id);
  this->Load(pixels);
  if (plan.height != m_Shape.height || plan.width != m_Shape.width)
  {
    this->Resample(plan);
  }
  if (!plan.warp.IsIdentity())
  {
    plan.warp.Apply(m_Planes, m_Scratch);
  }
  if (!plan.rand.IsIdentity())
  {
    this->ApplyRandAugment(plan);
  }
  if (plan.blur_sigma > 0)
  {
    this->Blur(plan);
  }
  this->Write(plan, out);
}
} // namespace pheno

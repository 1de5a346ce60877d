#include "phenoRandAugment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace pheno::learn
{
namespace
{
/** An image of whole numbers from 0 to 255, plane after plane. */
struct Pixels
{
  int                  channels, height, width;
  std::vector<float> & values;

  std::size_t
  Plane() const
  {
    return static_cast<std::size_t>(height) * width;
  }
  float *
  begin(int channel) const
  {
    return values.data() + static_cast<std::size_t>(channel) * this->Plane();
  }
  float *
  end(int channel) const
  {
    return this->begin(channel) + this->Plane();
  }
};

float
ToByte(double value)
{
  return static_cast<float>(std::floor(std::clamp(value, 0.0, 255.0)));
}

/** Output pixel p comes from centre + map (p - centre) + shift, the nearest; zero where that is outside. */
void
Resample(const Pixels & image, const std::array<double, 4> & map, double cx, double cy, double dx, double dy)
{
  std::vector<float> moved(image.values.size(), 0.0F);
  for (int y = 0; y < image.height; ++y)
  {
    for (int x = 0; x < image.width; ++x)
    {
      const long sx = std::lrint(cx + map[0] * (x - cx) + map[1] * (y - cy) + dx);
      const long sy = std::lrint(cy + map[2] * (x - cx) + map[3] * (y - cy) + dy);
      if (sx >= 0 && sx < image.width && sy >= 0 && sy < image.height)
      {
        for (std::size_t c = 0; c < static_cast<std::size_t>(image.channels); ++c)
        {
          moved[c * image.Plane() + static_cast<std::size_t>(y) * image.width + x] =
            image.values[c * image.Plane() + static_cast<std::size_t>(sy) * image.width + static_cast<std::size_t>(sx)];
        }
      }
    }
  }
  image.values.swap(moved);
}

std::vector<float>
Luminance(const Pixels & image)
{
  std::vector<float> grey(image.Plane());
  for (std::size_t i = 0; i < grey.size(); ++i)
  {
    grey[i] = ToByte(0.2989 * image.begin(0)[i] + 0.587 * image.begin(1)[i] + 0.114 * image.begin(2)[i]);
  }
  return grey;
}

double
MeanOf(const float * first, const float * last)
{
  return std::accumulate(first, last, 0.0) / static_cast<double>(last - first);
}

/** ratio x + (1 - ratio) other(x), in single precision as torchvision. */
template <typename TOther>
void
Blend(float * first, float * last, double ratio, TOther other)
{
  const auto own = static_cast<float>(ratio), others = static_cast<float>(1 - ratio);
  for (float * pixel = first; pixel != last; ++pixel)
  {
    *pixel = ToByte(own * *pixel + others * static_cast<float>(other(static_cast<std::size_t>(pixel - first))));
  }
}

void
Saturate(const Pixels & image, double ratio)
{
  if (image.channels == 3)
  {
    const std::vector<float> grey = Luminance(image);
    for (int c = 0; c < 3; ++c)
    {
      Blend(image.begin(c), image.end(c), ratio, [&grey](std::size_t i) { return static_cast<double>(grey[i]); });
    }
  }
}

void
ChangeContrast(const Pixels & image, double ratio)
{
  std::vector<float> grey;
  if (image.channels == 3)
  {
    grey = Luminance(image);
  }
  for (int c = 0; c < image.channels; ++c)
  {
    const double mean =
      grey.empty() ? MeanOf(image.begin(c), image.end(c)) : MeanOf(grey.data(), grey.data() + grey.size());
    Blend(image.begin(c), image.end(c), ratio, [mean](std::size_t) { return mean; });
  }
}

/** Blends with the 3 x 3 mean that counts the middle five times; the border stays. */
void
Sharpen(const Pixels & image, double ratio)
{
  const std::size_t width = static_cast<std::size_t>(image.width);
  for (int c = 0; c < image.channels; ++c)
  {
    const std::vector<float> in(image.begin(c), image.end(c));
    Blend(image.begin(c), image.end(c), ratio, [&](std::size_t i) {
      const std::size_t x = i % width, y = i / width;
      if (x == 0 || y == 0 || x + 1 == width || y + 1 == static_cast<std::size_t>(image.height))
      {
        return static_cast<double>(in[i]);
      }
      double sum = 4 * in[i];
      for (const std::size_t row : { i - width, i, i + width })
      {
        sum += in[row - 1] + in[row] + in[row + 1];
      }
      return std::nearbyint(sum / 13);
    });
  }
}

void
StretchContrast(float * first, float * last)
{
  const auto [low, high] = std::minmax_element(first, last);
  const double from = *low, to = *high;
  if (to > from)
  {
    std::transform(first, last, first, [&](float x) { return ToByte((x - from) * 255 / (to - from)); });
  }
}

void
Equalize(float * first, float * last)
{
  std::array<long, 256> counts{};
  std::for_each(first, last, [&counts](float x) { ++counts[static_cast<std::size_t>(x)]; });
  const auto highest = std::find_if(counts.rbegin(), counts.rend(), [](long count) { return count > 0; });
  const long step = (static_cast<long>(last - first) - *highest) / 255;
  if (step == 0)
  {
    return;
  }
  std::array<float, 256> table{};
  long                   below = 0;
  for (std::size_t value = 0; value < table.size(); ++value)
  {
    table[value] = value == 0 ? 0 : ToByte(static_cast<double>((below + step / 2) / step));
    below += counts[value];
  }
  std::transform(first, last, first, [&table](float x) { return table[static_cast<std::size_t>(x)]; });
}

template <typename TFunction>
void
EachPlane(const Pixels & image, TFunction function)
{
  for (int c = 0; c < image.channels; ++c)
  {
    function(image.begin(c), image.end(c));
  }
}

void
Geometric(const Pixels & image, RandOperation operation, double strength)
{
  const double cx = (image.width - 1) / 2.0, cy = (image.height - 1) / 2.0;
  const double turn = strength * std::numbers::pi / 6;
  switch (operation)
  {
    case RandOperation::ShearX: // about the upper left corner, as torchvision
      return Resample(image, { 1, 0.3 * strength, 0, 1 }, -0.5, -0.5, 0, 0);
    case RandOperation::ShearY:
      return Resample(image, { 1, 0, 0.3 * strength, 1 }, -0.5, -0.5, 0, 0);
    case RandOperation::TranslateX:
      return Resample(image, { 1, 0, 0, 1 }, 0, 0, -std::trunc(strength * image.width * 150 / 331), 0);
    case RandOperation::TranslateY:
      return Resample(image, { 1, 0, 0, 1 }, 0, 0, 0, -std::trunc(strength * image.height * 150 / 331));
    default:
      return Resample(image, { std::cos(turn), -std::sin(turn), std::sin(turn), std::cos(turn) }, cx, cy, 0, 0);
  }
}

} // namespace

void
Apply(RandOperation operation, double strength, const CropShape & shape, std::vector<float> & planes)
{
  const Pixels image{ shape.channels, shape.height, shape.width, planes };
  const double ratio = 1 + 0.9 * strength; // of the enhancing operations
  const double share = std::abs(strength);
  switch (operation)
  {
    case RandOperation::Identity:
      return;
    case RandOperation::Brightness:
      return EachPlane(image, [&](float * a, float * b) { Blend(a, b, ratio, [](std::size_t) { return 0.0; }); });
    case RandOperation::Color:
      return Saturate(image, ratio);
    case RandOperation::Contrast:
      return ChangeContrast(image, ratio);
    case RandOperation::Sharpness:
      return Sharpen(image, ratio);
    case RandOperation::Posterize:
    {
      const auto step = static_cast<float>(1 << std::lrint(4 * share)); // keeps 8 to 4 bits
      return EachPlane(image, [step](float * a, float * b) {
        std::transform(a, b, a, [step](float x) { return std::floor(x / step) * step; });
      });
    }
    case RandOperation::Solarize:
    {
      const auto threshold = static_cast<float>(255 * (1 - share));
      return EachPlane(image, [threshold](float * a, float * b) {
        std::transform(a, b, a, [threshold](float x) { return x >= threshold ? 255 - x : x; });
      });
    }
    case RandOperation::AutoContrast:
      return EachPlane(image, StretchContrast);
    case RandOperation::Equalize:
      return EachPlane(image, Equalize);
    default:
      return Geometric(image, operation, strength);
  }
}

RandAugment::RandAugment(int operations, int magnitude, Draws & draws)
{
  for (int i = 0; i < operations; ++i)
  {
    const auto   operation = static_cast<RandOperation>(draws.Below(kRandOperations));
    const double sign = draws.Chance(0.5) ? -1.0 : 1.0;
    m_Drawn.push_back({ operation, sign * magnitude / (kMagnitudes - 1) });
  }
}

void
RandAugment::Apply(const CropShape & shape, std::vector<float> & planes) const
{
  for (const Drawn & drawn : m_Drawn)
  {
    learn::Apply(drawn.operation, drawn.strength, shape, planes);
  }
}
} // namespace pheno::learn

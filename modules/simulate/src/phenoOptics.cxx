#include "phenoOptics.h"

#include "phenoGaussian.h"

#include <algorithm>
#include <cmath>

namespace pheno::simulate
{
namespace
{
constexpr double kManyElectrons = 16.0;

void
BlurRows(Canvas & canvas, const std::vector<float> & taps)
{
  const int          radius = static_cast<int>(taps.size() / 2);
  std::vector<float> padded(static_cast<std::size_t>(canvas.size + 2 * radius));
  for (int y = 0; y < canvas.size; ++y)
  {
    float * row = canvas.pixels.data() + static_cast<std::size_t>(y) * canvas.size;
    std::fill_n(padded.begin(), radius, row[0]);
    std::copy_n(row, canvas.size, padded.begin() + radius);
    std::fill_n(padded.end() - radius, radius, row[canvas.size - 1]);
    std::fill_n(row, canvas.size, 0.0F);
    for (std::size_t k = 0; k < taps.size(); ++k)
    {
      AddScaled(padded.data() + k, taps[k], row, canvas.size);
    }
  }
}

void
BlurColumns(Canvas & canvas, const std::vector<float> & taps)
{
  const int          radius = static_cast<int>(taps.size() / 2);
  std::vector<float> out(canvas.pixels.size(), 0.0F);
  for (int y = 0; y < canvas.size; ++y)
  {
    for (int k = -radius; k <= radius; ++k)
    {
      const int from = std::clamp(y + k, 0, canvas.size - 1);
      AddScaled(canvas.pixels.data() + static_cast<std::size_t>(from) * canvas.size,
                taps[static_cast<std::size_t>(k + radius)],
                out.data() + static_cast<std::size_t>(y) * canvas.size,
                canvas.size);
    }
  }
  canvas.pixels.swap(out);
}

/** A quarter of the size, means of 4 x 4 blocks; a rest at the right and bottom is left out. */
Canvas
Quarter(const Canvas & canvas)
{
  Canvas small{ canvas.size / 4, {} };
  small.pixels.assign(static_cast<std::size_t>(small.size) * small.size, 0.0F);
  for (int y = 0; y < 4 * small.size; ++y)
  {
    for (int x = 0; x < 4 * small.size; ++x)
    {
      small.pixels[static_cast<std::size_t>(y / 4) * small.size + x / 4] +=
        canvas.pixels[static_cast<std::size_t>(y) * canvas.size + x] / 16.0F;
    }
  }
  return small;
}

/** Value of the quarter-size image at a pixel of the full one, bilinear. */
float
FromQuarter(const Canvas & small, int x, int y)
{
  const float u = std::clamp((x - 1.5F) / 4.0F, 0.0F, static_cast<float>(small.size - 1));
  const float v = std::clamp((y - 1.5F) / 4.0F, 0.0F, static_cast<float>(small.size - 1));
  const int   u0 = std::min(static_cast<int>(u), small.size - 2);
  const int   v0 = std::min(static_cast<int>(v), small.size - 2);
  const auto  at = [&](int column, int row) {
    return small.pixels[static_cast<std::size_t>(row) * small.size + column];
  };
  const float top = at(u0, v0) + (u - u0) * (at(u0 + 1, v0) - at(u0, v0));
  const float bottom = at(u0, v0 + 1) + (u - u0) * (at(u0 + 1, v0 + 1) - at(u0, v0 + 1));
  return top + (v - v0) * (bottom - top);
}
} // namespace

void
Blur(Canvas & canvas, double sigma)
{
  const auto taps = GaussianTaps(sigma);
  BlurRows(canvas, taps);
  BlurColumns(canvas, taps);
}

void
Focus(Canvas & canvas, double sigma, double haze)
{
  Canvas far = Quarter(canvas);
  Blur(far, 2.5);
  Blur(canvas, sigma);
  for (int y = 0; y < canvas.size; ++y)
  {
    for (int x = 0; x < canvas.size; ++x)
    {
      float & pixel = canvas.pixels[static_cast<std::size_t>(y) * canvas.size + x];
      pixel += static_cast<float>(haze) * (FromQuarter(far, x, y) - pixel);
    }
  }
}

Canvas
MakeFlatField(const Recipe & recipe, int plate, Stain stain)
{
  const auto   number = static_cast<std::uint64_t>(stain);
  RandomStream ofChannel(recipe.seed, Purpose::Plate, { number, 2 });
  RandomStream ofPlate(recipe.seed, Purpose::Plate, { static_cast<std::uint64_t>(plate), number, 3 });
  const double half = 0.5 * recipe.size_px;
  const double centreX = half * (1.0 + 0.15 * ofChannel.Normal() + recipe.vignetting_jitter * ofPlate.Normal());
  const double centreY = half * (1.0 + 0.15 * ofChannel.Normal() + recipe.vignetting_jitter * ofPlate.Normal());
  const double strength = recipe.channels[number].vignetting;

  Canvas flat{ recipe.size_px, std::vector<float>(static_cast<std::size_t>(recipe.size_px) * recipe.size_px) };
  double sum = 0.0;
  for (int y = 0; y < flat.size; ++y)
  {
    for (int x = 0; x < flat.size; ++x)
    {
      const double dx = (x + 0.5 - centreX) / half;
      const double dy = (y + 0.5 - centreY) / half;
      const double light = std::max(0.05, 1.0 - strength * 0.5 * (dx * dx + dy * dy));
      flat.pixels[static_cast<std::size_t>(y) * flat.size + x] = static_cast<float>(light);
      sum += light;
    }
  }
  const double mean = sum / static_cast<double>(flat.pixels.size());
  for (float & pixel : flat.pixels)
  {
    pixel = static_cast<float>(pixel / mean);
  }
  return flat;
}

std::vector<std::uint16_t>
Expose(const Recipe & recipe, const Canvas & light, double offset, RandomStream & random)
{
  const double               gain = recipe.camera_grey_per_electron;
  const double               read = recipe.camera_read_electrons;
  std::vector<std::uint16_t> grey(light.pixels.size());
  for (std::size_t i = 0; i < grey.size(); ++i)
  {
    // With many electrons both noises are normal and one draw serves for their sum.
    const double mean = light.pixels[i] / gain;
    const double electrons = mean > kManyElectrons ? mean + std::sqrt(mean + read * read) * random.Normal()
                                                   : random.Poisson(mean) + read * random.Normal();
    const double value = offset + gain * electrons;
    grey[i] = static_cast<std::uint16_t>(std::clamp(std::floor(value + 0.5), 0.0, 65535.0));
  }
  return grey;
}
} // namespace pheno::simulate

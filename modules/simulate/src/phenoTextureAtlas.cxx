#include "phenoTextureAtlas.h"

#include "phenoGaussian.h"
#include "phenoRandomStream.h"

#include <algorithm>
#include <cmath>

namespace pheno::simulate
{
namespace
{
using Tile = std::vector<float>;

Tile
BlurredAlongU(const Tile & tile, int size, double sigma)
{
  const auto taps = GaussianTaps(sigma);
  const int  radius = static_cast<int>(taps.size() / 2);
  Tile       out(tile.size(), 0.0F);
  Tile       row(static_cast<std::size_t>(size + 2 * radius));
  for (int v = 0; v < size; ++v)
  {
    const float * in = tile.data() + static_cast<std::size_t>(v) * size;
    for (int i = 0; i < size + 2 * radius; ++i)
    {
      row[static_cast<std::size_t>(i)] = in[(i - radius) & (size - 1)];
    }
    for (std::size_t k = 0; k < taps.size(); ++k)
    {
      AddScaled(row.data() + k, taps[k], out.data() + static_cast<std::size_t>(v) * size, size);
    }
  }
  return out;
}

Tile
BlurredAlongV(const Tile & tile, int size, double sigma)
{
  const auto taps = GaussianTaps(sigma);
  const int  radius = static_cast<int>(taps.size() / 2);
  Tile       out(tile.size(), 0.0F);
  for (int v = 0; v < size; ++v)
  {
    for (int k = -radius; k <= radius; ++k)
    {
      const int from = (v + k) & (size - 1);
      AddScaled(tile.data() + static_cast<std::size_t>(from) * size,
                taps[static_cast<std::size_t>(k + radius)],
                out.data() + static_cast<std::size_t>(v) * size,
                size);
    }
  }
  return out;
}

/** Normal noise blurred on the torus by sigmas along u and v, then set to mean 0 and standard deviation 1. */
Tile
SmoothNoise(RandomStream & random, int size, double sigmaU, double sigmaV)
{
  Tile noise(static_cast<std::size_t>(size) * size);
  std::generate(noise.begin(), noise.end(), [&random] { return static_cast<float>(random.Normal()); });
  noise = BlurredAlongU(noise, size, sigmaU);
  noise = BlurredAlongV(noise, size, sigmaV);
  double sum = 0.0;
  double squares = 0.0;
  for (const float value : noise)
  {
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  const double mean = sum / static_cast<double>(noise.size());
  const double sd = std::sqrt(squares / static_cast<double>(noise.size()) - mean * mean);
  for (float & value : noise)
  {
    value = static_cast<float>((value - mean) / sd);
  }
  return noise;
}

void
ScaleToMeanOne(Tile & tile)
{
  double sum = 0.0;
  for (const float value : tile)
  {
    sum += value;
  }
  const double scale = static_cast<double>(tile.size()) / sum;
  for (float & value : tile)
  {
    value = static_cast<float>(value * scale);
  }
}

/** Bright lines where smooth noise crosses zero: filaments that bend and never end abruptly. */
double
Line(double noise, double width)
{
  const double ratio = noise / width;
  return Exp(-ratio * ratio);
}

/** Filaments of two layers over a faint ground. */
Tile
Filaments(RandomStream & random, int size, double sigmaU, double sigmaV, double width)
{
  const Tile first = SmoothNoise(random, size, sigmaU, sigmaV);
  const Tile second = SmoothNoise(random, size, 0.7 * sigmaU, 0.7 * sigmaV);
  const Tile strength = SmoothNoise(random, size, 2.0 * sigmaU, 2.0 * sigmaV);
  Tile       tile(first.size());
  for (std::size_t i = 0; i < tile.size(); ++i)
  {
    const double lines = Line(first[i], width) + 0.7 * Line(second[i], width);
    tile[i] = static_cast<float>(0.12 + lines * Exp(0.35 * strength[i]));
  }
  ScaleToMeanOne(tile);
  return tile;
}

/** Dots where smooth noise exceeds a threshold. */
Tile
Dots(RandomStream & random, int size, double sigma, double threshold)
{
  const Tile noise = SmoothNoise(random, size, sigma, sigma);
  Tile       tile(noise.size());
  std::transform(noise.begin(), noise.end(), tile.begin(), [threshold](float value) {
    const double excess = std::max(0.0, value - threshold);
    return static_cast<float>(0.08 + excess);
  });
  ScaleToMeanOne(tile);
  return tile;
}

/** Filaments cut into worms by a second noise. */
Tile
Threads(RandomStream & random, int size)
{
  const Tile lines = SmoothNoise(random, size, 2.4, 2.4);
  const Tile cut = SmoothNoise(random, size, 3.2, 3.2);
  Tile       tile(lines.size());
  for (std::size_t i = 0; i < tile.size(); ++i)
  {
    tile[i] = static_cast<float>(0.05 + Line(lines[i], 0.42) / (1.0 + Exp(-4.0 * (cut[i] + 0.3))));
  }
  ScaleToMeanOne(tile);
  return tile;
}
} // namespace

TextureAtlas::TextureAtlas(std::uint64_t seed)
{
  const auto stream = [seed](Texture texture) {
    return RandomStream(seed, Purpose::Texture, { static_cast<std::uint64_t>(texture) });
  };
  const auto make = [&](Texture texture, auto && recipe) {
    auto random = stream(texture);
    m_Tiles[static_cast<std::size_t>(texture)] = recipe(random);
  };
  make(Texture::Cloud, [](RandomStream & random) { return SmoothNoise(random, kSize, 8.0, 8.0); });
  make(Texture::Chromatin, [](RandomStream & random) { return SmoothNoise(random, kSize, 1.5, 1.5); });
  make(Texture::Mesh, [](RandomStream & random) { return Filaments(random, kSize, 3.4, 3.4, 0.3); });
  make(Texture::Fibre, [](RandomStream & random) { return Filaments(random, kSize, 18.0, 1.9, 0.4); });
  make(Texture::Granule, [](RandomStream & random) { return Dots(random, kSize, 1.25, 0.5); });
  make(Texture::Thread, [](RandomStream & random) { return Threads(random, kSize); });
  make(Texture::Fragment, [](RandomStream & random) { return Dots(random, kSize, 1.6, 0.6); });
}

float
TextureAtlas::Sample(Texture texture, float u, float v) const
{
  const Tile & tile = m_Tiles[static_cast<std::size_t>(texture)];
  const float  floorU = std::floor(u);
  const float  floorV = std::floor(v);
  const float  fractionU = u - floorU;
  const float  fractionV = v - floorV;
  const int    u0 = static_cast<int>(floorU) & (kSize - 1);
  const int    v0 = static_cast<int>(floorV) & (kSize - 1);
  const int    u1 = (u0 + 1) & (kSize - 1);
  const int    v1 = (v0 + 1) & (kSize - 1);
  const auto   at = [&tile](int column, int row) { return tile[static_cast<std::size_t>(row * kSize + column)]; };
  const float  top = at(u0, v0) + fractionU * (at(u1, v0) - at(u0, v0));
  const float  bottom = at(u0, v1) + fractionU * (at(u1, v1) - at(u0, v1));
  return top + fractionV * (bottom - top);
}
} // namespace pheno::simulate

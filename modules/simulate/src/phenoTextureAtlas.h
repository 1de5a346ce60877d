#ifndef phenoTextureAtlas_h
#define phenoTextureAtlas_h

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno::simulate
{
enum class Texture
{
  Cloud,     ///< smooth, signed, unit standard deviation
  Chromatin, ///< fine, signed, unit standard deviation
  Mesh,      ///< curved filaments without direction
  Fibre,     ///< filaments along u
  Granule,   ///< sparse dots
  Thread,    ///< short worms
  Fragment   ///< dots a little larger than granules
};
inline constexpr std::size_t kTextures = 7;

/** Seamless tiles of texture, made once and read by every cell at a place and angle of its own. Cloud and Chromatin
 * have mean 0 and standard deviation 1, the others are non-negative with mean 1, so that mixing them keeps the mean. */
class TextureAtlas
{
public:
  explicit TextureAtlas(std::uint64_t seed);

  /** Bilinear; coordinates in pixels, the tile repeats. */
  float
  Sample(Texture texture, float u, float v) const;

private:
  static constexpr int kSize = 512;
  using Tile = std::vector<float>;

  std::array<Tile, kTextures> m_Tiles;
};
} // namespace pheno::simulate

#endif

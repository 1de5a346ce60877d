#include "phenoTileField.h"

#include "phenoBicubicResize.h"
#include "phenoStretchToBytes.h"
#include "phenoThreshold.h"

#include <algorithm>

namespace pheno
{
namespace
{
double
ForegroundOf(const std::uint8_t * first,
             std::size_t          width,
             std::size_t          height,
             std::size_t          stride,
             std::size_t          threshold)
{
  std::size_t above = 0;
  for (std::size_t y = 0; y < height; ++y)
  {
    const std::uint8_t * line = first + y * stride;
    above += static_cast<std::size_t>(std::count_if(line, line + width, [&](std::uint8_t v) { return v > threshold; }));
  }
  return static_cast<double>(above) / static_cast<double>(width * height);
}

void
Keep(const std::vector<std::vector<std::uint8_t>> & planes,
     std::size_t                                    offset,
     const TileRules &                              rules,
     FieldTiles &                                   tiles)
{
  for (const std::vector<std::uint8_t> & plane : planes)
  {
    for (std::size_t y = 0; y < rules.tile_size; ++y)
    {
      const std::uint8_t * line = plane.data() + offset + y * rules.field_size;
      tiles.stack.pixels.insert(tiles.stack.pixels.end(), line, line + rules.tile_size);
    }
  }
  ++tiles.stack.number;
}
} // namespace

std::vector<std::uint8_t>
PrepareTilePlane(PlaneView<const float> plane, const TileRules & rules)
{
  const std::vector<float> clean = SmoothPlane(plane, 0.0);
  const std::vector<float> field =
    BicubicResize({ clean.data(), plane.width, plane.height }, rules.field_size, rules.field_size, rules.antialias);
  return StretchToBytes(
    { field.data(), rules.field_size, rules.field_size }, rules.low_percentile, rules.high_percentile);
}

FieldTiles
TileField(const std::vector<std::vector<std::uint8_t>> & planes, const TileRules & rules)
{
  const std::vector<std::uint8_t> & dna = planes[rules.dna_channel];
  std::vector<std::size_t>          histogram(256, 0);
  for (const std::uint8_t value : dna)
  {
    ++histogram[value];
  }
  FieldTiles tiles;
  tiles.threshold = static_cast<std::uint8_t>(OtsuThreshold(histogram));
  tiles.foreground = ForegroundOf(dna.data(), rules.field_size, rules.field_size, rules.field_size, tiles.threshold);
  tiles.stack = { 0, planes.size(), rules.tile_size, rules.tile_size, {} };
  const bool        kept = tiles.foreground >= rules.minimum_field_foreground;
  const std::size_t side = rules.field_size / rules.tile_size;
  for (std::size_t tile = 0; tile < side * side; ++tile)
  {
    const std::size_t left = tile % side * rules.tile_size;
    const std::size_t top = tile / side * rules.tile_size;
    const std::size_t offset = top * rules.field_size + left;
    const double      foreground =
      ForegroundOf(dna.data() + offset, rules.tile_size, rules.tile_size, rules.field_size, tiles.threshold);
    tiles.all_tile_foregrounds.push_back(foreground);
    if (kept && foreground >= rules.minimum_tile_foreground)
    {
      tiles.table.tile.push_back(static_cast<std::uint32_t>(tile + 1));
      tiles.table.left.push_back(static_cast<std::uint32_t>(left));
      tiles.table.top.push_back(static_cast<std::uint32_t>(top));
      tiles.table.foreground.push_back(foreground);
      Keep(planes, offset, rules, tiles);
    }
  }
  return tiles;
}
} // namespace pheno

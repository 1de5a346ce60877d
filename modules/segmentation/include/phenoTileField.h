#ifndef phenoTileField_h
#define phenoTileField_h

#include "phenoCropStack.h"
#include "phenoPlaneView.h"

#include <cstdint>
#include <vector>

namespace pheno
{
/** One row per kept tile, columns of equal length. */
struct TileTable
{
  std::vector<std::uint32_t> tile;       ///< number in the grid, row-major from 1
  std::vector<std::uint32_t> left;       ///< first column in the resized field
  std::vector<std::uint32_t> top;        ///< first row in the resized field
  std::vector<double>        foreground; ///< share of pixels above the threshold, 0 to 1
};

/** The kept tiles of one field; row i of the table belongs to crop i of the stack. */
struct FieldTiles
{
  CropStack<std::uint8_t> stack;
  TileTable               table;
  double                  foreground = 0.0;     ///< of the whole field, 0 to 1
  std::uint8_t            threshold = 0;        ///< Otsu's, on the 8-bit DNA plane
  std::vector<double>     all_tile_foregrounds; ///< of every tile of the grid, kept or not
};

/** How TileImageFilter cuts; see there. */
struct TileRules
{
  std::size_t dna_channel;
  std::size_t field_size;
  std::size_t tile_size;
  double      low_percentile;
  double      high_percentile;
  double      minimum_field_foreground;
  double      minimum_tile_foreground;
  bool        antialias;
};

/** A plane resized to a square field and stretched to 8 bit, as TileImageFilter describes. */
std::vector<std::uint8_t>
PrepareTilePlane(PlaneView<const float> plane, const TileRules & rules);

/** Cuts prepared planes (field_size squared pixels each, at least one) into tiles and keeps those with foreground. */
FieldTiles
TileField(const std::vector<std::vector<std::uint8_t>> & planes, const TileRules & rules);
} // namespace pheno

#endif

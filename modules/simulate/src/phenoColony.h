#ifndef phenoColony_h
#define phenoColony_h

#include "phenoRandomStream.h"
#include "phenoScreenDesign.h"
#include "phenoTextureAtlas.h"

#include <cstdint>
#include <vector>

namespace pheno::simulate
{
/** Where a site stands in the screen: names its random streams. */
struct SiteKey
{
  std::uint64_t seed = 0;
  int           plate = 0;
  int           row = 0;
  int           column = 0;
  int           site = 0;

  RandomStream
  Stream(Purpose purpose, std::uint64_t item = 0) const
  {
    return RandomStream(seed,
                        purpose,
                        { static_cast<std::uint64_t>(plate),
                          static_cast<std::uint64_t>(row),
                          static_cast<std::uint64_t>(column),
                          static_cast<std::uint64_t>(site),
                          item });
  }
};

/** An ellipse with a wavy rim; lengths in px. */
struct Blob
{
  double    x = 0.0;
  double    y = 0.0;
  double    radius = 1.0;  ///< of the circle of equal area
  double    stretch = 1.0; ///< square root of length over width
  Direction axis;
  double    wave[3] = { 0.0, 0.0, 0.0 }; ///< cos 2, cos 3 and sin 3 of the rim, relative

  /** Distance from the centre with the ellipse unrolled to a circle. */
  double
  Unrolled(double px, double py, double & cosine, double & sine) const;
  /** Pixels outside the rim, negative inside; exact for circles. */
  double
  OutsideBy(double px, double py) const;
};

struct Cell
{
  Blob          body;
  Blob          nucleus;
  TraitValues   traits{};
  double        response = 0.0;
  double        genomes = 1.0; ///< DNA, 1 .. 2
  bool          mitotic = false;
  Direction     polarity; ///< from nucleus to Golgi
  std::uint64_t item = 0; ///< names the cell's stream
};

/** The cells of a canvas in pixels: who owns each pixel and how far inside it lies. */
struct CellMap
{
  int                       size = 0;
  std::vector<std::int32_t> owner;        ///< index of the cell, -1 outside all
  std::vector<float>        border;       ///< px to the nearest border of the owner
  std::vector<float>        bendX, bendY; ///< smooth unit noise by which borders and fibres wander
};

/** Places islands of cells on a square canvas of `size` px whose visible part is [margin, size - margin)^2. */
std::vector<Cell>
PlaceCells(const Recipe & recipe, const WellDesign & well, const SiteKey & key, int size, int margin);

/** Divides the canvas between cells: each pixel goes to the cell that is nearest in units of that cell's own size and
 * shape (a multiplicatively weighted, anisotropic Voronoi diagram), or to none beyond the reach of all. */
CellMap
MapCells(const std::vector<Cell> & cells, const TextureAtlas & atlas, const SiteKey & key, double roughness, int size);
} // namespace pheno::simulate

#endif

#ifndef phenoCellPainter_h
#define phenoCellPainter_h

#include "phenoColony.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pheno::simulate
{
/** The stained sample in grey levels before any optics, one canvas a stain, and which pixels are nucleus. */
struct Sample
{
  std::array<std::vector<float>, kStains> planes;
  std::vector<std::uint8_t>               inNucleus; ///< 1 where the pixel's owner has its nucleus
};

/** Draws every cell of a map. A cell's total stain is its mean level times its area (DNA: level times the baseline
 * area times the genomes), whatever the pattern: texture, localisation and nuclear size leave mean intensity alone. */
Sample
PaintCells(const Recipe &            recipe,
           const WellDesign &        well,
           const std::vector<Cell> & cells,
           const CellMap &           map,
           const TextureAtlas &      atlas,
           const SiteKey &           key);
} // namespace pheno::simulate

#endif

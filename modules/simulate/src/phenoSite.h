#ifndef phenoSite_h
#define phenoSite_h

#include "phenoCellPainter.h"
#include "phenoImage.h"
#include "phenoOptics.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pheno::simulate
{
/** One labelled cell of a site, as far as it is visible. */
struct CellTruth
{
  double x = 0.0; ///< centre of the visible nucleus in px, the upper left pixel's centre is 0, 0; NaN without one
  double y = 0.0;
  int    nucleusArea = 0; ///< px
  int    cellArea = 0;    ///< px, nucleus included
  bool   touchesBorder = false;
  bool   mitotic = false;
  double genomes = 1.0;
  double response = 0.0;
};

/** A site as the camera saw it, and as it was. */
struct Site
{
  std::array<std::vector<std::uint16_t>, kStains> planes;
  LabelMask::Pointer                              nuclei;    ///< same labels as the cells
  LabelMask::Pointer                              cells;     ///< 1 .. n, borders touching
  std::vector<CellTruth>                          rows;      ///< of labels 1 .. n
  double                                          psf = 0.0; ///< px, standard deviation
  bool                                            outOfFocus = false;
  int                                             debris = 0;
};

/** Makes one site. `flats` are the plate's illumination fields in the order of the stains. */
Site
RenderSite(const Recipe &              recipe,
           const PlateDesign &         plate,
           const WellDesign &          well,
           int                         site,
           const TextureAtlas &        atlas,
           const std::vector<Canvas> & flats);
} // namespace pheno::simulate

#endif

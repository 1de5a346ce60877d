#ifndef phenoCropObjects_h
#define phenoCropObjects_h

#include "phenoCropStack.h"
#include "phenoObjectTable.h"
#include "phenoPlaneView.h"

namespace pheno
{
/** What to do with a crop that would leave the image. */
enum class CropEdge
{
  Drop,
  Zero,   ///< outside the image is 0
  Shift,  ///< moved inside; dropped where the image is smaller than the crop
  Reflect ///< outside is the mirror image about the first or last pixel's centre, of the labels too
};

/** Crops of the objects of one field; row i of the table belongs to crop i. */
template <typename TPixel>
struct CellCrops
{
  CropStack<TPixel> stack;
  ObjectTable       table;
  /** Pixels of the crop per pixel of the image along an axis; empty unless crops are scaled by their nuclei. */
  std::vector<double> magnification;
  std::size_t         dropped = 0; ///< objects left out
};

/** How CellCropImageFilter cuts; see there. */
struct CropRules
{
  std::size_t size;
  bool        mask;
  CropEdge    edge;
  double      scale;
  double      nucleus_diameter; ///< pixels; 0: crops are not scaled
  bool        mask_channels;    ///< masks stand before the planes: of the nucleus if there are nuclei, of the object
};

/** Cuts the objects of a table out of all planes. labels, planes and nuclei, which may be empty (no data), have one
 * size; size > 0. Masks hold the largest integer, or 1 in floats, where the object is. With a nucleus diameter d the
 * table has nucleus areas A: the square around an object has the side round(size * 2 sqrt(A / pi) / d) and is resized
 * (bicubic, antialiased); an object without nucleus or whose square is longer than the image's longer side is dropped.
 */
template <typename TPixel>
CellCrops<TPixel>
CropObjects(PlaneView<const std::uint32_t>              labels,
            const std::vector<PlaneView<const float>> & planes,
            PlaneView<const std::uint32_t>              nuclei,
            const ObjectTable &                         table,
            const CropRules &                           rules);

extern template CellCrops<float>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            PlaneView<const std::uint32_t>,
            const ObjectTable &,
            const CropRules &);
extern template CellCrops<std::uint8_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            PlaneView<const std::uint32_t>,
            const ObjectTable &,
            const CropRules &);
extern template CellCrops<std::uint16_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            PlaneView<const std::uint32_t>,
            const ObjectTable &,
            const CropRules &);
} // namespace pheno

#endif

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
  Zero, ///< outside the image is 0
  Shift ///< moved inside; dropped where the image is smaller than the crop
};

/** Crops of the objects of one field; row i of the table belongs to crop i. */
template <typename TPixel>
struct CellCrops
{
  CropStack<TPixel> stack;
  ObjectTable       table;
  std::size_t       dropped = 0; ///< objects left out because their crop would leave the image
};

/** How CellCropImageFilter cuts; see there. */
struct CropRules
{
  std::size_t size;
  bool        mask;
  CropEdge    edge;
  double      scale;
};

/** Cuts the objects of a table out of all planes. labels and planes have one size; size > 0. */
template <typename TPixel>
CellCrops<TPixel>
CropObjects(PlaneView<const std::uint32_t>              labels,
            const std::vector<PlaneView<const float>> & planes,
            const ObjectTable &                         table,
            const CropRules &                           rules);

extern template CellCrops<float>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            const ObjectTable &,
            const CropRules &);
extern template CellCrops<std::uint8_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            const ObjectTable &,
            const CropRules &);
extern template CellCrops<std::uint16_t>
CropObjects(PlaneView<const std::uint32_t>,
            const std::vector<PlaneView<const float>> &,
            const ObjectTable &,
            const CropRules &);
} // namespace pheno

#endif

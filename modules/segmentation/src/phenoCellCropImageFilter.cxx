#include "phenoCellCropImageFilter.h"

namespace pheno
{
template class CellCropImageFilter<FloatImage, float>;
template class CellCropImageFilter<FloatImage, std::uint8_t>;
template class CellCropImageFilter<FloatImage, std::uint16_t>;
} // namespace pheno

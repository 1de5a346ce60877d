#include "phenoCropCollectionFilter.h"

namespace pheno
{
template class CropCollectionFilter<float>;
template class CropCollectionFilter<std::uint8_t>;
template class CropCollectionFilter<std::uint16_t>;
} // namespace pheno

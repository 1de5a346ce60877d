#include "phenoCellGrowingImageFilter.h"

namespace pheno
{
template class CellGrowingImageFilter<FloatImage>;
} // namespace pheno

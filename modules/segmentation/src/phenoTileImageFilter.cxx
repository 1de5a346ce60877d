#include "phenoTileImageFilter.h"

namespace pheno
{
template class TileImageFilter<FloatImage>;
} // namespace pheno

#include "phenoStarSegmentationImageFilter.h"

namespace pheno
{
template class StarSegmentationImageFilter<FloatImage>;
} // namespace pheno

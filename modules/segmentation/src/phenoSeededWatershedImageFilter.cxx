#include "phenoSeededWatershedImageFilter.h"

namespace pheno
{
template class SeededWatershedImageFilter<FloatImage>;
} // namespace pheno

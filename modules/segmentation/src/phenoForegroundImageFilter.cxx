#include "phenoForegroundImageFilter.h"

namespace pheno
{
template class ForegroundImageFilter<FloatImage>;
} // namespace pheno

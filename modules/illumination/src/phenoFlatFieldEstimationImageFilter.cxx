#include "phenoFlatFieldEstimationImageFilter.h"

namespace pheno
{
template class FlatFieldEstimationImageFilter<itk::Image<float, 3>>;
} // namespace pheno

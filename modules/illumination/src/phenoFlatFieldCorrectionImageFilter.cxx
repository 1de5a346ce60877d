#include "phenoFlatFieldCorrectionImageFilter.h"

namespace pheno
{
template class FlatFieldCorrectionImageFilter<itk::Image<float, 2>>;
} // namespace pheno

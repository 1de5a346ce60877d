#include "phenoIntensityMapImageFilter.h"

namespace pheno
{
template class IntensityMapImageFilter<itk::Image<float, 2>>;
template class IntensityMapImageFilter<itk::Image<float, 2>, itk::Image<unsigned char, 2>>;
} // namespace pheno

#include "phenoNucleusSegmentationImageFilter.h"

namespace pheno
{
template class NucleusSegmentationImageFilter<FloatImage>;
} // namespace pheno

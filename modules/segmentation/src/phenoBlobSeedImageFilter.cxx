#include "phenoBlobSeedImageFilter.h"

namespace pheno
{
template class BlobSeedImageFilter<FloatImage>;
} // namespace pheno

#include "phenoDeclumpImageFilter.h"

namespace pheno
{
template class DeclumpImageFilter<FloatImage>;
} // namespace pheno

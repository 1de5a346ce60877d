#include "phenoCytoplasmImageFilter.h"

namespace pheno
{
template class CytoplasmImageFilter<LabelImage>;
} // namespace pheno

#ifndef phenoL2Normalise_h
#define phenoL2Normalise_h

#include "phenoMatrix.h"

namespace pheno
{
/** Divides every row by its Euclidean norm, in place.
 * \return the number of rows left as they were: of norm zero or with a NaN or infinite value */
std::size_t
L2NormaliseRows(Matrix & matrix);
} // namespace pheno

#endif

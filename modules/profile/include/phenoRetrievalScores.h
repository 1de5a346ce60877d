#ifndef phenoRetrievalScores_h
#define phenoRetrievalScores_h

#include "phenoMatrix.h"

namespace pheno
{
/** Inner products of all pairs: Q x D queries and C x D candidates give Q x C. Every product is summed in the same
 * order, so that equal rows score equal to the last bit. Throws ProfileError for different D or values that are not
 * finite. */
Matrix
InnerProducts(MatrixView queries, MatrixView candidates);

/** Cosines of all pairs, rounded to 2^-40 so that rounding noise orders no two equal pairs. A row of zeros has the
 * cosine 0 with all. Throws ProfileError as InnerProducts. */
Matrix
Cosines(MatrixView queries, MatrixView candidates);
} // namespace pheno

#endif

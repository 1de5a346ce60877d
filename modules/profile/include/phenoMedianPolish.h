#ifndef phenoMedianPolish_h
#define phenoMedianPolish_h

#include "phenoMatrix.h"

namespace pheno
{
/** A plate taken apart into overall, row and column effects and residuals (Tukey 1977; rows first, at most 10 rounds,
 * stops when sum|residual| changes by less than 1 %, as R's medpolish). NaN marks an absent well. */
struct MedianPolish
{
  double              overall = 0;
  std::vector<double> row_effects;
  std::vector<double> column_effects;
  Matrix              residuals;
};

/** \param plate rows x columns of wells */
MedianPolish
PolishMedians(MatrixView plate);

/** B-scores (Brideau et al. 2003): residual / (1.4826 median|residual - median residual|). NaN everywhere when that is
 * 0, which it is for an exactly additive plate. */
Matrix
BScores(const MedianPolish & polish);
} // namespace pheno

#endif

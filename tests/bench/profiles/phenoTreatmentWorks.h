#ifndef phenoTreatmentWorks_h
#define phenoTreatmentWorks_h

#include "phenoFileSystem.h"
#include "phenoMatrix.h"

#include <numeric>

namespace pheno
{
/** What every piece of work starts from. */
struct Screen
{
  fs::path    folder;
  Matrix      values;
  LabelColumn plate, well, treatment, compound, mechanism;
  RowMask     controls;
  unsigned    threads = 1;
};

inline double
Sum(MatrixView matrix)
{
  return std::accumulate(matrix.values, matrix.values + matrix.rows * matrix.columns, 0.0);
}

/** Medians of treatments. */
double
AggregateMedians(Screen & screen);

/** Scatter, landmarks, distances to them and scores, without the pairs that a clustering needs. */
double
Landmarks(Screen & screen);

/** Is the mechanism of a treatment that of the nearest one? */
double
NearestMechanism(Screen & screen);
} // namespace pheno

#endif

#ifndef phenoLaneKernels_h
#define phenoLaneKernels_h

#include <cstddef>

namespace pheno
{
/** sum_i a_i b_i, eight sums side by side: the same bits on every processor. */
double
LaneDot(const double * a, const double * b, std::size_t count);

/** y_i += factor x_i */
void
LaneAdd(double factor, const double * x, double * y, std::size_t count);

/** One column of a symmetric matrix, below its diagonal, in one pass: c_i -= v_i w + w_i v (a rank-two update with the
 * column's own entries v, w), then p_i += c_i x and the sum of c_i x_i is returned (the column's part of a product with
 * x, whose own entry is x). */
struct SymmetricColumn
{
  double *       column;
  const double * v;
  const double * w;
  const double * x;
  double *       p;
  double         ownV, ownW, ownX;
};

double
UpdateAndMultiply(const SymmetricColumn & at, std::size_t count);
} // namespace pheno

#endif

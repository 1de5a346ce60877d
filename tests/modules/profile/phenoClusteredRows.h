#ifndef phenoClusteredRows_h
#define phenoClusteredRows_h

#include "phenoProfileTest.h"

namespace pheno::test
{
/** Six clusters in ten dimensions. */
inline Matrix
Clusters(std::size_t rows, LabelColumn & labels)
{
  Matrix       matrix = RandomMatrix(rows, 10, 31);
  const Matrix centers = RandomMatrix(6, 10, 32);
  for (std::size_t row = 0; row < rows; ++row)
  {
    labels.push_back(std::to_string(row % 6));
    for (std::size_t feature = 0; feature < 10; ++feature)
    {
      matrix(row, feature) = 0.3 * matrix(row, feature) + 2 * centers(row % 6, feature);
    }
  }
  return matrix;
}
} // namespace pheno::test

#endif

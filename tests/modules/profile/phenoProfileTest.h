#ifndef phenoProfileTest_h
#define phenoProfileTest_h

#include "phenoTest.h"

#include "phenoMatrix.h"
#include "phenoProfileError.h"

#include <cmath>
#include <limits>
#include <random>

namespace pheno::test
{
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/** Values in [-1, 1), the same on every host. */
inline Matrix
RandomMatrix(std::size_t rows, std::size_t columns, unsigned seed)
{
  std::mt19937_64 engine(seed);
  Matrix          matrix(rows, columns);
  for (double & value : matrix.values)
  {
    value = static_cast<double>(engine() >> 11) / 4503599627370496.0 - 1;
  }
  return matrix;
}

/** prefix0, prefix1, ... prefix(count-1), drawn at random. */
inline LabelColumn
RandomLabels(std::size_t rows, std::size_t count, const std::string & prefix, unsigned seed)
{
  std::mt19937_64 engine(seed);
  LabelColumn     labels;
  for (std::size_t row = 0; row < rows; ++row)
  {
    labels.push_back(prefix + std::to_string(engine() % count));
  }
  return labels;
}

inline Matrix
MakeMatrix(const std::vector<std::vector<double>> & rows)
{
  Matrix matrix(rows.size(), rows.empty() ? 0 : rows.front().size());
  for (std::size_t row = 0; row < rows.size(); ++row)
  {
    std::copy(rows[row].begin(), rows[row].end(), matrix.Row(row).begin());
  }
  return matrix;
}

/** Equal, NaN to NaN, within an absolute tolerance. */
inline bool
Same(double a, double b, double tolerance)
{
  return (std::isnan(a) && std::isnan(b)) || a == b || std::abs(a - b) <= tolerance;
}

inline void
CheckSame(const std::vector<double> & got, const std::vector<double> & expected, double tolerance)
{
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i)
  {
    CAPTURE(i);
    CAPTURE(got[i]);
    CAPTURE(expected[i]);
    CHECK(Same(got[i], expected[i], tolerance));
  }
}
} // namespace pheno::test

#endif

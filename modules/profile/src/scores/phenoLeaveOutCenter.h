#ifndef phenoLeaveOutCenter_h
#define phenoLeaveOutCenter_h

#include "phenoAggregate.h"

#include <cstdint>

namespace pheno
{
/** The center of a set of rows without a few of them, at the cost of the few. NaN are left out feature by feature. */
class LeaveOutCenter
{
public:
  LeaveOutCenter(MatrixView rows, Center center);

  /** \param left positions of the rows to leave out, ascending and different */
  std::vector<double>
  Without(std::span<const std::size_t> left) const;

private:
  static constexpr std::int32_t kMissing = -1;

  double
  MeanWithout(std::size_t feature, std::span<const std::size_t> left) const;
  double
  MedianWithout(std::size_t feature, std::span<const std::size_t> left, std::vector<std::int32_t> & ranks) const;

  Matrix                           m_Rows;
  Center                           m_Center;
  std::vector<std::vector<double>> m_Sorted; ///< each feature's values, ascending, without NaN
  std::vector<std::int32_t>        m_Ranks;  ///< place of (row, feature) in m_Sorted; rows x features
};
} // namespace pheno

#endif

#include "phenoLeaveOutCenter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** The value at a place of `sorted` once the places `left` (ascending) are taken out. */
double
ValueWithout(const std::vector<double> & sorted, const std::vector<std::int32_t> & left, std::size_t place)
{
  for (const std::int32_t rank : left)
  {
    if (static_cast<std::size_t>(rank) > place)
    {
      break;
    }
    ++place;
  }
  return sorted[place];
}
} // namespace

LeaveOutCenter::LeaveOutCenter(MatrixView rows, Center center)
  : m_Rows(rows)
  , m_Center(center)
  , m_Sorted(rows.columns)
  , m_Ranks(rows.rows * rows.columns, kMissing)
{
  std::vector<std::size_t> order;
  for (std::size_t feature = 0; feature < rows.columns; ++feature)
  {
    order.clear();
    for (std::size_t row = 0; row < rows.rows; ++row)
    {
      if (!std::isnan(rows(row, feature)))
      {
        order.push_back(row);
      }
    }
    std::stable_sort(
      order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows(a, feature) < rows(b, feature); });
    for (const std::size_t row : order)
    {
      m_Ranks[row * rows.columns + feature] = static_cast<std::int32_t>(m_Sorted[feature].size());
      m_Sorted[feature].push_back(rows(row, feature));
    }
  }
}

std::vector<double>
LeaveOutCenter::Without(std::span<const std::size_t> left) const
{
  std::vector<double>       center(m_Rows.columns);
  std::vector<std::int32_t> ranks;
  for (std::size_t feature = 0; feature < center.size(); ++feature)
  {
    center[feature] =
      m_Center == Center::Mean ? this->MeanWithout(feature, left) : this->MedianWithout(feature, left, ranks);
  }
  return center;
}

double
LeaveOutCenter::MeanWithout(std::size_t feature, std::span<const std::size_t> left) const
{
  const std::vector<double> & values = m_Sorted[feature];
  double                      sum = std::accumulate(values.begin(), values.end(), 0.0);
  std::size_t                 count = values.size();
  for (const std::size_t row : left)
  {
    if (m_Ranks[row * m_Rows.columns + feature] != kMissing)
    {
      sum -= m_Rows(row, feature);
      --count;
    }
  }
  return count == 0 ? kNaN : sum / static_cast<double>(count);
}

double
LeaveOutCenter::MedianWithout(std::size_t                  feature,
                              std::span<const std::size_t> left,
                              std::vector<std::int32_t> &  ranks) const
{
  ranks.clear();
  for (const std::size_t row : left)
  {
    if (m_Ranks[row * m_Rows.columns + feature] != kMissing)
    {
      ranks.push_back(m_Ranks[row * m_Rows.columns + feature]);
    }
  }
  std::sort(ranks.begin(), ranks.end());
  const std::size_t count = m_Sorted[feature].size() - ranks.size();
  if (count == 0)
  {
    return kNaN;
  }
  const double upper = ValueWithout(m_Sorted[feature], ranks, count / 2);
  return count % 2 == 1 ? upper : (ValueWithout(m_Sorted[feature], ranks, count / 2 - 1) + upper) / 2;
}
} // namespace pheno

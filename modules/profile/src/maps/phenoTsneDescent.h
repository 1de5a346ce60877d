#ifndef phenoTsneDescent_h
#define phenoTsneDescent_h

#include "phenoMatrix.h"

#include <algorithm>
#include <numeric>

namespace pheno::tsne
{
inline constexpr double kEarlyExaggeration = 12;

/** Gradient descent with momentum and one gain a coordinate. */
class Descent
{
public:
  Descent(Matrix & map)
    : m_Map(map)
    , m_Update(map.rows, map.columns)
    , m_Gain(map.rows, map.columns, 1)
    , m_Rate(std::max(static_cast<double>(map.columns) / (4 * kEarlyExaggeration), 50.0))
  {}

  void
  Step(const Matrix & gradient, double momentum)
  {
    for (std::size_t i = 0; i < m_Map.values.size(); ++i)
    {
      double & gain = m_Gain.values[i];
      double & update = m_Update.values[i];
      gain = (gradient.values[i] > 0) == (update > 0) ? std::max(gain * 0.8, 0.01) : gain + 0.2;
      update = momentum * update - m_Rate * gain * gradient.values[i];
      m_Map.values[i] += update;
    }
    for (std::size_t coordinate = 0; coordinate < m_Map.rows; ++coordinate)
    {
      const std::span<double> row = m_Map.Row(coordinate);
      const double            mean = std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(row.size());
      for (double & value : row)
      {
        value -= mean;
      }
    }
  }

private:
  Matrix & m_Map;
  Matrix   m_Update;
  Matrix   m_Gain;
  double   m_Rate;
};
} // namespace pheno::tsne

#endif

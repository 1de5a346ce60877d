#include "phenoSimilarity.h"
#include "phenoPanelProducts.h"
#include "phenoProcessorClones.h"
#include "phenoRoundToGrid.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
// How one feature adds to eight pairs at once; by reference, because wide vectors have no common calling convention.
struct AddSquare
{
  static inline __attribute__((always_inline)) void
  Step(Lanes & sum, double a, const Lanes & b)
  {
    sum += (a - b) * (a - b);
  }
};

struct AddMagnitude
{
  static inline __attribute__((always_inline)) void
  Step(Lanes & sum, double a, const Lanes & b)
  {
    const Lanes difference = a - b;
    sum += difference < 0 ? -difference : difference;
  }
};

struct TakeLargest
{
  static inline __attribute__((always_inline)) void
  Step(Lanes & most, double a, const Lanes & b)
  {
    const Lanes difference = a - b;
    const Lanes magnitude = difference < 0 ? -difference : difference;
    most = magnitude > most ? magnitude : most;
  }
};

/** Some query rows against eight packed column rows; the features are added in their order, so equal pairs of rows have
 * equal bits wherever they stand. */
template <typename TStep>
inline __attribute__((always_inline)) void
ReducePanel(const double * const * queries, const double * panel, std::size_t features, double * const * out)
{
  Lanes sums[kQueriesAtOnce] = {};
  for (std::size_t feature = 0; feature < features; ++feature)
  {
    Lanes columns;
    std::memcpy(&columns, panel + feature * kLanes, sizeof(columns));
    for (std::size_t query = 0; query < kQueriesAtOnce; ++query)
    {
      TStep::Step(sums[query], queries[query][feature], columns);
    }
  }
  for (std::size_t query = 0; query < kQueriesAtOnce; ++query)
  {
    std::memcpy(out[query], &sums[query], sizeof(Lanes));
  }
}

PHENO_PROCESSOR_CLONES void
Squares(const double * const * queries, const double * panel, std::size_t features, double * const * out)
{
  ReducePanel<AddSquare>(queries, panel, features, out);
}

PHENO_PROCESSOR_CLONES void
Magnitudes(const double * const * queries, const double * panel, std::size_t features, double * const * out)
{
  ReducePanel<AddMagnitude>(queries, panel, features, out);
}

PHENO_PROCESSOR_CLONES void
Largest(const double * const * queries, const double * panel, std::size_t features, double * const * out)
{
  ReducePanel<TakeLargest>(queries, panel, features, out);
}

using Reduction = void (*)(const double * const *, const double *, std::size_t, double * const *);

Reduction
ReductionOf(Distance distance)
{
  switch (distance)
  {
    case Distance::Euclidean:
      return Squares;
    case Distance::Manhattan:
      return Magnitudes;
    case Distance::Chebyshev:
      return Largest;
    default:
      return PanelProducts;
  }
}

bool
IsCosineFamily(Distance distance)
{
  return distance == Distance::Cosine || distance == Distance::AbsCosine || distance == Distance::Correlation;
}

void
SubtractMean(std::span<double> row)
{
  if (std::all_of(row.begin(), row.end(), [&row](double value) { return value == row.front(); }))
  {
    std::fill(row.begin(), row.end(), 0.0);
    return;
  }
  const double mean = std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(row.size());
  for (double & value : row)
  {
    value -= mean;
  }
}

void
ScaleToUnit(std::span<double> row)
{
  double sum = 0;
  for (const double value : row)
  {
    sum += value * value;
  }
  const double norm = std::sqrt(sum);
  for (double & value : row)
  {
    value = norm > 0 ? value / norm : 0;
  }
}

/** The columns in panels of eight rows, feature by feature; the last panel is filled up with zeros. */
void
PackPanels(const Matrix & rows, std::span<const std::size_t> columns, std::vector<double> & panels)
{
  const std::size_t panelSize = rows.columns * kLanes;
  panels.assign((columns.size() + kLanes - 1) / kLanes * panelSize, 0.0);
  for (std::size_t column = 0; column < columns.size(); ++column)
  {
    const double * source = rows.values.data() + columns[column] * rows.columns;
    double *       target = panels.data() + column / kLanes * panelSize + column % kLanes;
    for (std::size_t feature = 0; feature < rows.columns; ++feature)
    {
      target[feature * kLanes] = source[feature];
    }
  }
}
} // namespace

Similarity::Similarity(MatrixView profiles, Distance distance)
  : m_Distance(distance)
  , m_Rows(profiles)
  , m_Defined(profiles.rows, 1)
{
  for (std::size_t row = 0; row < m_Rows.rows; ++row)
  {
    const std::span<double> values = m_Rows.Row(row);
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
    {
      m_Defined[row] = 0;
      std::fill(values.begin(), values.end(), 0.0);
      continue;
    }
    if (distance == Distance::Correlation && !values.empty())
    {
      SubtractMean(values);
    }
    if (IsCosineFamily(distance))
    {
      ScaleToUnit(values);
    }
  }
}

bool
Similarity::IsProduct() const
{
  return IsCosineFamily(m_Distance);
}

double
Similarity::ScoreOf(std::size_t a, std::size_t b) const
{
  const double * const first = m_Rows.values.data() + a * m_Rows.columns;
  const double * const second = m_Rows.values.data() + b * m_Rows.columns;
  double               sum = 0;
  for (std::size_t feature = 0; feature < m_Rows.columns; ++feature)
  {
    sum += first[feature] * second[feature];
  }
  return RoundToGrid(this->IsMagnitude() ? std::abs(sum) : sum);
}

void
Similarity::Score(std::span<const std::size_t> queries,
                  std::span<const std::size_t> columns,
                  Workspace &                  workspace) const
{
  const Reduction   reduce = ReductionOf(m_Distance);
  const std::size_t panelCount = (columns.size() + kLanes - 1) / kLanes;
  PackPanels(m_Rows, columns, workspace.panels);
  Matrix & scores = workspace.scores;
  scores.rows = queries.size();
  scores.columns = panelCount * kLanes;
  scores.values.resize(scores.rows * scores.columns);
  Lanes unused[kQueriesAtOnce];
  for (std::size_t first = 0; first < queries.size(); first += kQueriesAtOnce)
  {
    const double * rows[kQueriesAtOnce];
    for (std::size_t i = 0; i < kQueriesAtOnce; ++i)
    {
      rows[i] = m_Rows.values.data() + queries[std::min(first + i, queries.size() - 1)] * m_Rows.columns;
    }
    for (std::size_t panel = 0; panel < panelCount; ++panel)
    {
      double * out[kQueriesAtOnce];
      for (std::size_t i = 0; i < kQueriesAtOnce; ++i)
      {
        out[i] = first + i < queries.size() ? scores.values.data() + (first + i) * scores.columns + panel * kLanes
                                            : reinterpret_cast<double *>(&unused[i]);
      }
      reduce(rows, workspace.panels.data() + panel * m_Rows.columns * kLanes, m_Rows.columns, out);
    }
  }
  this->Finish(queries, columns, scores);
}

void
Similarity::Finish(std::span<const std::size_t> queries, std::span<const std::size_t> columns, Matrix & scores) const
{
  constexpr double kNowhere = -std::numeric_limits<double>::infinity();
  for (std::size_t query = 0; query < queries.size(); ++query)
  {
    const std::span<double> row = scores.Row(query).first(columns.size());
    if (!m_Defined[queries[query]])
    {
      std::fill(row.begin(), row.end(), kNowhere);
      continue;
    }
    if (this->IsMagnitude())
    {
      std::transform(row.begin(), row.end(), row.begin(), [](double score) { return RoundToGrid(std::abs(score)); });
    }
    else if (IsCosineFamily(m_Distance))
    {
      std::transform(row.begin(), row.end(), row.begin(), RoundToGrid);
    }
    else
    {
      std::transform(row.begin(), row.end(), row.begin(), [](double distance) { return -distance; });
    }
    for (std::size_t column = 0; column < row.size(); ++column)
    {
      row[column] = m_Defined[columns[column]] ? row[column] : kNowhere;
    }
  }
}

double
DistanceOfScore(double score, Distance distance)
{
  if (std::isinf(score))
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return IsCosineFamily(distance) ? 1 - score : distance == Distance::Euclidean ? std::sqrt(-score) : -score;
}
} // namespace pheno

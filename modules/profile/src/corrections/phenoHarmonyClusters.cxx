#include "phenoHarmonyClusters.h"
#include "phenoColumnBlocks.h"
#include "phenoTiledMultiply.h"

#include <cmath>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kTile = 1024;

/** Ends of `parts` consecutive parts of `count`, the first ones larger by one where it does not divide. */
std::vector<std::size_t>
PartEnds(std::size_t count, std::size_t parts)
{
  std::vector<std::size_t> ends;
  for (std::size_t part = 0; part < parts; ++part)
  {
    ends.push_back((ends.empty() ? 0 : ends.back()) + count / parts + (part < count % parts ? 1 : 0));
  }
  return ends;
}

/** Divides by the sum. */
void
ScaleToSum(std::span<double> values)
{
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  for (double & value : values)
  {
    value /= sum;
  }
}
} // namespace

void
ScaleRowsToUnit(Matrix & rows)
{
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    const auto   values = rows.Row(row);
    const double norm = std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
    for (double & value : values)
    {
      value = norm > 0 ? value / norm : value;
    }
  }
}

HarmonyClusters::HarmonyClusters(const HarmonyOptions &   options,
                                 std::vector<std::size_t> batchOf,
                                 std::size_t              batchCount)
  : m_Options(options)
  , m_BatchOf(std::move(batchOf))
  , m_Shares(batchCount, 0.0)
{
  for (const std::size_t batch : m_BatchOf)
  {
    m_Shares[batch] += 1;
  }
  for (double & share : m_Shares)
  {
    share /= static_cast<double>(m_BatchOf.size());
  }
}

void
HarmonyClusters::Start(MatrixView rows, const Matrix & centroids)
{
  m_Centroids = centroids;
  ScaleRowsToUnit(m_Centroids);
  m_Distances = Matrix(rows.rows, centroids.rows);
  m_Memberships = m_Distances;
  this->MeasureDistances(rows);
  for (std::size_t row = 0; row < rows.rows; ++row)
  {
    const auto   distances = m_Distances.Row(row);
    const auto   memberships = m_Memberships.Row(row);
    const double nearest = *std::min_element(distances.begin(), distances.end());
    std::transform(distances.begin(), distances.end(), memberships.begin(), [this, nearest](double distance) {
      return std::exp((nearest - distance) / m_Options.sigma);
    });
    ScaleToSum(memberships);
  }
  this->CountMembers();
}

void
HarmonyClusters::MeasureDistances(MatrixView rows)
{
  MultiplyTiles(rows, PackedMatrix(Transposed(m_Centroids)), m_Options.threads, m_Distances.values.data());
  for (double & value : m_Distances.values)
  {
    value = 2 * (1 - value);
  }
}

void
HarmonyClusters::CountMembers()
{
  const std::vector<std::size_t> all = Everything(m_Memberships.rows);
  m_Observed = Matrix(m_Shares.size(), m_Memberships.columns);
  m_Sizes.assign(m_Memberships.columns, 0.0);
  this->AddMembers(all.data(), all.data() + all.size(), 1);
}

void
HarmonyClusters::AddMembers(const std::size_t * first, const std::size_t * last, double sign)
{
  for (; first != last; ++first)
  {
    const auto memberships = m_Memberships.Row(*first);
    const auto observed = m_Observed.Row(m_BatchOf[*first]);
    for (std::size_t cluster = 0; cluster < memberships.size(); ++cluster)
    {
      observed[cluster] += sign * memberships[cluster];
      m_Sizes[cluster] += sign * memberships[cluster];
    }
  }
}

void
HarmonyClusters::Round(MatrixView rows, const std::vector<std::size_t> & order)
{
  const std::vector<std::size_t> all = Everything(rows.rows);
  m_Centroids = CrossProduct(TilesOf(m_Memberships, all), TilesOf(rows, all), m_Options.threads);
  ScaleRowsToUnit(m_Centroids);
  this->MeasureDistances(rows);
  const std::size_t parts = static_cast<std::size_t>(std::ceil(1 / m_Options.block_size));
  std::size_t       begin = 0;
  for (const std::size_t end : PartEnds(order.size(), parts))
  {
    this->UpdateBlock(order.data() + begin, order.data() + end);
    begin = end;
  }
}

void
HarmonyClusters::UpdateBlock(const std::size_t * first, const std::size_t * last)
{
  this->AddMembers(first, last, -1);
  Matrix diversity(m_Shares.size(), m_Sizes.size());
  for (std::size_t batch = 0; batch < diversity.rows; ++batch)
  {
    for (std::size_t cluster = 0; cluster < diversity.columns; ++cluster)
    {
      diversity(batch, cluster) =
        std::pow((this->Expected(batch, cluster) + 1) / (m_Observed(batch, cluster) + 1), m_Options.theta);
    }
  }
  constexpr std::size_t kRows = 64;
  const std::size_t     count = static_cast<std::size_t>(last - first);
  ParallelFor((count + kRows - 1) / kRows, m_Options.threads, [&](std::size_t part) {
    for (std::size_t i = part * kRows; i < std::min(count, (part + 1) * kRows); ++i)
    {
      const auto   distances = m_Distances.Row(first[i]);
      const auto   memberships = m_Memberships.Row(first[i]);
      const auto   weights = diversity.Row(m_BatchOf[first[i]]);
      const double nearest = *std::min_element(distances.begin(), distances.end());
      for (std::size_t cluster = 0; cluster < memberships.size(); ++cluster)
      {
        memberships[cluster] = std::exp((nearest - distances[cluster]) / m_Options.sigma) * weights[cluster];
      }
      ScaleToSum(memberships);
    }
  });
  this->AddMembers(first, last, 1);
}

double
HarmonyClusters::Objective() const
{
  std::vector<double> parts((m_Memberships.rows + kTile - 1) / kTile, 0.0);
  ParallelFor(parts.size(), m_Options.threads, [&](std::size_t part) {
    const std::size_t end = std::min(m_Memberships.values.size(), (part + 1) * kTile * m_Memberships.columns);
    for (std::size_t i = part * kTile * m_Memberships.columns; i < end; ++i)
    {
      const double member = m_Memberships.values[i];
      parts[part] += member * m_Distances.values[i];
      parts[part] += member > 0 ? m_Options.sigma * member * std::log(member) : 0;
    }
  });
  double objective = std::accumulate(parts.begin(), parts.end(), 0.0);
  for (std::size_t batch = 0; batch < m_Observed.rows; ++batch)
  {
    for (std::size_t cluster = 0; cluster < m_Observed.columns; ++cluster)
    {
      const double observed = m_Observed(batch, cluster);
      objective +=
        m_Options.sigma * m_Options.theta * observed * std::log((observed + 1) / (this->Expected(batch, cluster) + 1));
    }
  }
  return objective;
}
} // namespace pheno

#include "phenoReplicateDispersion.h"
#include "phenoAggregate.h"
#include "phenoPairDistances.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
/** The number of every row's well. */
std::vector<std::size_t>
NumberWells(std::size_t rows, std::span<const LabelColumn> wells)
{
  std::vector<std::size_t> numbers(rows);
  const auto               groups = GroupRows(wells);
  for (std::size_t well = 0; well < groups.size(); ++well)
  {
    for (const std::size_t row : groups[well].rows)
    {
      numbers.at(row) = well;
    }
  }
  return numbers;
}

/** The rows of one treatment by well, wells in order of their first row. */
std::vector<RowGroup>
SplitByWell(const std::vector<std::size_t> & rows, const std::vector<std::size_t> & wellOf)
{
  std::map<std::size_t, std::size_t> places;
  std::vector<RowGroup>              groups;
  for (const std::size_t row : rows)
  {
    const auto [place, isNew] = places.emplace(wellOf[row], groups.size());
    if (isNew)
    {
      groups.emplace_back();
    }
    groups[place->second].rows.push_back(row);
  }
  return groups;
}

ReplicateDispersion
Summarise(std::span<const double> distances, std::size_t wells, std::size_t rows)
{
  ReplicateDispersion dispersion;
  dispersion.mad = MedianAbsoluteDeviation(distances);
  dispersion.deviation = StandardDeviation(distances, 0);
  dispersion.variance = dispersion.deviation * dispersion.deviation;
  dispersion.median = Median(distances);
  dispersion.wells = wells;
  dispersion.rows = rows;
  return dispersion;
}
} // namespace

std::vector<ReplicateDispersion>
DispersionOfReplicates(MatrixView                   profiles,
                       std::span<const RowGroup>    treatments,
                       std::span<const LabelColumn> wells,
                       unsigned                     threads)
{
  for (const LabelColumn & column : wells)
  {
    if (column.size() != profiles.rows)
    {
      throw ProfileError("a column of wells has " + std::to_string(column.size()) + " entries for " +
                         std::to_string(profiles.rows) + " profiles");
    }
  }
  const std::vector<std::size_t>   wellOf = NumberWells(profiles.rows, wells);
  std::vector<ReplicateDispersion> dispersions(treatments.size());
  ParallelFor(treatments.size(), threads, [&](std::size_t i) {
    const std::vector<std::size_t> & rows = treatments[i].rows;
    const std::vector<RowGroup>      byWell = SplitByWell(rows, wellOf);
    const Matrix                     means = AggregateRows(profiles, byWell, Center::Mean);
    dispersions[i] = Summarise(PairDistances(means, Distance::Cosine), byWell.size(), rows.size());
  });
  return dispersions;
}
} // namespace pheno

#include "phenoGroupNormalisation.h"
#include "phenoFittedBatch.h"
#include "phenoNewBatches.h"
#include "phenoParallelFor.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** The reference rows of every group. */
std::vector<std::vector<std::size_t>>
ReferencesOf(const std::vector<RowGroup> & grouped, const RowMask & reference)
{
  std::vector<std::vector<std::size_t>> references;
  std::size_t                           withoutReference = 0;
  std::string                           first;
  for (const RowGroup & group : grouped)
  {
    references.push_back(Marked(group.rows, reference));
    if (references.back().empty() && withoutReference++ == 0)
    {
      first = "'" + group.key.front() + "' has " + std::to_string(group.rows.size()) + " rows and none of them";
    }
  }
  if (withoutReference > 0)
  {
    throw ProfileError("group " + first + " is marked as reference (control); " + std::to_string(withoutReference) +
                       " of " + std::to_string(grouped.size()) + " groups have no reference rows");
  }
  return references;
}

void
AppendRow(Matrix & matrix, std::span<const double> row)
{
  matrix.values.insert(matrix.values.end(), row.begin(), row.end());
  ++matrix.rows;
}
} // namespace

GroupNormalisation
FitGroupNormalisation(MatrixView          matrix,
                      const LabelColumn & groups,
                      const RowMask &     reference,
                      NormaliseMethod     method,
                      double              epsilon,
                      unsigned            threads)
{
  RequireLength(reference.size(), matrix.rows, "reference mask");
  RequireLength(groups.size(), matrix.rows, "column of groups");
  const std::vector<RowGroup>                 grouped = GroupRows(groups);
  const std::vector<std::vector<std::size_t>> references = ReferencesOf(grouped, reference);
  GroupNormalisation fit{ {}, Matrix(grouped.size(), matrix.columns), Matrix(grouped.size(), matrix.columns) };
  for (const RowGroup & group : grouped)
  {
    fit.groups.push_back(group.key.front());
  }
  const unsigned within = grouped.size() == 1 ? threads : 1;
  ParallelFor(grouped.size(), threads, [&](std::size_t group) {
    const Matrix        rows = SelectRows(matrix, references[group]);
    const Normalisation own = FitNormalisation(rows, RowMask(rows.rows, 1), method, epsilon, within);
    std::copy(own.center.begin(), own.center.end(), fit.center.Row(group).begin());
    std::copy(own.scale.begin(), own.scale.end(), fit.scale.Row(group).begin());
  });
  return fit;
}

void
AddGroups(GroupNormalisation & fit,
          MatrixView           matrix,
          const LabelColumn &  groups,
          const RowMask &      reference,
          NormaliseMethod      method,
          double               epsilon,
          unsigned             threads)
{
  if (fit.center.columns != matrix.columns)
  {
    throw ProfileError("the normalisation was fitted on " + std::to_string(fit.center.columns) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  const NewBatches         added(matrix, reference, groups, fit.groups);
  const GroupNormalisation more =
    FitGroupNormalisation(added.rows, added.batches, added.controls, method, epsilon, threads);
  GroupNormalisation merged{ {}, Matrix(0, fit.center.columns), Matrix(0, fit.center.columns) };
  merged.groups = fit.groups;
  merged.groups.insert(merged.groups.end(), more.groups.begin(), more.groups.end());
  merged.groups = DistinctLabels(std::move(merged.groups));
  for (const std::string & group : merged.groups)
  {
    const bool                 isOwn = std::binary_search(fit.groups.begin(), fit.groups.end(), group);
    const GroupNormalisation & source = isOwn ? fit : more;
    const std::size_t          place = FittedBatch(group, source.groups);
    AppendRow(merged.center, source.center.Row(place));
    AppendRow(merged.scale, source.scale.Row(place));
  }
  fit = std::move(merged);
}

void
ApplyGroupNormalisation(const GroupNormalisation & fit, const LabelColumn & groups, Matrix & matrix, unsigned threads)
{
  RequireLength(groups.size(), matrix.rows, "column of groups");
  const std::size_t expected = fit.groups.size() * matrix.columns;
  if (fit.center.columns != matrix.columns || fit.center.values.size() != expected ||
      fit.scale.values.size() != expected)
  {
    throw ProfileError("the normalisation was fitted on " + std::to_string(fit.center.columns) +
                       " features, the matrix has " + std::to_string(matrix.columns));
  }
  const std::vector<RowGroup> grouped = GroupRows(groups);
  std::vector<std::size_t>    places;
  for (const RowGroup & group : grouped)
  {
    places.push_back(FittedBatch(group.key.front(), fit.groups));
  }
  ParallelFor(grouped.size(), threads, [&](std::size_t group) {
    const auto center = fit.center.Row(places[group]);
    const auto scale = fit.scale.Row(places[group]);
    for (const std::size_t row : grouped[group].rows)
    {
      const std::span<double> values = matrix.Row(row);
      for (std::size_t feature = 0; feature < values.size(); ++feature)
      {
        values[feature] = (values[feature] - center[feature]) / scale[feature];
      }
    }
  });
}

void
NormalisePerGroup(Matrix &            matrix,
                  const LabelColumn & groups,
                  const RowMask &     reference,
                  NormaliseMethod     method,
                  double              epsilon,
                  unsigned            threads)
{
  const GroupNormalisation fit = FitGroupNormalisation(matrix, groups, reference, method, epsilon, threads);
  ApplyGroupNormalisation(fit, groups, matrix, threads);
}
} // namespace pheno

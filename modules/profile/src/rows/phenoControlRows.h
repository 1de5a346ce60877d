#ifndef phenoControlRows_h
#define phenoControlRows_h

#include "phenoBatchControls.h"
#include "phenoParallelFor.h"
#include "phenoProfileError.h"
#include "phenoRequireLength.h"
#include "phenoRowGroups.h"

#include <algorithm>

namespace pheno
{
/** Keeps the control rows of these batches for aligning them later. Throws ProfileError naming the first batch with
 * fewer than `least` controls. */
inline void
AppendControls(BatchControls &     kept,
               MatrixView          rows,
               const RowMask &     isControl,
               const LabelColumn & batches,
               std::size_t         least)
{
  const std::vector<RowGroup> groups = GroupRows(batches);
  std::size_t                 without = 0;
  std::string                 first;
  for (const RowGroup & batch : groups)
  {
    const std::vector<std::size_t> own = Marked(batch.rows, isControl);
    if (own.size() < least && without++ == 0)
    {
      first = "'" + batch.key.front() + "' has " + std::to_string(own.size()) + " controls among " +
              std::to_string(batch.rows.size()) + " profiles";
    }
    for (const std::size_t row : own)
    {
      const auto values = rows.Row(row);
      kept.rows.values.insert(kept.rows.values.end(), values.begin(), values.end());
      kept.batches.push_back(batch.key.front());
    }
  }
  kept.rows.rows = kept.batches.size();
  kept.rows.columns = rows.columns;
  if (without > 0)
  {
    throw ProfileError("batch " + first + "; aligning batches needs at least " + std::to_string(least) + " in each, " +
                       std::to_string(without) + " of " + std::to_string(groups.size()) + " batches have fewer");
  }
}

/** Multiplies the rows of every batch by a matrix of its own, in place: multiply(the batch's controls, its rows) gives
 * the new rows. Throws ProfileError for a batch without controls in the fit (named). */
template <typename TMultiply>
void
AlignBatches(const BatchControls & kept,
             Matrix &              matrix,
             const LabelColumn &   batches,
             unsigned              threads,
             const TMultiply &     multiply)
{
  RequireLength(batches.size(), matrix.rows, "column of batches");
  const std::vector<RowGroup>   fitted = kept.batches.empty() ? std::vector<RowGroup>() : GroupRows(kept.batches);
  const std::vector<RowGroup>   groups = GroupRows(batches);
  std::vector<const RowGroup *> places;
  for (const RowGroup & group : groups)
  {
    const auto found =
      std::find_if(fitted.begin(), fitted.end(), [&group](const RowGroup & each) { return each.key == group.key; });
    if (found == fitted.end())
    {
      throw ProfileError("batch '" + group.key.front() + "' was not among the " + std::to_string(fitted.size()) +
                         " batches of the fit");
    }
    places.push_back(&*found);
  }
  ParallelFor(groups.size(), threads, [&](std::size_t group) {
    const Matrix moved = multiply(SelectRows(kept.rows, places[group]->rows), SelectRows(matrix, groups[group].rows));
    for (std::size_t i = 0; i < moved.rows; ++i)
    {
      const auto source = moved.Row(i);
      std::copy(source.begin(), source.end(), matrix.Row(groups[group].rows[i]).begin());
    }
  });
}
} // namespace pheno

#endif

#ifndef phenoColumnBlocks_h
#define phenoColumnBlocks_h

#include "phenoMatrix.h"
#include "phenoParallelFor.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
/** 0, 1, ..., count - 1. */
inline std::vector<std::size_t>
Everything(std::size_t count)
{
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{ 0 });
  return all;
}

/** Calls work(i, values) for each of the columns: i counts within `columns`, values (std::span<double>, the work's own
 * to reorder) are the column's values in the order of `rows`. Eight columns are gathered at a time. */
template <typename TWork>
void
ForEachColumn(MatrixView                   matrix,
              std::span<const std::size_t> rows,
              std::span<const std::size_t> columns,
              unsigned                     threads,
              const TWork &                work)
{
  constexpr std::size_t kWidth = 8;
  constexpr std::size_t kAhead = 24; // rows lie on pages of their own, which no processor foresees
  ParallelFor((columns.size() + kWidth - 1) / kWidth, threads, [&](std::size_t block) {
    const std::size_t   first = block * kWidth;
    const std::size_t   width = std::min(kWidth, columns.size() - first);
    std::vector<double> gathered(width * rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      if (i + kAhead < rows.size())
      {
        const double * later = matrix.Row(rows[i + kAhead]).data();
        __builtin_prefetch(later + columns[first]);
        __builtin_prefetch(later + columns[first + width - 1]);
      }
      const std::span<const double> row = matrix.Row(rows[i]);
      for (std::size_t lane = 0; lane < width; ++lane)
      {
        gathered[lane * rows.size() + i] = row[columns[first + lane]];
      }
    }
    for (std::size_t lane = 0; lane < width; ++lane)
    {
      work(first + lane, std::span<double>(gathered.data() + lane * rows.size(), rows.size()));
    }
  });
}
} // namespace pheno

#endif

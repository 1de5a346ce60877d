#ifndef phenoJoinedLabels_h
#define phenoJoinedLabels_h

#include "phenoProfileError.h"
#include "phenoRowGroups.h"

namespace pheno
{
/** Which group of GroupRows a row is in: rows agree in all columns exactly when their numbers do. Throws ProfileError
 * without columns or when they have another length than `rows`. */
inline std::vector<int>
GroupNumbers(std::span<const RowGroup> groups, std::size_t rows)
{
  std::vector<int> numbers(rows, -1);
  std::size_t      known = 0;
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    known += groups[group].rows.size();
    for (const std::size_t row : groups[group].rows)
    {
      if (row < rows)
      {
        numbers[row] = static_cast<int>(group);
      }
    }
  }
  if (known != rows)
  {
    throw ProfileError("label columns of " + std::to_string(known) + " rows for " + std::to_string(rows) + " profiles");
  }
  return numbers;
}
} // namespace pheno

#endif

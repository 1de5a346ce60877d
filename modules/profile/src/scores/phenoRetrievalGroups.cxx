#include "phenoRetrievalGroups.h"
#include "phenoProfileError.h"
#include "phenoRetrievalScores.h"

#include <algorithm>

namespace pheno
{
namespace
{
MatrixView
Rows(MatrixView matrix, std::size_t first, std::size_t count)
{
  return { matrix.values + first * matrix.columns, count, matrix.columns };
}

/** Every row its own text. */
std::vector<RowGroup>
Pairs(std::size_t count)
{
  std::vector<RowGroup> pairs(count);
  for (std::size_t row = 0; row < count; ++row)
  {
    pairs[row].rows = { row };
  }
  return pairs;
}
} // namespace

std::vector<RetrievalBothWays>
RetrieveInGroups(MatrixView images, MatrixView texts, std::size_t groupSize, std::span<const std::size_t> cutoffs)
{
  if (images.rows != texts.rows || images.rows == 0)
  {
    throw ProfileError("retrieval in groups: expected as many images as texts, got " + std::to_string(images.rows) +
                       " and " + std::to_string(texts.rows));
  }
  if (groupSize == 0)
  {
    throw ProfileError("retrieval in groups: expected a group size of at least 1, got 0");
  }
  std::vector<RetrievalBothWays> groups;
  for (std::size_t first = 0; first < images.rows; first += groupSize)
  {
    const std::size_t count = std::min(groupSize, images.rows - first);
    const Matrix      scores = Cosines(Rows(images, first, count), Rows(texts, first, count));
    groups.push_back(RetrieveBothWays(scores, Pairs(count), cutoffs));
  }
  return groups;
}
} // namespace pheno

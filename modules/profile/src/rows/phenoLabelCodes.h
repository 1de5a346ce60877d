#ifndef phenoLabelCodes_h
#define phenoLabelCodes_h

#include "phenoMatrix.h"

#include <algorithm>

namespace pheno
{
/** The different values of a column, ascending as byte strings. */
inline std::vector<std::string>
DistinctLabels(std::vector<std::string> labels)
{
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

/** The place of a label among the distinct ones. */
inline int
CodeOf(const std::string & label, const std::vector<std::string> & distinct)
{
  return static_cast<int>(std::lower_bound(distinct.begin(), distinct.end(), label) - distinct.begin());
}

/** A column as numbers, so that comparing two rows costs no string comparison. */
inline std::vector<int>
EncodeLabels(const LabelColumn & column)
{
  const std::vector<std::string> distinct = DistinctLabels(column);
  std::vector<int>               codes(column.size());
  std::transform(column.begin(), column.end(), codes.begin(), [&distinct](const std::string & label) {
    return CodeOf(label, distinct);
  });
  return codes;
}
} // namespace pheno

#endif

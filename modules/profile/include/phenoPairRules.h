#ifndef phenoPairRules_h
#define phenoPairRules_h

#include "phenoMatrix.h"

#include <map>

namespace pheno
{
/** Which pairs of rows count as positive and as negative: all columns of a list must agree (sameby) or differ (diffby).
 * A pair that fits both rules counts in both. Example, phenotypic activity against a plate's controls: pos_sameby
 * {treatment}, neg_sameby {plate}, neg_diffby {is_control}. */
struct PairRules
{
  std::vector<std::string> pos_sameby;
  std::vector<std::string> pos_diffby;
  std::vector<std::string> neg_sameby;
  std::vector<std::string> neg_diffby;
};

/** Metadata by column name; all columns of one length. An empty text is a missing value. */
using MetadataColumns = std::map<std::string, LabelColumn>;

/** Throws ProfileError when a side has neither sameby nor diffby, a column stands in both of a side, a column is
 * unknown (the known ones are listed), has another length than `rows`, or is empty in a row (named). */
void
CheckPairRules(const PairRules & rules, const MetadataColumns & metadata, std::size_t rows);
} // namespace pheno

#endif

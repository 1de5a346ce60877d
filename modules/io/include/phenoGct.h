#ifndef phenoGct_h
#define phenoGct_h

#include "phenoProfiles.h"

#include <string>

namespace pheno
{
/** GCT 1.3 (https://clue.io/connectopedia/gct_format), as Morpheus opens it: a column a row of the profiles (SAMPLE_0,
 * SAMPLE_1, ...), first the metadata without Metadata_ before their names, then the features, each with its name as the
 * one row annotation cp_feature_name. Tab separated, LF, shortest round-trip numbers, missing values NaN. Throws Error
 * for a tab or a line break in a cell, which the format cannot hold. */
std::string
FormatGct(const Profiles & profiles);
} // namespace pheno

#endif

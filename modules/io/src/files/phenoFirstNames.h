#ifndef phenoFirstNames_h
#define phenoFirstNames_h

#include "phenoError.h"

#include <algorithm>
#include <string>
#include <vector>

namespace pheno
{
/** "a, b, c, d, e, ...": the first names of a list, for messages. */
inline std::string
FirstNames(std::vector<std::string> names, std::size_t shown = 5)
{
  const bool more = names.size() > shown;
  names.resize(std::min(names.size(), shown));
  return Join(names) + (more ? ", ..." : "");
}
} // namespace pheno

#endif

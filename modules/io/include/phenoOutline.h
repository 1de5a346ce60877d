#ifndef phenoOutline_h
#define phenoOutline_h

#include "phenoTable.h"
#include "phenoValue.h"

#include <optional>
#include <string>
#include <vector>

namespace pheno
{
/** What is known of profiles or of images before they are computed (Node::Foresee): enough to say that something is
 * lacking. Values are not among it; the metadata of a table stay in memory, once for all steps that hand them on
 * unchanged. */
struct Outline
{
  Ptr<Table>                              metadata;           ///< a row for every profile that may come
  bool                                    everyRow = true;    ///< all of these rows come, and each once
  bool                                    everyColumn = true; ///< no other column of metadata comes
  std::optional<std::vector<std::string>> features;           ///< no other feature comes; none: nothing is known
  std::vector<std::string>                channels;           ///< of images: no other channel comes
};
} // namespace pheno

#endif

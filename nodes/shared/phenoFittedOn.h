#ifndef phenoFittedOn_h
#define phenoFittedOn_h

#include "phenoTable.h"

#include <set>
#include <sstream>
#include <string>

namespace pheno
{
/** The column that says of every row which steps learnt from it: names such as a model's, a whitening's or a feature
 * selection's, separated by commas; an empty cell: none. It may come from the plate map. */
inline constexpr auto kFittedOnColumn = "Metadata_fitted_on";

/** What a reader of a score must know when rows that are scored were learnt from: "warning: 12 of 96 scored profiles
 * were used to fit encoder, whitening". Empty without the column or such a row. */
inline std::string
FittedOnWarning(const Table & metadata)
{
  if (!metadata.Has(kFittedOnColumn))
  {
    return "";
  }
  std::size_t           count = 0;
  std::set<std::string> names;
  for (const std::string & cell : metadata.Texts(kFittedOnColumn))
  {
    std::istringstream parts(cell);
    std::string        name;
    bool               any = false;
    while (std::getline(parts, name, ','))
    {
      name.erase(0, name.find_first_not_of(' '));
      any = any || !name.empty();
      names.insert(name);
    }
    count += any;
  }
  names.erase("");
  std::string list;
  for (const std::string & name : names)
  {
    list += (list.empty() ? "" : ", ") + name;
  }
  return count == 0 ? ""
                    : "warning: " + std::to_string(count) + " of " + std::to_string(metadata.Rows()) +
                        " scored profiles were used to fit " + list;
}
} // namespace pheno

#endif

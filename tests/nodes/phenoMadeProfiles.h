#ifndef phenoMadeProfiles_h
#define phenoMadeProfiles_h

#include "phenoProfiles.h"

#include <string>
#include <vector>

namespace pheno::test
{
/** One profile: its metadata cells and its features. */
struct MadeRow
{
  std::vector<std::string> cells;
  std::vector<double>      values;
};

/** Profiles of features f1, f2, ... with the metadata columns Metadata_<name>. */
inline Profiles
MakeProfiles(const std::vector<std::string> & names, const std::vector<MadeRow> & rows)
{
  Profiles profiles;
  for (std::size_t i = 0; i < rows.front().values.size(); ++i)
  {
    profiles.features.push_back(std::string("f").append(std::to_string(i + 1)));
  }
  for (std::size_t column = 0; column < names.size(); ++column)
  {
    Table::Text cells;
    for (const MadeRow & row : rows)
    {
      cells.push_back(row.cells.at(column));
    }
    profiles.metadata.Add("Metadata_" + names[column], std::move(cells));
  }
  for (const MadeRow & row : rows)
  {
    profiles.values.insert(profiles.values.end(), row.values.begin(), row.values.end());
  }
  return profiles;
}
} // namespace pheno::test

#endif

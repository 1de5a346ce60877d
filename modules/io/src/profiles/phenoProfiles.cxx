#include "phenoProfiles.h"

#include "phenoError.h"

namespace pheno
{
void
Profiles::Check() const
{
  if (values.size() != Rows() * Columns())
  {
    throw Error("profiles of " + std::to_string(Rows()) + " rows and " + std::to_string(Columns()) + " features need " +
                std::to_string(Rows() * Columns()) + " values, got " + std::to_string(values.size()));
  }
}

Profiles
Profiles::Select(const std::vector<std::size_t> & rows) const
{
  Profiles selected;
  selected.metadata = metadata.Select(rows);
  selected.features = features;
  selected.precision = precision;
  selected.values.reserve(rows.size() * Columns());
  for (const std::size_t row : rows)
  {
    selected.values.insert(selected.values.end(), Row(row), Row(row) + Columns());
  }
  return selected;
}
} // namespace pheno

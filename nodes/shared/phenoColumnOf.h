#ifndef phenoColumnOf_h
#define phenoColumnOf_h

#include <type_traits>
#include <vector>

namespace pheno
{
/** One column of a table whose rows are structs: what `get` says of each. */
template <typename TRow, typename TGet>
auto
ColumnOf(const std::vector<TRow> & rows, TGet get)
{
  std::vector<std::decay_t<decltype(get(rows.front()))>> values;
  for (const TRow & row : rows)
  {
    values.push_back(get(row));
  }
  return values;
}
} // namespace pheno

#endif

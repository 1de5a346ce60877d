#ifndef phenoTable_h
#define phenoTable_h

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace pheno
{
/** Named columns of equal length, held column by column. Text read from a CSV stays text until somebody asks for
 * numbers, so that a plate called 0012 keeps its name. */
struct Table
{
  using Text = std::vector<std::string>;
  using Real = std::vector<double>;
  using Integer = std::vector<std::int64_t>;
  using Cells = std::variant<Text, Real, Integer>;
  struct Column
  {
    std::string name;
    Cells       cells;
  };

  std::vector<Column> columns;

  Table() = default;
  /** Text columns from rows. Throws Error when a row has another number of cells than there are names. */
  Table(const std::vector<std::string> & names, const std::vector<std::vector<std::string>> & rows);

  std::size_t
  Rows() const;
  std::vector<std::string>
  Names() const;
  bool
  Has(const std::string & name) const;
  /** Throws Error: "table has no column 'x'; it has a, b, c". */
  const Column &
  At(const std::string & name) const;

  /** One cell as text; reals in their shortest round-trip form, NaN as "". */
  std::string
  Cell(std::size_t row, const std::string & name) const;
  /** A whole column as text. */
  Text
  Texts(const std::string & name) const;
  /** A whole column as numbers; empty, nan, NA are NaN. Throws Error naming column, row and text of what is no number.
   */
  Real
  Numbers(const std::string & name) const;

  /** Adds a column. Throws Error on a second column of the name or another length (any length fits an empty table). */
  void
  Add(const std::string & name, Cells cells);
  /** Replaces a column in place or adds it. */
  void
  Set(const std::string & name, Cells cells);
  void
  Remove(const std::string & name);
  /** The rows at these positions, in this order; positions may repeat. */
  Table
  Select(const std::vector<std::size_t> & rows) const;
  /** The columns whose names begin with Metadata_: where a row is from, not what was measured. */
  Table
  Metadata() const;
  static bool
  IsMetadata(const std::string & name);
  /** Adds the rows of another table with the same columns (any order). Throws Error naming what differs. A column whose
   * cells are of another kind in the other table becomes text. Appending to a table without columns copies. */
  void
  Append(const Table & other);
};
} // namespace pheno

#endif

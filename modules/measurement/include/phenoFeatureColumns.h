#ifndef phenoFeatureColumns_h
#define phenoFeatureColumns_h

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace pheno
{
/** What was measured: named columns, one value an object, NaN where a feature is undefined. Names are CellProfiler's
 * without the objects' name, such as Intensity_MeanIntensity_DNA. */
class FeatureColumns
{
public:
  struct Column
  {
    std::string         name;
    std::vector<double> values;
  };

  explicit FeatureColumns(std::size_t rows)
    : m_Rows(rows)
  {}

  /** A new column of NaN, one for each object; the reference stays valid. Throws Error on a second column of the name.
   */
  std::vector<double> &
  Add(const std::string & name);
  /** Throws Error naming the column where there is none. */
  const std::vector<double> &
  At(const std::string & name) const;
  const std::deque<Column> &
  Columns() const
  {
    return m_Columns;
  }
  std::size_t
  Rows() const
  {
    return m_Rows;
  }

private:
  std::size_t        m_Rows;
  std::deque<Column> m_Columns;
};
} // namespace pheno

#endif

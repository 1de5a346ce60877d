#ifndef phenoProfiles_h
#define phenoProfiles_h

#include "phenoTable.h"

#include <cstddef>
#include <string>
#include <vector>

namespace pheno
{
/** Metadata columns (Metadata_*) and an N x D matrix with feature names; one row a cell, crop, well or treatment. */
struct Profiles
{
  enum class Precision
  {
    Float32,
    Float64
  };

  Table                    metadata;                       ///< N rows
  std::vector<std::string> features;                       ///< D names
  std::vector<double>      values;                         ///< N x D, row-major
  Precision                precision = Precision::Float64; ///< of the file

  std::size_t
  Rows() const
  {
    return metadata.Rows();
  }
  std::size_t
  Columns() const
  {
    return features.size();
  }
  const double *
  Row(std::size_t row) const
  {
    return values.data() + row * features.size();
  }
  /** Throws Error when the three parts do not fit each other. */
  void
  Check() const;
  Profiles
  Select(const std::vector<std::size_t> & rows) const;
};
} // namespace pheno

#endif

#ifndef phenoRequireLength_h
#define phenoRequireLength_h

#include "phenoProfileError.h"

#include <cstddef>
#include <string>

namespace pheno
{
/** Throws ProfileError unless something that goes with a matrix has one entry a row. */
inline void
RequireLength(std::size_t entries, std::size_t rows, const std::string & what)
{
  if (entries != rows)
  {
    throw ProfileError("the " + what + " has " + std::to_string(entries) + " entries, the matrix has " +
                       std::to_string(rows) + " rows");
  }
}
} // namespace pheno

#endif

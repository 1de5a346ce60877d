#ifndef phenoFittedBatch_h
#define phenoFittedBatch_h

#include "phenoLabelCodes.h"
#include "phenoProfileError.h"

namespace pheno
{
/** The place of a batch among those of a fit. Throws ProfileError naming a batch that was not there. */
inline std::size_t
FittedBatch(const std::string & batch, const std::vector<std::string> & fitted)
{
  const std::size_t place = static_cast<std::size_t>(CodeOf(batch, fitted));
  if (place == fitted.size() || fitted[place] != batch)
  {
    throw ProfileError("batch '" + batch + "' was not among the " + std::to_string(fitted.size()) +
                       " batches of the fit");
  }
  return place;
}
} // namespace pheno

#endif

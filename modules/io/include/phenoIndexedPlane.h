#ifndef phenoIndexedPlane_h
#define phenoIndexedPlane_h

#include "phenoPixelRange.h"
#include "phenoReadPlane.h"
#include "phenoTable.h"

namespace pheno
{
/** A plane as the screen index lists it. */
struct IndexedPlane
{
  fs::path    path;
  unsigned    page = 0;
  std::string size;   ///< bytes, "" when it was missing
  std::string digest; ///< "" when it was not asked for
};

/** A row of an index. Throws Error for what is no page. */
IndexedPlane
IndexedPlaneAt(const Table & files, std::size_t row);

/** What a pass over a plane tells. */
struct PlaneSurvey
{
  PlaneKind  kind;
  PixelRange range;
};

/** ReadPlane and VerifyIndexed in one: a TIFF is read once, its digest taken as its bytes pass. Errors as both; a file
 * that changed is refused as such even if it cannot be decoded. */
Plane::Pointer
ReadIndexedPlane(const IndexedPlane & plane);

/** ReadIndexedPlane without keeping pixels: of a TIFF in the memory of one strip or tile. */
PlaneSurvey
SurveyIndexedPlane(const IndexedPlane & plane);
} // namespace pheno

#endif

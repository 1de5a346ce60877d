#ifndef phenoTiffDecode_h
#define phenoTiffDecode_h

#include "phenoIndexedPlane.h"
#include "phenoTiffFile.h"

namespace pheno
{
/** A plane and whether it is stored as floats, which alone can be no numbers. */
struct DecodedPlane
{
  Plane::Pointer plane;
  bool           isFloat = false;
};

/** ReadTiff of an open file, with what it knows of the page; private to this room. Errors as ReadTiff. */
DecodedPlane
DecodeTiff(TiffFile & file, unsigned page);

/** The same without keeping pixels: in the memory of one strip or tile. */
PlaneSurvey
SurveyTiff(TiffFile & file, unsigned page);

/** Without decoding. Throws BadData or Error. */
PlaneKind
DescribeTiff(TiffFile & file, unsigned page);
} // namespace pheno

#endif

#ifndef phenoTiffDecode_h
#define phenoTiffDecode_h

#include "phenoFileSystem.h"
#include "phenoImage.h"

namespace pheno
{
/** A plane and whether it is stored as floats, which alone can be no numbers. */
struct DecodedPlane
{
  Plane::Pointer plane;
  bool           isFloat = false;
};

/** ReadTiff, with what it knows of the page; private to this room. Errors as ReadTiff. */
DecodedPlane
DecodeTiff(const fs::path & path, unsigned page);
} // namespace pheno

#endif

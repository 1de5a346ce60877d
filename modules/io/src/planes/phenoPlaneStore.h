#ifndef phenoPlaneStore_h
#define phenoPlaneStore_h

#include "phenoTiffDecode.h"

namespace pheno
{
/** Whether it is neither a folder (an array) nor a picture: a TIFF, if it is anything. Throws Error. */
bool
IsTiffStore(const fs::path & path);

/** Throws Error when the digest found is not the one that was indexed. */
void
VerifyDigest(const fs::path & path, const std::string & indexed, const std::string & found);

/** Throws BadData when some of a plane's pixels are no finite numbers. */
void
CheckFinite(const fs::path & path, std::size_t not_finite, std::size_t pixels);

/** The plane, looked through if it is stored as floats. Throws BadData as CheckFinite. */
Plane::Pointer
FinitePlane(const fs::path & path, const DecodedPlane & decoded);
} // namespace pheno

#endif

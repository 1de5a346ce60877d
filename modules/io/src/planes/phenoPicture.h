#ifndef phenoPicture_h
#define phenoPicture_h

#include "phenoReadPlane.h"

#include <optional>

namespace pheno
{
/** What the header of a PNG (W3C PNG specification) or JPEG 2000 file (ISO/IEC 15444-1, codestream or JP2) says;
 * nullopt for another file. Throws BadData for samples of less than 8 or more than 16 bits, and for a damaged header;
 * Error when the machine cannot read it. */
std::optional<PlaneKind>
DescribePicture(const fs::path & path);

/** Decodes it. Throws BadData when it is damaged or is not what its header said. */
Plane::Pointer
DecodePicture(const fs::path & path, const PlaneKind & kind);
} // namespace pheno

#endif

#ifndef phenoPngDecode_h
#define phenoPngDecode_h

#include "phenoReadPlane.h"

#include <string>
#include <string_view>

namespace pheno
{
/** The values of a grey PNG of 8 or 16 bits (W3C PNG specification) as they are stored, kind.width x kind.height, row
 * by row. Prints nothing. Throws Error with libpng's reason, without the file's name, for what is damaged or is not of
 * this kind. */
void
DecodePng(std::string_view bytes, const PlaneKind & kind, float * pixels);
} // namespace pheno

#endif

#ifndef phenoPngDecode_h
#define phenoPngDecode_h

#include "phenoReadPlane.h"

#include <string>
#include <string_view>

namespace pheno
{
/** The values of a PNG of 8 or 16 bits (W3C PNG specification) as they are stored, kind.width x kind.height, row by
 * row: grey, or colours, a palette's too, that are all grey, with or without an opacity that is full everywhere. Prints
 * nothing. Throws Error with libpng's reason for what is damaged or is not of this kind, BadData for the first pixel
 * that is not grey or not opaque; both without the file's name. */
void
DecodePng(std::string_view bytes, const PlaneKind & kind, float * pixels);
} // namespace pheno

#endif

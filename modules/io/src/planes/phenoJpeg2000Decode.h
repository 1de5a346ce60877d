#ifndef phenoJpeg2000Decode_h
#define phenoJpeg2000Decode_h

#include "phenoReadPlane.h"

#include <string>
#include <string_view>

namespace pheno
{
/** The values of a grey JPEG 2000 picture (ISO/IEC 15444-1, JP2 or codestream) as they are stored, kind.width x
 * kind.height, row by row. Prints nothing. Throws Error with OpenJPEG's reason, without the file's name, for what is
 * damaged or is not of this kind. */
void
DecodeJpeg2000(std::string_view bytes, const PlaneKind & kind, float * pixels);
} // namespace pheno

#endif

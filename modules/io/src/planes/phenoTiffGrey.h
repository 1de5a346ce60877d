#ifndef phenoTiffGrey_h
#define phenoTiffGrey_h

#include "phenoTiffPage.h"

#include <cstddef>
#include <functional>

namespace pheno
{
/** Turns stored samples into grey levels, in place. */
using GreyMap = std::function<void(float * samples, std::size_t count)>;

/** Of the current page: through its palette on the scale of 8 bits, or from zero as white; empty where samples are grey
 * levels. Throws BadData for a palette that is not usable; the map throws it for a colour that is not grey. */
GreyMap
MakeGreyMap(const TiffFile & file, const PageLayout & page);
} // namespace pheno

#endif

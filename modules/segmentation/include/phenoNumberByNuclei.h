#ifndef phenoNumberByNuclei_h
#define phenoNumberByNuclei_h

#include "phenoPlaneView.h"

#include <cstdint>

namespace pheno
{
/** Gives each cell the number of the nucleus that it shares most pixels with, whatever its number was. A nucleus is of
 * one cell and a cell has one: the largest shares come first, of equals those of the lowest numbers. Cells that are
 * left without a nucleus are numbered on above all nuclei, in raster order of their first pixel. Planes of one size. */
void
NumberByNuclei(PlaneView<const std::uint32_t> nuclei, PlaneView<std::uint32_t> cells);
} // namespace pheno

#endif

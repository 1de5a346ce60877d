#ifndef phenoCytoplasm_h
#define phenoCytoplasm_h

#include "phenoPlaneView.h"

#include <cstdint>
#include <vector>

namespace pheno
{
/** The cells without the pixels of any nucleus: cytoplasms with the numbers of their cells. Planes of one size. */
std::vector<std::uint32_t>
CytoplasmOf(PlaneView<const std::uint32_t> cells, PlaneView<const std::uint32_t> nuclei);
} // namespace pheno

#endif

#ifndef phenoPhenixFolder_h
#define phenoPhenixFolder_h

#include "phenoFileSystem.h"
#include "phenoScreenDesign.h"

#include <string>

namespace pheno::simulate
{
/** r02c02f01p01-ch1sk1fk1fl1.tiff, as Opera Phenix names a plane; rows, columns, sites and channels count from 1. */
std::string
PhenixFileName(const WellDesign & well, int site, std::size_t stain);

/** Index.xml of a plate's Images folder in Harmony's schema (version 5): plate, wells, and one Image a file with row,
 * column, field, channel, size in pixels and resolution in metres. Throws Error when it cannot be written. */
void
WritePhenixIndex(const Recipe & recipe, const PlateDesign & plate, const fs::path & path);
} // namespace pheno::simulate

#endif

#ifndef phenoPlateMapFolder_h
#define phenoPlateMapFolder_h

#include "phenoFileSystem.h"
#include "phenoTable.h"

#include <string>
#include <vector>

namespace pheno
{
/** Reads the plate maps of a screen as the Cell Painting Gallery and the profiling recipe keep them, from the folder of
 * a batch or any up to three above it:
 *
 *     barcode_platemap.csv        Assay_Plate_Barcode, Plate_Map_Name
 *     platemap/<name>.txt         well_position and what is in the well, tab-separated
 *     external_metadata.tsv       what is known of the perturbations; optional, here or in ../external_metadata or
 *                                 ../../external_metadata; joined on its first column that the maps have too
 *
 * Returns a row a well and plate: plate, the columns of maps and metadata; several batches one after the other. Notes
 * name maps that no plate uses and perturbations without metadata. Throws Error naming the
 * file for a map that is absent, a column that is lacking, a plate that is listed twice, a perturbation that the
 * metadata list twice. */
Table
ReadPlateMapFolder(const fs::path & folder, std::vector<std::string> & notes);
} // namespace pheno

#endif

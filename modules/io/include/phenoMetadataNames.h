#ifndef phenoMetadataNames_h
#define phenoMetadataNames_h

#include "phenoTable.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** Gives columns that others call otherwise the names of the field.
 *
 * First the renames asked for (their name -> Metadata_*), then what is known of other programs' frames, where the file
 * has no column of our name yet: plate, Metadata_plate, Image_Metadata_Plate, Metadata_Assay_Plate_Barcode, ... ->
 * Metadata_Plate; the same for well, site, batch, source; Image_Count_X -> Metadata_Count_X; and the columns of the SPC
 * frames (treatment, moa, compound_name, compound_uM, cell_type, filepath, library, PP_ID, SMILES) -> Metadata_<name>.
 *
 * Returns "theirs to ours" for every column that was renamed. Throws Error for a rename of a column that the table does
 * not have (naming the nearest), to a name without Metadata_, or to a name that another column has. */
std::vector<std::string>
RenameMetadata(Table & table, const std::map<std::string, std::string> & renames);
} // namespace pheno

#endif

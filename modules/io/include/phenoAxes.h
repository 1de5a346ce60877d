#ifndef phenoAxes_h
#define phenoAxes_h

#include "phenoTable.h"

#include <string>
#include <vector>

namespace pheno
{
/** The axes of a screen: plate, well, site, channel, batch, source. */
const std::vector<std::string> &
AxisNames();

/** The axis that a column name means, upper or lower case, with or without Metadata_ ("Metadata_Plate", "plate id",
 * "well_position", "FieldID"); "" for another column. */
std::string
AxisOfColumn(const std::string & column);

/** Renames the columns that mean axes to the names of the axes, makes them text and normalises wells ("b2" -> "B02";
 * the spellings of before stay in a column well_original when one of them differed). Of several columns that mean one
 * axis the one with the axis's own name wins, then one that is alike but for prefix and case (Metadata_Site before
 * Metadata_FieldID), then the first. `name` stands for the table in messages. Throws Error for two such columns of
 * equal standing that differ, and for a cell that is no well, naming row and text. */
Table
NormalizeAxes(Table table, const std::string & name);
} // namespace pheno

#endif

#ifndef phenoXlsx_h
#define phenoXlsx_h

#include "phenoFileSystem.h"
#include "phenoTable.h"

namespace pheno
{
/** Reads the first sheet of a workbook (.xlsx, Office Open XML, ECMA-376 part 1, 18.3 and 18.4) as text: the first row
 * that is not blank holds the names of the columns.
 *
 * Shared strings, inline strings, numbers (in their shortest form, so 0.1 and not 0.10000000000000001), booleans (TRUE,
 * FALSE) and what a formula gave when the file was saved are read. Formulas are not computed: one without a saved value
 * is refused. Dates are numbers in a workbook and stay them: days since 1899-12-30. Rows without a value are skipped.
 * Holds at most 64 MiB of each part, some times that as XML, 256 MiB of text and 20 million cells.
 *
 * Throws BadData for a file that is no workbook, is damaged, larger than that, has a value beyond its named columns, a
 * column without a name or two of one name, or a cell that holds an error (#N/A), naming the cell. */
Table
ReadXlsx(const fs::path & path);
} // namespace pheno

#endif

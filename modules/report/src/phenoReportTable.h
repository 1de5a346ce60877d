#ifndef phenoReportTable_h
#define phenoReportTable_h

#include "phenoJson.h"
#include "phenoTable.h"

#include <string>
#include <vector>

namespace pheno
{
/** A table as the page reads it: {"rows": N, "columns": [{"name", "kind": "text" | "number", "values": [...]}]}.
 *
 * Names are those of ReportContent ("Metadata_Plate" -> "plate", "moa" -> "mechanism"); a name that is taken keeps its
 * spelling. NaN is null, the infinities are "inf" and "-inf". Throws Error naming the table and the first of the
 * `needed` columns that it lacks. */
Json
ReportTable(const Table & table, const std::string & name, const std::vector<std::string> & needed);

/** The name that a column has in the page. */
std::string
ReportColumnName(const std::string & column);
} // namespace pheno

#endif

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
 * Names are those of ReportContent ("Metadata_Plate" -> "plate", "moa" -> "mechanism"); a column whose known name is
 * taken keeps its spelling. NaN is null, the infinities are "inf" and "-inf". Throws Error naming the table and the
 * first of the `needed` columns that it lacks. */
Json
ReportTable(const Table & table, const std::string & name, const std::vector<std::string> & needed);
} // namespace pheno

#endif

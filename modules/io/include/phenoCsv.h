#ifndef phenoCsv_h
#define phenoCsv_h

#include "phenoFileSystem.h"
#include "phenoTable.h"

#include <string>
#include <string_view>

namespace pheno
{
/** Reads delimiter-separated text with a header line (RFC 4180 quotes; comma, tab or semicolon found from the header;
 * UTF-8 byte order mark and CRLF allowed; .gz decompressed). All columns are text. Throws Error naming file and line
 * for a row of another width, an unnamed or a doubled column, an open quote, an empty file. */
Table
ReadCsv(const fs::path & path);

/** The same from memory; `name` stands for the file in messages. */
Table
ParseCsv(std::string_view text, const std::string & name);

/** RFC 4180, comma, LF, shortest round-trip numbers. */
std::string
FormatCsv(const Table & table);

/** Writes FormatCsv; fails on a short write. Throws Error. */
void
WriteCsv(const fs::path & path, const Table & table);
} // namespace pheno

#endif

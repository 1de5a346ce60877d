#ifndef phenoJsonFile_h
#define phenoJsonFile_h

#include "phenoFileSystem.h"
#include "phenoJson.h"
#include "phenoTable.h"

#include <string>
#include <vector>

namespace pheno
{
/** Indented, with a newline at the end. Throws Error; text that is not UTF-8 is refused. */
void
WriteJson(const fs::path & path, const Json & value);

/** On one line. Throws Error for text that is not UTF-8. */
std::string
FormatJson(const Json & value);

/** {"<key>": ["a", "b"]}: a list of names in a file. Throw Error. */
void
WriteNames(const fs::path & path, const std::string & key, const std::vector<std::string> & names);
std::vector<std::string>
ReadNames(const fs::path & path, const std::string & key);

/** A JSON array of names from `origin`. Throws Error. */
std::vector<std::string>
ParseNames(const std::string & text, const fs::path & origin);

/** ReadCsv of a table that we wrote: a table without columns is an empty file. Throws Error. */
Table
ReadStoredCsv(const fs::path & path);
} // namespace pheno

#endif

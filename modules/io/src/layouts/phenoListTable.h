#ifndef phenoListTable_h
#define phenoListTable_h

#include "phenoScreenIndex.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** The names of a table's columns from its first line (.csv, .tsv, .txt) or from all of it (.gz, .parquet); empty for
 * what is no table. */
std::vector<std::string>
ColumnsOfTable(const fs::path & source);

/** Where the images of a table lie: prefixes of what it lists (s3://bucket, /home/ubuntu/bucket) and the folders that
 * stand for them here. The longest prefix that ends at a '/' wins. */
std::string
MapListed(const std::string & listed, const std::map<std::string, std::string> & folders);

/** The absolute path of a file that a table lists: MapListed, then file: URLs decoded, then from `folder`. Throws Error
 * naming table and text for a URL that no folder stands for. */
std::string
ResolveInTable(const fs::path &                           table,
               const fs::path &                           folder,
               const std::string &                        listed,
               const std::map<std::string, std::string> & folders);

/** Adds a column well where a table tells it by row and column alone (Metadata_Row, row; Col, Column). */
void
ComposeWell(Table & table);

/** Adds the rows of a table that may have other columns; cells that one of them lacks are "". All columns become text.
 */
void
AppendLoosely(Table & table, Table more);
} // namespace pheno

#endif

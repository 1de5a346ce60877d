#ifndef phenoValueCodec_h
#define phenoValueCodec_h

#include "phenoFileSystem.h"
#include "phenoTable.h"
#include "phenoValue.h"

#include <string>
#include <vector>

namespace pheno
{
/** How values lie on disk, in formats that other programs open without us:
 *
 * | type     | below `folder`                                                                                  |
 * |----------|-------------------------------------------------------------------------------------------------|
 * | table    | <stem>.csv (RFC 4180, UTF-8, LF, shortest round-trip numbers; bytes depend on content alone)      |
 * | image    | <stem>.tif (float32, a page a channel, channel names as JSON in ImageDescription, deflate)        |
 * | labels   | <stem>.tif (uint32, deflate)                                                                     |
 * | crops    | <stem>/pixels.npy (N,C,H,W), crops.csv, crops.json (channels)                                    |
 * | profiles | <stem>/values.npy (N,D), metadata.csv, features.json                                             |
 * | model    | <stem>/ with model.json                                                                          |
 * | file     | <stem>.<extension of the file>, or <stem>/ for a folder                                          |
 */

/** Writes a value; model and file contents that do not already lie at their place are copied. Returns the path written
 * (file or folder). Throws Error with path and reason (a full disk, for instance). */
fs::path
SaveValue(const Value & value, const fs::path & folder, const std::string & stem);

/** Reads what SaveValue wrote. Crops come memory-mapped. Throws Error when it is absent or damaged. */
Value
LoadValue(ValueType type, const fs::path & path);

/** Reads a value that a person names on the command line or as a workflow input: for a table what ImportTable reads;
 * for profiles a .parquet or .csv with features.json rules or a folder of SaveValue; images and labels .tif; model and
 * file a path. Throws Error saying what was expected. */
Value
ImportValue(ValueType type, const fs::path & path);

/** Reads a table: .csv, .tsv or .txt (comma, tab or semicolon found, .gz decompressed), .parquet, the first sheet of an
 * .xlsx workbook, or a folder of plate maps (barcode_platemap.csv and platemap/). Adds to the notes what was left out.
 * Throws Error saying what was expected, BadData for a damaged workbook. */
Table
ImportTable(const fs::path & path, std::vector<std::string> & notes);

/** Writes a workflow output for people: a table as .csv, profiles as <stem>.parquet (Metadata_* columns, then features;
 * feature list in the key-value metadata), <stem>.csv and <stem>.npy; everything else as SaveValue. Returns the paths
 * written. */
std::vector<fs::path>
ExportValue(const Value & value, const fs::path & folder, const std::string & stem);
} // namespace pheno

#endif

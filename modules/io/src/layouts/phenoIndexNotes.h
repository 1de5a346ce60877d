#ifndef phenoIndexNotes_h
#define phenoIndexNotes_h

#include "phenoFileSystem.h"
#include "phenoRankedColumn.h"

#include <string>
#include <vector>

namespace pheno
{
/** What a sorted index lacks, in words: sites without a channel that their plate has, plates without a channel that the
 * screen has, wells with fewer sites than most of their plate, files that do not exist. `ranks`: plate, well, site,
 * channel. */
std::vector<std::string>
NotesOnGaps(const Table & index, const std::vector<RankedColumn> & ranks);

/** A file's size in bytes; "" when it does not exist. Throws Error for a folder or when the machine cannot tell. */
std::string
SizeOfListed(const fs::path & path);
} // namespace pheno

#endif

#ifndef phenoH5adFrame_h
#define phenoH5adFrame_h

#include "phenoHdf5.h"

namespace pheno::hdf5
{
/** The elements of AnnData's on-disk format that are not matrices. Throw Error. */

/** Says what an object is. */
void
Encode(hid_t object, const char * type, const char * version);

/** An empty dictionary. */
Handle
MakeDictionary(hid_t place, const std::string & name);

/** "0", "1", ... */
Table::Text
CountedNames(std::size_t count);

/** A frame whose rows have names. */
void
WriteFrame(hid_t file, const std::string & name, const Table::Text & names, const Table & columns);
} // namespace pheno::hdf5

#endif

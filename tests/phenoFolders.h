#ifndef phenoFolders_h
#define phenoFolders_h

namespace pheno::test
{
/** This source, its build and the shared data (which may be absent). Defined in one file, so that the objects of all
 * others are the same in every clone. */
extern const char * const kSourceDir;
extern const char * const kBinaryDir;
extern const char * const kSharedDir;
} // namespace pheno::test

#endif

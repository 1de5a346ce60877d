#ifndef phenoPhenixFiles_h
#define phenoPhenixFiles_h

#include "phenoFileSystem.h"
#include "phenoListedImage.h"

#include <string>
#include <vector>

namespace pheno
{
/** What one list of a Phenix or Operetta holds: paths as listed, planes by PlaneID, time points from 1. */
struct PhenixList
{
  std::vector<ListedImage> images;
  std::vector<std::string> notes;
};

/** Index.xml of Harmony 4 to 7 or Columbus's ImageIndex: names of channels and sizes of pixels stand with each image
 * (to 5) or in Maps (from 6). Images without a file were not recorded and are counted in a note. Harmony's time points
 * begin at 0, its file names at 1 ("...sk1fk1fl1"): the file name's is taken. Throws Error naming file and what is
 * missing. */
PhenixList
ReadPhenixXml(const fs::path & path);

/** indexfile.txt: one line an image, tab-separated; columns are known by name: row, column (or well), field, channel
 * name or channel, url (or file name), optional plate, plane, time point. Throws Error naming what is missing. */
PhenixList
ReadPhenixIndexFile(const fs::path & path);
} // namespace pheno

#endif

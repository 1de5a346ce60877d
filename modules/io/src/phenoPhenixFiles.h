#ifndef phenoPhenixFiles_h
#define phenoPhenixFiles_h

#include "phenoFileSystem.h"

#include <string>
#include <vector>

namespace pheno
{
/** One image as a Phenix or Operetta lists it. */
struct PhenixImage
{
  std::string plate;
  std::string well;
  std::string field;
  std::string channel; ///< its name
  std::string plane;
  std::string timepoint;
  std::string file; ///< as listed
  std::string page; ///< within the file
};

/** Index.xml of Harmony 4 to 7: channel names stand with each image (to 5) or in Maps (from 6). Throws Error naming
 * file and what is missing. */
std::vector<PhenixImage>
ReadPhenixXml(const fs::path & path);

/** indexfile.txt: one line an image, tab-separated; columns are known by name: row, column (or well), field, channel
 * name or channel, url (or file name), optional plate, plane, time point. Throws Error naming what is missing. */
std::vector<PhenixImage>
ReadPhenixIndexFile(const fs::path & path);
} // namespace pheno

#endif

#ifndef phenoOmeTiff_h
#define phenoOmeTiff_h

#include "phenoFileSystem.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** One plane of an OME-TIFF file set. */
struct OmeTiffPlane
{
  std::string   channel; ///< its name, else its number from 1
  std::uint64_t z = 0;
  std::uint64_t t = 0;
  fs::path      file;
  unsigned      page = 0;
};

/** One image of the set and where it lies on a plate. */
struct OmeTiffImage
{
  std::string               id;
  std::string               plate; ///< "" where the XML has no plate for it
  std::string               well;  ///< "B02"
  std::string               site;  ///< the number of the well's sample, from 1
  std::vector<OmeTiffPlane> planes;
};

/** What the OME-XML of a file says: of its first page's description, of a companion file that this names, or of a file
 * that is itself XML. Files that the XML references lie beside it. Images of one sample a pixel and at most 2^16
 * planes. Source: OME-TIFF specification and OME data model 2016-06 (Image, Pixels, TiffData, Plate, Well, WellSample).
 * Throws BadData for damaged XML and for a file without, Error when the machine cannot read it. */
std::vector<OmeTiffImage>
ReadOmeTiff(const fs::path & path);
} // namespace pheno

#endif

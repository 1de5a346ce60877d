#ifndef phenoReadPlane_h
#define phenoReadPlane_h

#include "phenoFileSystem.h"
#include "phenoImage.h"

#include <cstdint>
#include <string>

namespace pheno
{
/** How a plane is stored. */
struct PlaneKind
{
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  unsigned      bits = 0; ///< per sample
  bool          isFloat = false;
};

/** Describes one plane of an image file or array without decoding it. Errors as ReadPlane. */
PlaneKind
DescribePlane(const fs::path & path, unsigned page = 0);

/** Decodes one grey plane of what a screen index lists: a page of a TIFF file, the one page of a PNG or JPEG 2000 file,
 * a plane of a Zarr array (a folder) whose last axes are y and x, planes being counted through the other axes, the last
 * fastest; of an OME-Zarr image its full size. Values as stored. Throws BadData with the reason for what is damaged,
 * has no such page, is in colour, is a plate, or has a pixel that is no finite number; Error when the machine cannot
 * read it. */
Plane::Pointer
ReadPlane(const fs::path & path, unsigned page = 0);

/** Size in bytes and digest (XXH3-128, "" unless asked for) of what a plane is decoded from: of the whole file; of a
 * Zarr array its metadata and the chunks of the plane. Both empty when the file does not exist. */
struct PlaneIdentity
{
  std::string size;
  std::string digest;
};
/** Throws BadData for damaged metadata, Error when the machine cannot read it. */
PlaneIdentity
IdentifyPlane(const fs::path & path, unsigned page, bool withDigest);
} // namespace pheno

#endif

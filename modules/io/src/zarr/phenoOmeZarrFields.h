#ifndef phenoOmeZarrFields_h
#define phenoOmeZarrFields_h

#include "phenoJsonFields.h"
#include "phenoOmeZarr.h"

namespace pheno
{
/** The OME-NGFF metadata of a group: its attributes, or since 0.5 their member "ome". */
struct OmeZarrFields
{
  explicit OmeZarrFields(const fs::path & folder);

  JsonField
  Root() const
  {
    return { json, file };
  }
  /** Of the specification: "0.5" stands with the group, older ones with `part` (multiscales, plate, well). Throws
   * BadData for one that is not known. */
  std::string
  Version(const JsonField & part) const;

  std::string file;
  Json        json;
};

/** A folder below another. Throws BadData for a path that leads elsewhere. */
fs::path
BelowOmeZarr(const fs::path & folder, const JsonField & path);

/** The number of planes and their size: the last two axes are y and x. Throws BadData for an array of fewer axes or of
 * planes with no or too many pixels. */
struct ZarrPlanes
{
  std::uint64_t count = 0;
  std::uint64_t width = 0;
  std::uint64_t height = 0;
};
ZarrPlanes
PlanesOf(const ZarrArray & array, const fs::path & folder);

/** Where a plane lies in an array. Throws BadData when there is no such plane. */
ZarrBox
BoxOfPlane(const ZarrArray & array, std::uint64_t page, const fs::path & folder);

/** The array that a folder means: itself, or the first level of an image. Throws BadData. */
fs::path
ArrayOfPlanes(const fs::path & folder);
} // namespace pheno

#endif

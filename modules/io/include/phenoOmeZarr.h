#ifndef phenoOmeZarr_h
#define phenoOmeZarr_h

#include "phenoFileSystem.h"
#include "phenoImage.h"
#include "phenoZarr.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pheno
{
/** One resolution of an image. */
struct OmeZarrLevel
{
  std::string         path;        ///< below the image
  std::vector<double> scale;       ///< size of a step along each axis, in the axis's unit; 1 where not given
  std::vector<double> translation; ///< of the first item; 0 where not given
};

struct OmeZarrAxis
{
  std::string name; ///< t, c, z, y or x
  std::string unit; ///< may be empty
};

/** What the metadata of one image say (OME-NGFF 0.1 to 0.5, multiscales, omero). */
struct OmeZarrImage
{
  fs::path                  folder;
  std::string               version; ///< "0.4"
  std::string               name;    ///< may be empty
  std::vector<OmeZarrAxis>  axes;    ///< t, c, z in any order, some or none of them; then y, x
  std::vector<OmeZarrLevel> levels;  ///< the first has full size
  ZarrSizes                 shape;   ///< of the first level, as the axes
  ZarrType                  type;
  std::vector<std::string>  channels; ///< omero's labels, else "1", "2", ...; no two are equal
  std::vector<std::string>  labels;   ///< names of label images

  /** Of an axis; 1 where the image has no such axis. */
  std::uint64_t
  SizeOf(const std::string & axis) const;
  /** The number of a plane in the order in which planes are stored, 0 first: what a screen index calls its page. Throws
   * Error for a plane that is not there. */
  std::uint64_t
  Page(std::uint64_t channel, std::uint64_t z, std::uint64_t t) const;
};

/** Reads the metadata of one image of at most 2^16 planes. Throws BadData for damaged or unknown metadata and for what
 * is no image: a plate or a well is never opened as its first image. Error when the machine cannot read it. */
OmeZarrImage
ReadOmeZarrImage(const fs::path & folder);

/** All channels of one plane and time point at full size, at most 2^28 pixels together. Errors as ReadOmeZarrImage;
 * Error for a plane that is not there. */
Image
ReadOmeZarrChannels(const OmeZarrImage & image, std::uint64_t z = 0, std::uint64_t t = 0);

/** One plane of a label image. Throws BadData for what is no label image, Error naming those that there are. */
LabelMask::Pointer
ReadOmeZarrLabels(const OmeZarrImage & image, const std::string & name, std::uint64_t z = 0, std::uint64_t t = 0);

struct OmeZarrField
{
  std::string                  path; ///< below the well
  std::optional<std::uint64_t> acquisition;
};

struct OmeZarrWell
{
  std::string               path; ///< "B/3"
  std::string               row;  ///< "B"
  std::string               column;
  std::vector<OmeZarrField> fields; ///< may be empty: a well that the plate lists and that was not written
};

/** A plate of OME-NGFF (0.1 to 0.5). */
struct OmeZarrPlate
{
  fs::path                 folder;
  std::string              version;
  std::string              name; ///< may be empty
  std::vector<OmeZarrWell> wells;
};

/** Reads the metadata of a plate and of its wells; sparse plates are legal. Errors as ReadOmeZarrImage. */
OmeZarrPlate
ReadOmeZarrPlate(const fs::path & folder);

/** Whether a folder holds the metadata of a plate. Throws BadData when they are damaged. */
bool
IsOmeZarrPlate(const fs::path & folder);

/** How images are stored. */
struct OmeZarrOptions
{
  unsigned        zarr = 3;                               ///< 3: OME-NGFF 0.5; 2: OME-NGFF 0.4
  ZarrType        type = { ZarrType::Kind::Unsigned, 2 }; ///< of pixels: unsigned or float; rounded and clamped
  ZarrCompression compression = ZarrCompression::Blosc;
  std::uint64_t   chunk = 1024;  ///< side of a chunk in pixels, one plane deep
  bool            shard = false; ///< one file an image (Zarr 3 only)
  double          pixelSize = 0; ///< in micrometres; 0: not known
};

/** The planes of one field in the order t, channel, z (z fastest), all of one size. */
struct OmeZarrStack
{
  std::vector<std::string>         channels;
  std::uint64_t                    times = 1;
  std::uint64_t                    depths = 1;
  std::vector<Plane::ConstPointer> planes;
};

/** Writes one image at full size: axes t and z only where they have several steps. The same bytes each time. Holds the
 * image once in the stored type. Throws Error. */
void
WriteOmeZarrImage(const fs::path & folder, const OmeZarrStack & stack, const OmeZarrOptions & options = {});
/** The channels of one site. */
void
WriteOmeZarrImage(const fs::path & folder, const Image & image, const OmeZarrOptions & options = {});

/** Adds a label image (uint32) to an image that was written with the same options. Throws Error. */
void
WriteOmeZarrLabels(const fs::path &       image,
                   const std::string &    name,
                   const LabelMask &      mask,
                   const OmeZarrOptions & options = {});

/** Writes a plate field by field: asks where a field's image goes, then finishes. Not for several threads. */
class OmeZarrPlateWriter
{
public:
  OmeZarrPlateWriter(fs::path folder, std::string name, unsigned zarr);
  ~OmeZarrPlateWriter();

  /** The folder for the next image of a well ("B03"); fields are numbered from 0. Throws Error for what is no well. */
  fs::path
  AddField(const std::string & well, std::uint64_t acquisition = 0);
  /** Writes the metadata of plate, rows and wells. Throws Error when no field was added. */
  void
  Finish();

private:
  struct State;
  std::unique_ptr<State> m_State;
};
} // namespace pheno

#endif

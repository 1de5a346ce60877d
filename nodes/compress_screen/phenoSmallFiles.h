#ifndef phenoSmallFiles_h
#define phenoSmallFiles_h

#include "phenoFileSystem.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** One channel of one site in 8 bit. */
struct SmallPlane
{
  std::string               channel;
  std::vector<std::uint8_t> pixels;
  std::size_t               width = 0;
  std::size_t               height = 0;
};

/** Where a plane went: the columns of a screen index, the path below the folder of all files. */
struct SmallFile
{
  std::string path;
  unsigned    page = 0;
  std::string size;
  std::string digest;
};

/** The files of a small screen. */
class SmallFiles
{
public:
  virtual ~SmallFiles() = default;

  /** Writes all channels of a site, a file or an index row each. Throws Error. */
  virtual std::vector<SmallFile>
  Add(const std::string & well, const std::string & site, const std::vector<SmallPlane> & planes) = 0;
  /** Bytes of the files that were written since the last call. */
  virtual double
  TakeBytes() = 0;
  /** Once, after the last site. */
  virtual void
  Finish() = 0;
};

/** <plate>_<well>_<site>_<channel>.png. Add throws Error for two names that differ in nothing but signs. */
std::unique_ptr<SmallFiles>
MakePngFiles(const fs::path & folder, const std::string & plate);

/** <plate>.zarr: an OME-NGFF 0.5 plate, fields numbered from 0 in each well, zstd after shuffling bits (blosc), a chunk
 * a plane. */
std::unique_ptr<SmallFiles>
MakeOmeZarrFiles(const fs::path & folder, const std::string & plate);
} // namespace pheno

#endif

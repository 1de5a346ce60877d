#ifndef phenoCropsExport_h
#define phenoCropsExport_h

#include "phenoCrops.h"
#include "phenoFileSystem.h"

#include <memory>

namespace pheno
{
/** Writes crops for other programs, as many at a time as one likes. Holds the tables of all crops and the pixels of one
 * crop (ExportH5sc) or of one site (ExportNpz) beside those handed over. */
class CropsExport
{
public:
  virtual ~CropsExport() = default;

  /** Crops of the same channels, size and pixel type each time. Throws Error. */
  virtual void
  Append(const Crops & crops) = 0;
  /** Once, after the last crops; what was written before is no readable file. Throws Error. */
  virtual void
  Finish() = 0;
};

/** A file of scPortrait (.h5sc): AnnData whose obsm/single_cell_images is N x C x H x W half floats from 0 to 1
 * (integer pixels over the largest that their type holds; floats clamped), a chunk a plane, gzip; obs is the table with
 * scportrait_cell_id from 1; var and uns/single_cell_images name the channels, nucleus_mask and cell_mask, which
 * come first, as masks. No X. The bytes depend on the crops alone. Throws Error, also when this build has no HDF5. */
std::unique_ptr<CropsExport>
ExportH5sc(const fs::path & path);

/** DeepProfiler's layout, <folder>/<plate>/<well>/<site>.npz: features (N x D float32, the columns of the table that
 * are no metadata and are numbers), locations (N x 2 float64: x, y of the centre in the image) and metadata (a dict of
 * Metadata_Plate, _Well, _Site, _Model); besides crops (N x H x W x C, in the type of their pixels), feature_names and
 * object_numbers. A site comes in one piece. The bytes depend on the crops alone. Throws Error for a second piece and
 * for names that differ in nothing but signs. */
std::unique_ptr<CropsExport>
ExportNpz(const fs::path & folder);
} // namespace pheno

#endif

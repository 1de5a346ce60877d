#ifndef phenoLowRankSparse_h
#define phenoLowRankSparse_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** Pictures of one size, one after the other, row-major. */
struct PictureStack
{
  std::size_t        width = 0;
  std::size_t        height = 0;
  std::vector<float> values;

  std::size_t
  Pixels() const
  {
    return width * height;
  }
  std::size_t
  Count() const
  {
    return values.size() / Pixels();
  }
};

/** What all pictures of a stack share: picture i is about baselines[i] (mean 1) * flat (grey levels) + dark. */
struct SharedLight
{
  std::vector<float>  flat;
  std::vector<float>  dark; ///< mean 0: what its mean would be is in flat
  double              offset = 0.0;
  std::vector<double> baselines;
};

/** The model of BaSiC (Peng et al. 2017): stack = baselines x flat + dark + residual with a sparse residual and a flat
 * field that is sparse in cosine space,
 *
 *   min sum w |residual| + n lambda |DCT flat|_1
 *
 * solved by alternating directions with a penalty that grows by half each step (Lin et al. 2010); the residual's
 * weights w = 1 / (|residual| / level + 0.1), mean 1, are renewed (Candes et al. 2008) until the flat field stays.
 * lambda = |DCT mean|_1 / 800 of the mean picture scaled to mean 1.
 *
 * The dark field is the camera's offset z, alike everywhere. Writing b_i for a picture's mean over that of all, it
 * appears as dark = z (1 - flat / mean flat): the contrast of a picture along the flat field, regressed on its mean
 * over the pictures, is 0 at z. The paper's dark field may also vary over the field of view, which baselines that vary
 * little do not tell from the flat field. Needs three times the stack. At least one picture, all finite. */
SharedLight
SeparateSharedLight(const PictureStack & stack, bool with_dark);
} // namespace pheno

#endif

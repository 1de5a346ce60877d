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

/** What all pictures of a stack share: picture i is about baseline_i * flat + dark. Grey levels. */
struct SharedLight
{
  std::vector<float> flat;
  std::vector<float> dark;
};

/** The model of BaSiC (Peng et al. 2017): stack = baselines x flat + dark + residual with a sparse residual, a flat
 * field that is sparse in cosine space and dark = z + D, a constant and what is sparse in pixels and in cosine space,
 *
 *   min sum w |residual| + n lambda_flat |DCT flat|_1 + n lambda_dark (|DCT D|_1 + |D|_1)
 *
 * solved by alternating directions with a penalty that grows by half each step (Lin et al. 2010); the residual's
 * weights w = 1 / (|residual| / level + 0.1), mean 1, are renewed (Candes et al. 2008) until the flat field stays.
 * lambda_flat = |DCT mean|_1 / 800 of the mean picture scaled to mean 1, lambda_dark = two fifths of that.
 *
 * Baselines are pictures' means over that of all, so the mean of the dark field is in them, and z appears as
 * z (1 - flat / mean flat). What pictures have beside baseline * flat is the intercept of their regression on the
 * baselines. A dark field may gain any multiple of flat while baselines lose it: of these the one is taken that leaves
 * least of D, z between 0 and the darkest pixel; it is 0 where flat is even or baselines are all alike.
 * Needs three times the stack. At least one picture, all finite. */
SharedLight
SeparateSharedLight(const PictureStack & stack, bool with_dark);
} // namespace pheno

#endif

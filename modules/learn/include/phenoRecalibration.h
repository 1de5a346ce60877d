#ifndef phenoRecalibration_h
#define phenoRecalibration_h

#include "phenoEncoder.h"

#include <cstdint>
#include <functional>

namespace pheno
{
/** Images that are too many for one batch. */
struct ImageChunks
{
  std::int64_t                               count = 0; ///< chunks, none empty, the first the largest
  std::function<torch::Tensor(std::int64_t)> load;      ///< chunk i, n_i x C x H x W; may be asked for repeatedly
};

/** Sets every norm's running statistics to those of ONE train-mode forward of all images together (methods 1.2,
 * per-plate control recalibration): running mean, and running variance unbiased; whatever the norms' momentum.
 *
 * Statistics of a layer depend on the layers before, so the network is walked norm by norm: the chunks' inputs of a
 * norm give its statistics (exact merge, Chan 1983, in float64), and the chunks go on from there. Activations between
 * norms are kept while all chunks' fit into `bytes`; else the chunks are computed again from the last place that did.
 * \throws LearnError when there is no image, or a norm sees a single value a channel; the norms are then as before */
void
RecalibrateNorms(Encoder & encoder, const ImageChunks & images, std::int64_t bytes);
} // namespace pheno

#endif

#ifndef phenoVisionTransformer_h
#define phenoVisionTransformer_h

#include "phenoEncoder.h"

namespace pheno
{
/** A vision transformer (Dosovitskiy 2021; DINO, Caron 2021; DINOv2, Oquab 2023) with timm's state-dict names.
 *
 * Patches of patch_px (convolution with bias), class token first, position embeddings (resampled for another image
 * size, phenoPositionEmbedding.h), `depth` pre-norm blocks with erf-GELU and LayerNorm eps 1e-6, final norm. Features:
 * the class token of the final norm, or the mean of its patch tokens (timm's own average pooling norms after the mean
 * instead). With the position rule "timm" the images' sides must be multiples of patch_px, as there; with the others
 * the right and lower rest is cut off, as there. Not covered: register tokens and gated MLPs.
 *
 * Start: linear layers, class token and positions truncated normal with deviation 0.02, biases 0, norms 1 (Touvron
 * 2021), layer scale 1e-5 (Touvron 2021, CaiT), patch projection uniform in +-1/sqrt(fan in). */
class VisionTransformer : public Encoder
{
public:
  /** settings.transformer holds the numbers. */
  VisionTransformer(const EncoderSettings & settings, torch::ScalarType type);

protected:
  torch::Tensor
  Pool(const torch::Tensor & tokens) const override;

private:
  void
  AddEmbedding();
  void
  AddBlock(const std::string & name);
};
} // namespace pheno

#endif

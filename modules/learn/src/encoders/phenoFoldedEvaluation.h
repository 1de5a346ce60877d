#ifndef phenoFoldedEvaluation_h
#define phenoFoldedEvaluation_h

#include "phenoEncoder.h"

namespace pheno::learn
{
/** While it lives, Forward in evaluation mode uses convolutions prepared once: weights in the type of the images, and
 * the norm behind a convolution as part of it (w g and beta - mean g, g = gamma / sqrt(variance + eps), of each output
 * channel). In float32, and in bfloat16 where the processor has units for it, activations between them lie as oneDNN
 * likes them best, and weights are packed for that. The same but for rounding. Parameters and statistics must not
 * change meanwhile. */
class FoldedEvaluation
{
public:
  /** \param images type and device of the images that Forward will be given */
  FoldedEvaluation(Encoder & encoder, const torch::TensorOptions & images);
  ~FoldedEvaluation();
  FoldedEvaluation(const FoldedEvaluation &) = delete;
  FoldedEvaluation &
  operator=(const FoldedEvaluation &) = delete;

private:
  static void
  Pack(Encoder::Convolution & convolution);
  static Encoder::Convolution
  Fold(Encoder::Convolution convolution, const BatchNorm & norm);

  Encoder & m_Encoder;
};
} // namespace pheno::learn

#endif

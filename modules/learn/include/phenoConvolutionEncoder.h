#ifndef phenoConvolutionEncoder_h
#define phenoConvolutionEncoder_h

#include "phenoEncoder.h"

namespace pheno
{
/** The four-layer baseline of Perakis 2021 (methods 2.1): four times 3 x 3 convolution with bias - ReLU - 2 x 2 max
 * pool with 16, 32, 64, 64 channels; no batch norm; 64 features; head Linear(64, 64) - ReLU - Linear(64, D).
 *
 * Images need at least 16 x 16 pixels; odd sizes are halved downwards. Perakis' own head is "mlp". */
class ConvolutionEncoder : public Encoder
{
public:
  ConvolutionEncoder(const EncoderSettings & settings, torch::ScalarType type);
};
} // namespace pheno

#endif

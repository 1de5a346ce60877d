#ifndef phenoResNet18_h
#define phenoResNet18_h

#include "phenoEncoder.h"

namespace pheno
{
/** ResNet-18 (He 2016) as SPC uses it: any number of channels, 7 x 7 stride-2 stem, max pool, four stages of two basic
 * blocks with 64, 128, 256, 512 channels, batch norms without affine, head Linear(512, 512) - ReLU - Linear(512, D).
 * State-dict names are those of the authors' PyTorch module (encoder.conv1.weight, ..., mlp_head.2.bias). */
class ResNet18 : public Encoder
{
public:
  ResNet18(int in_channels, int embed_dim, torch::ScalarType type);

private:
  void
  AddBlock(const std::string & name, int in, int out, int stride);
};
} // namespace pheno

#endif

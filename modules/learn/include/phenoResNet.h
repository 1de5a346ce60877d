#ifndef phenoResNet_h
#define phenoResNet_h

#include "phenoEncoder.h"

namespace pheno
{
/** ResNet-18, 34, 50, 101 and 152 (He 2016) for any number of channels: 7 x 7 stride-2 stem, max pool, four stages.
 *
 * 18 and 34 have basic blocks (3 x 3, 3 x 3; 64 to 512 channels), the others bottlenecks (1 x 1, 3 x 3 with the stride,
 * 1 x 1 times 4; 256 to 2048 channels). With the settings' defaults this is SPC's encoder: plain norms, head
 * Linear(F, F) - ReLU - Linear(F, D) and the authors' state-dict names ("encoder." before torchvision's names, then
 * mlp_head.0 and mlp_head.2). With norm "affine" it is torchvision's. */
class ResNet : public Encoder
{
public:
  /** settings.architecture: "resnet18" and so on. */
  ResNet(const EncoderSettings & settings, torch::ScalarType type);

private:
  void
  AddBasicBlock(const std::string & name, int in, int width, int stride);
  void
  AddBottleneck(const std::string & name, int in, int width, int stride);
  /** Ends a block: x + its input, which is projected where it has another shape. */
  void
  AddShortcut(const std::string & name, int in, int out, int stride);
  void
  AddConvolutionAndNorm(const std::string & name, const std::string & number, const ConvolutionShape & shape);
};
} // namespace pheno

#endif

#ifndef phenoScriptedEncoder_h
#define phenoScriptedEncoder_h

#include "phenoEncoder.h"

namespace pheno
{
/** A TorchScript module as a frozen encoder: it has no parameters, norms or head of this project, is always in
 * evaluation mode and gives no gradients. Features and embedding are what its forward(images) gives: N x embed_dim, or
 * N x embed_dim x H x W, of which the mean over pixels is taken. Images must come in the type the module was saved in.
 *
 * State() is empty and MakeEncoder does not know the architecture "torchscript": it is loaded from its own file. */
class ScriptedEncoder : public Encoder
{
public:
  /** Loads onto the CPU and tries one image of zeros.
   * \param image_px side of that image
   * \throws LearnError, with the path, when the file is no TorchScript module, or the module does not take such an
   * image or does not give one row of numbers for it */
  static std::shared_ptr<ScriptedEncoder>
  Load(const std::string & path, int in_channels, int image_px, torch::ScalarType type = torch::kFloat32);

protected:
  torch::Tensor
  Pool(const torch::Tensor & x) const override;

private:
  ScriptedEncoder(const EncoderSettings & settings, torch::ScalarType type, Step forward);
};
} // namespace pheno

#endif

#ifndef phenoScriptedEncoder_h
#define phenoScriptedEncoder_h

#include "phenoEncoder.h"

#include <memory>
#include <string>

namespace torch::jit
{
struct Module;
}

namespace pheno
{
/** A TorchScript module as the trunk of an encoder, with a head as any other's. Features are what its forward(images)
 * gives: N x F, or N x F x H x W, of which the mean over pixels is taken.
 *
 * The module's floating tensors are brought to the encoder's type, which images must have, too. Its parameters are
 * "script.<name>", all of them trained whatever they were saved as; its other tensors are state: they change in
 * training mode as the module says. It is interpreted as written, without the optimisations whose kernels change after
 * the first calls, so that equal images give equal bits. Its norms cannot be recalibrated, and are not synchronised
 * among ranks; what it drops out is drawn from torch's default generator. */
class ScriptedEncoder : public Encoder
{
public:
  /** Loads settings.script onto the CPU, in evaluation mode, and tries two images of zeros.
   * \throws LearnError, with the path, when the file is no TorchScript module, or the module does not take such images
   * or does not give a row of numbers for each; and as MakeEncoder for the head */
  ScriptedEncoder(const EncoderSettings & settings, torch::ScalarType type);

  void
  SetTraining(bool training) override;
  void
  MoveTo(const torch::Device & device) override;

  /** Writes the module, with its present weights, as ScriptIn says. */
  void
  SaveParts(const std::string & folder) const override;

  /** The module's file in a model's folder. */
  static std::string
  ScriptIn(const std::string & folder)
  {
    return folder + "/encoder.pt";
  }

protected:
  torch::Tensor
  Pool(const torch::Tensor & x) const override;

private:
  std::shared_ptr<torch::jit::Module> m_Module;
};
} // namespace pheno

#endif

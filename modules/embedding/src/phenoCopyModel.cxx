#include "phenoCopyModel.h"

#include "phenoEncoder.h"

namespace pheno
{
EncoderModel
CopyModel(const EncoderModel & model)
{
  const Encoder & network = model.Network();
  const auto      copy = MakeEncoder(network.Settings(), network.ParameterType());
  copy->LoadState(network.State());
  return EncoderModel(model.Description(), copy, model.ClassVectors());
}
} // namespace pheno

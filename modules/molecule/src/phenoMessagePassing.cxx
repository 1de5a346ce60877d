#include "phenoMessagePassing.h"

namespace pheno::molecule
{
Linear
Linear::Add(ParameterList & list, const std::string & name, std::int64_t in, std::int64_t out)
{
  const torch::Tensor weight = list.Add(name + ".weight", { out, in }, UniformByFanIn(in));
  return { weight, list.Add(name + ".bias", { out }, UniformByFanIn(in)) };
}

torch::Tensor
Linear::Apply(const torch::Tensor & x) const
{
  return at::linear(x, weight, bias);
}

Bonds::Bonds(const GraphBatch & batch, torch::ScalarType type)
  : from(batch.bonds[0])
  , to(batch.bonds[1])
  , features(batch.bond_features.to(type))
  , into_atom(to, batch.atoms.size(0))
{}
} // namespace pheno::molecule

#include "phenoGinLayer.h"

namespace pheno::molecule
{
GinLayer::GinLayer(ParameterList & list, const std::string & name, std::int64_t width)
  : m_Epsilon(list.Add(name + ".epsilon", { 1 }, StartValues{}))
  , m_Bonds(Linear::Add(list, name + ".bonds", static_cast<std::int64_t>(BondFeatureNames().size()), width))
  , m_First(Linear::Add(list, name + ".mlp_1", width, 2 * width))
  , m_Second(Linear::Add(list, name + ".mlp_2", 2 * width, width))
{}

torch::Tensor
GinLayer::Apply(const torch::Tensor & atoms, const Bonds & bonds) const
{
  const torch::Tensor messages = at::relu(atoms.index({ bonds.from }) + m_Bonds.Apply(bonds.features));
  const torch::Tensor sum = (1 + m_Epsilon) * atoms + bonds.into_atom.Sum(messages);
  return m_Second.Apply(at::relu(m_First.Apply(sum)));
}
} // namespace pheno::molecule

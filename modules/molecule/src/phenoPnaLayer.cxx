#include "phenoPnaLayer.h"

namespace pheno::molecule
{
namespace
{
constexpr double       kVarianceEpsilon = 1e-5;
constexpr std::int64_t kAggregates = 12;
} // namespace

PnaLayer::PnaLayer(ParameterList & list, const std::string & name, std::int64_t width, double meanLogDegree)
  : m_MeanLogDegree(meanLogDegree)
  , m_Message(
      Linear::Add(list, name + ".message", 2 * width + static_cast<std::int64_t>(BondFeatureNames().size()), width))
  , m_Update(Linear::Add(list, name + ".update", (1 + kAggregates) * width, width))
{}

torch::Tensor
PnaLayer::Apply(const torch::Tensor & atoms, const Bonds & bonds) const
{
  const torch::Tensor messages =
    m_Message.Apply(at::cat({ atoms.index({ bonds.to }), atoms.index({ bonds.from }), bonds.features }, 1));
  const SegmentTable & into = bonds.into_atom;
  const torch::Tensor  aggregates = at::cat(
    { into.Mean(messages), into.Max(messages), into.Min(messages), into.Deviation(messages, kVarianceEpsilon) }, 1);
  // Without neighbours all aggregates are 0, so any finite scale will do.
  const torch::Tensor scale = at::log(into.Counts().clamp_min(1).to(atoms.scalar_type()) + 1) / m_MeanLogDegree;
  return m_Update.Apply(at::cat({ atoms, aggregates, aggregates * scale, aggregates / scale }, 1));
}
} // namespace pheno::molecule

#include "phenoGraphEncoder.h"
#include "phenoGinLayer.h"
#include "phenoMoleculeError.h"
#include "phenoPnaLayer.h"

namespace pheno
{
namespace
{
constexpr double kNormEpsilon = 1e-5;
constexpr auto   kOne = StartValues{ StartValues::Kind::Constant, 1 };

void
RequireOneOf(const std::string & what, const std::string & got, const std::string & a, const std::string & b)
{
  if (got != a && got != b)
  {
    throw MoleculeError("graph encoder: expected " + what + " " + a + " or " + b + ", got '" + got + "'");
  }
}

void
Check(const GraphEncoderSettings & s)
{
  RequireOneOf("architecture", s.architecture, "gin", "pna");
  RequireOneOf("pooling", s.pooling, "mean", "sum");
  for (const std::int64_t number : { s.width, s.depth, s.out_width })
  {
    if (number < 1)
    {
      throw MoleculeError("graph encoder: expected numbers of at least 1, got " + std::to_string(number));
    }
  }
  if (s.architecture == "pna" && !(s.mean_log_degree > 0))
  {
    throw MoleculeError("graph encoder: expected a mean_log_degree above 0 for pna, got " +
                        std::to_string(s.mean_log_degree));
  }
}

void
CheckWidth(const char * what, const torch::Tensor & features, std::size_t width)
{
  if (features.dim() != 2 || features.size(1) != static_cast<std::int64_t>(width))
  {
    throw MoleculeError(std::string("graph encoder: expected ") + std::to_string(width) + " features of each " + what +
                        ", got " + std::to_string(features.size(-1)));
  }
}

GraphBatch
MovedTo(const torch::Device & device, GraphBatch batch)
{
  for (torch::Tensor * tensor : { &batch.atoms, &batch.bonds, &batch.bond_features, &batch.graph_of_atom })
  {
    *tensor = tensor->to(device);
  }
  return batch;
}
} // namespace

struct GraphEncoder::Layers
{
  molecule::Linear                                       atoms, head;
  std::vector<std::unique_ptr<molecule::MessagePassing>> passing;
  std::vector<molecule::Linear>                          norms; // gain and offset
};

GraphEncoder::GraphEncoder(const GraphEncoderSettings & settings, torch::ScalarType type)
  : m_Settings(settings)
  , m_Parameters(type)
  , m_Layers(std::make_unique<Layers>())
{
  Check(settings);
  const std::int64_t width = settings.width;
  m_Layers->atoms =
    molecule::Linear::Add(m_Parameters, "atoms", static_cast<std::int64_t>(AtomFeatureNames().size()), width);
  for (std::int64_t i = 0; i < settings.depth; ++i)
  {
    const std::string name = "layers." + std::to_string(i);
    if (settings.architecture == "gin")
    {
      m_Layers->passing.push_back(std::make_unique<molecule::GinLayer>(m_Parameters, name, width));
    }
    else
    {
      m_Layers->passing.push_back(
        std::make_unique<molecule::PnaLayer>(m_Parameters, name, width, settings.mean_log_degree));
    }
    const torch::Tensor gain = m_Parameters.Add(name + ".norm.weight", { width }, kOne);
    m_Layers->norms.push_back({ gain, m_Parameters.Add(name + ".norm.bias", { width }, StartValues{}) });
  }
  m_Layers->head = molecule::Linear::Add(m_Parameters, "head", width, settings.out_width);
}

GraphEncoder::~GraphEncoder() = default;

void
GraphEncoder::LoadState(const std::vector<NamedTensor> & state)
{
  CopyState("graph encoder", this->Parameters(), state);
}

torch::Tensor
GraphEncoder::Forward(const GraphBatch & given) const
{
  CheckWidth("atom", given.atoms, AtomFeatureNames().size());
  CheckWidth("bond", given.bond_features, BondFeatureNames().size());
  const GraphBatch      batch = MovedTo(m_Layers->head.weight.device(), given);
  const molecule::Bonds bonds(batch, m_Parameters.Type());
  torch::Tensor         x = m_Layers->atoms.Apply(batch.atoms.to(m_Parameters.Type()));
  for (std::size_t i = 0; i < m_Layers->passing.size(); ++i)
  {
    const molecule::Linear & norm = m_Layers->norms[i];
    x =
      at::layer_norm(m_Layers->passing[i]->Apply(x, bonds), { m_Settings.width }, norm.weight, norm.bias, kNormEpsilon);
    x = i + 1 < m_Layers->passing.size() ? at::relu(x) : x;
  }
  const molecule::SegmentTable atomsOfGraph(batch.graph_of_atom, batch.graphs);
  return m_Layers->head.Apply(m_Settings.pooling == "mean" ? atomsOfGraph.Mean(x) : atomsOfGraph.Sum(x));
}
} // namespace pheno

#include "phenoMultiLayerPerceptron.h"
#include "phenoDropout.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

namespace pheno
{
namespace
{
constexpr double kMomentum = 0.1;
constexpr auto   kOne = StartValues{ StartValues::Kind::Constant, 1 };
constexpr auto   kZero = StartValues{ StartValues::Kind::Constant, 0 };

void
Check(const PerceptronSettings & settings)
{
  if (settings.widths.size() < 2)
  {
    throw LearnError("perceptron: expected at least two widths, got " + std::to_string(settings.widths.size()));
  }
  for (const std::int64_t width : settings.widths)
  {
    if (width < 1)
    {
      throw LearnError("perceptron: expected widths of at least 1, got " + std::to_string(width));
    }
  }
  if (!(settings.dropout >= 0 && settings.dropout < 1))
  {
    throw LearnError("perceptron: expected a dropout rate in [0, 1), got " + std::to_string(settings.dropout));
  }
}
} // namespace

nlohmann::json
ToJson(const PerceptronSettings & settings)
{
  return { { "widths", settings.widths }, { "dropout", settings.dropout }, { "batch_norm", settings.batch_norm } };
}

MultiLayerPerceptron::MultiLayerPerceptron(PerceptronSettings settings, torch::ScalarType type)
  : m_Settings(std::move(settings))
  , m_Parameters(type)
{
  Check(m_Settings);
  const std::vector<std::int64_t> & widths = m_Settings.widths;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
  {
    const std::string   name = "layers." + std::to_string(i);
    const StartValues   start = UniformByFanIn(widths[i]);
    const torch::Tensor weight = m_Parameters.Add(name + ".weight", { widths[i + 1], widths[i] }, start);
    m_Layers.emplace_back(weight, m_Parameters.Add(name + ".bias", { widths[i + 1] }, start));
    if (m_Settings.batch_norm && i + 2 < widths.size())
    {
      BatchNorm norm{ "norms." + std::to_string(i),
                      torch::zeros({ widths[i + 1] }, type),
                      torch::ones({ widths[i + 1] }, type),
                      kMomentum };
      norm.weight = m_Parameters.Add(norm.name + ".weight", { widths[i + 1] }, kOne);
      norm.bias = m_Parameters.Add(norm.name + ".bias", { widths[i + 1] }, kZero);
      m_Norms.push_back(std::move(norm));
    }
  }
}

void
MultiLayerPerceptron::Initialise(at::Generator generator)
{
  m_Parameters.Initialise(generator);
  for (const BatchNorm & norm : m_Norms)
  {
    norm.Reset();
  }
}

std::vector<NamedTensor>
MultiLayerPerceptron::State() const
{
  std::vector<NamedTensor> state = this->Parameters();
  for (const BatchNorm & norm : m_Norms)
  {
    norm.AppendStatistics(state);
  }
  return state;
}

void
MultiLayerPerceptron::LoadState(const std::vector<NamedTensor> & state)
{
  CopyState("perceptron", this->State(), state);
}

torch::Tensor
MultiLayerPerceptron::Forward(const torch::Tensor & x, bool training, at::Generator & dropout) const
{
  if (x.dim() != 2 || x.size(1) != m_Settings.widths.front())
  {
    throw LearnError("perceptron: expected N x " + std::to_string(m_Settings.widths.front()) + ", got " + ShapeText(x));
  }
  torch::Tensor y = x.to(m_Layers.front().first.device());
  for (std::size_t i = 0; i < m_Layers.size(); ++i)
  {
    y = at::linear(y, m_Layers[i].first, m_Layers[i].second);
    if (i + 1 < m_Layers.size())
    {
      y = m_Norms.empty() ? y : m_Norms[i].Apply(y, training);
      y = learn::Dropout(at::relu(y), m_Settings.dropout, training ? &dropout : nullptr);
    }
  }
  return y;
}
} // namespace pheno

#include "phenoEncoder.h"
#include "phenoCommunicator.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"
#include "phenoSmallMapConvolution.h"
#include "phenoSynchronisedNorm.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace pheno
{
namespace
{
constexpr double kPlainMomentum = 1.0;
constexpr double kAffineMomentum = 0.1;
constexpr auto   kOne = StartValues{ StartValues::Kind::Constant, 1 };
constexpr auto   kZero = StartValues{ StartValues::Kind::Constant, 0 };
} // namespace

torch::Tensor
BatchNorm::Apply(const torch::Tensor & x, bool training, const std::shared_ptr<Communicator> & ranks) const
{
  const bool severalRanks = ranks && ranks->Size() > 1;
  if (training && !severalRanks && x.numel() == x.size(1))
  {
    throw LearnError(
      "batch norm " + name +
      " sees one value a channel: its variance is undefined; more rows, or more or larger crops, are needed");
  }
  if (training && severalRanks)
  {
    return learn::SynchronisedNorm(*this, x, kEpsilon, ranks);
  }
  return at::batch_norm(x, weight, bias, mean, variance, training, momentum, kEpsilon, false);
}

void
BatchNorm::Reset() const
{
  mean.zero_();
  variance.fill_(1);
}

void
BatchNorm::AppendStatistics(std::vector<NamedTensor> & state) const
{
  state.push_back({ name + ".running_mean", mean });
  state.push_back({ name + ".running_var", variance });
}

Encoder::Encoder(EncoderSettings settings, torch::ScalarType type)
  : m_Settings(std::move(settings))
  , m_Parameters(type)
  , m_Segments(1)
{
  if (m_Settings.in_channels < 1)
  {
    throw LearnError("an encoder needs at least one channel, got " + std::to_string(m_Settings.in_channels));
  }
}

void
Encoder::Add(Step step)
{
  m_Segments.back().push_back(std::move(step));
}

torch::Tensor
Encoder::AddParameter(const std::string & name, at::IntArrayRef shape, const StartValues & start)
{
  return m_Parameters.Add(name, shape, start);
}

void
Encoder::AddConvolution(const std::string & name, const ConvolutionShape & shape, torch::Tensor Activations::*from)
{
  const double        fanOut = static_cast<double>(shape.out) * shape.kernel * shape.kernel;
  const torch::Tensor weight = this->AddParameter(name + ".weight",
                                                  { shape.out, shape.in, shape.kernel, shape.kernel },
                                                  { StartValues::Kind::Normal, std::sqrt(2.0 / fanOut) });
  torch::Tensor       bias;
  if (shape.bias)
  {
    bias = this->AddParameter(name + ".bias", { shape.out }, kZero);
  }
  const std::size_t number = m_Convolutions.size();
  m_Convolutions.push_back({ weight, bias, shape.stride, shape.kernel / 2, false, {} });
  this->Add([this, number, from](Activations & a) { a.x = this->Convolve(a.*from, number); });
}

torch::Tensor
Encoder::Convolve(const torch::Tensor & x, std::size_t convolution) const
{
  if (x.is_mkldnn())
  {
    return ConvolvePacked(x, m_Folded[convolution]);
  }
  const Convolution & c = (this->IsFolded() ? m_Folded : m_Convolutions)[convolution];
  if (!c.bias.defined() && learn::IsSmallMap(x, c.weight, c.stride, c.padding))
  {
    return learn::ConvolveSmallMap(x, c.weight);
  }
  const auto type = x.scalar_type();
  return at::conv2d(x,
                    c.weight.to(type),
                    c.bias.defined() ? c.bias.to(type) : c.bias,
                    { c.stride, c.stride },
                    { c.padding, c.padding });
}

torch::Tensor
Encoder::ConvolvePacked(const torch::Tensor & x, Convolution & c)
{
  if (!learn::IsSmallMap(x, c.weight, c.stride, c.padding))
  {
    return at::mkldnn_convolution(x, c.weight, c.bias, { c.padding, c.padding }, { c.stride, c.stride }, { 1, 1 }, 1);
  }
  const torch::Tensor maps = x.to_dense();
  if (!c.matrix.defined() || c.matrix.size(1) != maps[0].numel())
  {
    c.matrix = learn::SmallMapMatrix(c.weight.to_dense(), x.size(2), x.size(3));
  }
  const torch::Tensor y = learn::ConvolveSmallMapBy(c.matrix, maps);
  return (c.bias.defined() ? y + c.bias.to_dense().view({ -1, 1, 1 }) : y).contiguous().to_mkldnn();
}

void
Encoder::AddNormedConvolution(const std::string &      name,
                              const std::string &      norm,
                              const ConvolutionShape & shape,
                              torch::Tensor Activations::*from)
{
  this->AddConvolution(name, shape, from);
  m_Convolutions.back().has_norm = true;
  this->AddNorm(norm, shape.out);
}

void
Encoder::AddNorm(const std::string & name, int channels)
{
  const auto type = this->ParameterType();
  BatchNorm  norm{ name, torch::zeros({ channels }, type), torch::ones({ channels }, type), kPlainMomentum };
  if (m_Settings.norm == "affine")
  {
    norm.momentum = kAffineMomentum;
    norm.weight = this->AddParameter(name + ".weight", { channels }, kOne);
    norm.bias = this->AddParameter(name + ".bias", { channels }, kZero);
  }
  m_Norms.push_back(std::move(norm));
  m_Segments.emplace_back();
}

void
Encoder::AddLinear(const std::string & name, int in, int out)
{
  const StartValues start = UniformByFanIn(in);
  const auto        weight = this->AddParameter(name + ".weight", { out, in }, start);
  m_Head.emplace_back(weight, this->AddParameter(name + ".bias", { out }, start));
}

void
Encoder::AddHead(const std::string & name, int features, int hidden)
{
  const int width = m_Settings.embed_dim;
  m_FeatureWidth = features;
  m_TrunkParameters = this->Parameters().size();
  if (width < 1)
  {
    throw LearnError("embed_dim: expected at least 1, got " + std::to_string(width));
  }
  if (m_Settings.head == "none")
  {
    if (width != features)
    {
      throw LearnError("embed_dim: without a head expected the " + std::to_string(features) + " features of " +
                       m_Settings.architecture + ", got " + std::to_string(width));
    }
    return;
  }
  if (m_Settings.head == "linear")
  {
    this->AddLinear("fc", features, width);
    return;
  }
  this->AddLinear(name + ".0", features, hidden);
  this->AddLinear(name + ".2", hidden, width);
}

void
Encoder::RunSegment(std::size_t k, Activations & activations) const
{
  for (const Step & step : m_Segments[k])
  {
    step(activations);
  }
}

torch::Tensor
Encoder::Pool(const torch::Tensor & x) const
{
  return x.mean({ 2, 3 });
}

Encoder::Output
Encoder::PoolLast(const Activations & activations) const
{
  Output output;
  output.features = this->Pool(activations.x.to(this->ParameterType()));
  output.feature_channels = m_FeatureChannels;
  return output;
}

Encoder::Output
Encoder::Finish(const Activations & activations) const
{
  Output output = this->PoolLast(activations);
  output.embedding = this->Embed(output.features);
  return output;
}

torch::Tensor
Encoder::Embed(const torch::Tensor & features) const
{
  torch::Tensor embedding = features;
  for (std::size_t layer = 0; layer < m_Head.size(); ++layer)
  {
    const torch::Tensor in = layer == 0 ? embedding : embedding.relu_();
    embedding = at::linear(in, m_Head[layer].first, m_Head[layer].second);
  }
  return m_Settings.head == "unit_mlp" ? NormaliseRows(embedding) : embedding;
}

Encoder::Output
Encoder::Forward(const torch::Tensor & images) const
{
  if (images.dim() != 4 || images.size(1) != this->InChannels())
  {
    throw LearnError(this->Architecture() + ": expected images N x " + std::to_string(this->InChannels()) +
                     " x H x W, got " + ShapeText(images));
  }
  Activations activations;
  const bool  isPacked = this->IsFolded() && m_Folded.front().weight.is_mkldnn();
  activations.x = isPacked ? images.to_mkldnn() : images;
  Output output;
  {
    const c10::AutoGradMode ofTrunk(c10::GradMode::is_enabled() && !m_TrunkIsFrozen);
    for (std::size_t k = 0; k < m_Norms.size(); ++k)
    {
      this->RunSegment(k, activations);
      if (!this->IsFolded())
      {
        activations.x = m_Norms[k].Apply(activations.x, m_Training, m_Ranks);
      }
    }
    this->RunSegment(m_Norms.size(), activations);
    activations.x = isPacked ? activations.x.to_dense() : activations.x;
    output = this->PoolLast(activations);
  }
  output.embedding = this->Embed(output.features);
  return output;
}

void
Encoder::FreezeTrunk()
{
  if (m_Head.empty())
  {
    throw LearnError("freeze: expected a head of its own to train beside the frozen trunk, " + this->Architecture() +
                     " with head \"" + m_Settings.head + "\" has none");
  }
  m_TrunkIsFrozen = true;
  this->SetTraining(m_Training);
}

std::vector<NamedTensor>
Encoder::TrainedParameters() const
{
  const auto first = static_cast<std::ptrdiff_t>(m_TrunkIsFrozen ? m_TrunkParameters : 0);
  return { this->Parameters().begin() + first, this->Parameters().end() };
}

void
Encoder::MoveTo(const torch::Device & device)
{
  pheno::MoveTo(this->State(), device);
}

void
Encoder::SaveParts(const std::string &) const
{}

void
Encoder::Initialise(at::Generator generator)
{
  m_Parameters.Initialise(generator);
  for (const BatchNorm & norm : m_Norms)
  {
    norm.Reset();
  }
}

std::vector<NamedTensor>
Encoder::State() const
{
  std::vector<NamedTensor> state = this->Parameters();
  state.insert(state.end(), m_Buffers.begin(), m_Buffers.end());
  for (const BatchNorm & norm : m_Norms)
  {
    norm.AppendStatistics(state);
  }
  return state;
}

void
Encoder::LoadState(const std::vector<NamedTensor> & state)
{
  CopyState(this->Architecture(), this->State(), state);
}

torch::Tensor
NormaliseRows(const torch::Tensor & x, double eps)
{
  return x / x.norm(2, { 1 }, true).clamp_min(eps);
}
} // namespace pheno

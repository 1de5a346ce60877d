#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoResNet18.h"

#include <cmath>
#include <map>

namespace pheno
{
namespace
{
constexpr double kNormEpsilon = 1e-5;
constexpr double kNormMomentum = 1.0;

std::string
ShapeText(const torch::Tensor & tensor)
{
  std::string text;
  for (const std::int64_t size : tensor.sizes())
  {
    text += (text.empty() ? "" : " x ") + std::to_string(size);
  }
  return text.empty() ? "scalar" : text;
}
} // namespace

torch::Tensor
BatchNorm::Apply(const torch::Tensor & x, bool training) const
{
  if (training && x.numel() == x.size(1))
  {
    throw LearnError("batch norm " + name +
                     " sees one value a channel: its variance is undefined; more or larger crops are needed");
  }
  return at::batch_norm(x, {}, {}, mean, variance, training, kNormMomentum, kNormEpsilon, false);
}

Encoder::Encoder(std::string architecture, int in_channels, torch::ScalarType type)
  : m_Architecture(std::move(architecture))
  , m_InChannels(in_channels)
  , m_Type(type)
  , m_Segments(1)
{
  if (in_channels < 1)
  {
    throw LearnError("an encoder needs at least one channel, got " + std::to_string(in_channels));
  }
}

torch::Tensor
Encoder::AddParameter(const std::string & name, at::IntArrayRef shape)
{
  torch::Tensor parameter = torch::zeros(shape, m_Type);
  if (parameter.dim() == 4)
  {
    parameter = parameter.contiguous(at::MemoryFormat::ChannelsLast);
  }
  m_Parameters.push_back({ name, parameter });
  return parameter;
}

void
Encoder::Add(Step step)
{
  m_Segments.back().push_back(std::move(step));
}

void
Encoder::AddConvolution(const std::string & name,
                        int                 in,
                        int                 out,
                        int                 kernel,
                        int                 stride,
                        torch::Tensor Activations::*from)
{
  const torch::Tensor weight = this->AddParameter(name + ".weight", { out, in, kernel, kernel });
  const int           padding = kernel / 2;
  this->Add([weight, stride, padding, from](Activations & a) {
    const torch::Tensor & input = a.*from;
    a.x = at::conv2d(input, weight.to(input.scalar_type()), {}, { stride, stride }, { padding, padding });
  });
}

void
Encoder::AddNorm(const std::string & name, int channels)
{
  m_Norms.push_back({ name, torch::zeros({ channels }, m_Type), torch::ones({ channels }, m_Type) });
  m_Segments.emplace_back();
}

void
Encoder::AddHead(const std::string & name, int features, int hidden, int embed_dim)
{
  if (embed_dim < 1)
  {
    throw LearnError("embed_dim: expected at least 1, got " + std::to_string(embed_dim));
  }
  m_FeatureWidth = features;
  m_EmbedDim = embed_dim;
  m_HeadWeight0 = this->AddParameter(name + ".0.weight", { hidden, features });
  m_HeadBias0 = this->AddParameter(name + ".0.bias", { hidden });
  m_HeadWeight1 = this->AddParameter(name + ".2.weight", { embed_dim, hidden });
  m_HeadBias1 = this->AddParameter(name + ".2.bias", { embed_dim });
}

void
Encoder::RunSegment(std::size_t k, Activations & activations) const
{
  for (const Step & step : m_Segments[k])
  {
    step(activations);
  }
}

Encoder::Output
Encoder::Finish(const Activations & activations) const
{
  Output output;
  output.features = activations.x.to(m_Type).mean({ 2, 3 });
  const torch::Tensor hidden = at::linear(output.features, m_HeadWeight0, m_HeadBias0).relu_();
  output.embedding = NormaliseRows(at::linear(hidden, m_HeadWeight1, m_HeadBias1));
  return output;
}

Encoder::Output
Encoder::Forward(const torch::Tensor & images) const
{
  if (images.dim() != 4 || images.size(1) != m_InChannels)
  {
    throw LearnError(m_Architecture + ": expected images N x " + std::to_string(m_InChannels) + " x H x W, got " +
                     ShapeText(images));
  }
  Activations activations;
  activations.x = images;
  for (std::size_t k = 0; k < m_Norms.size(); ++k)
  {
    this->RunSegment(k, activations);
    activations.x = m_Norms[k].Apply(activations.x, m_Training);
  }
  this->RunSegment(m_Norms.size(), activations);
  return this->Finish(activations);
}

void
Encoder::Initialise(at::Generator generator)
{
  const at::NoGradGuard guard;
  double                linearBound = 0; // a bias follows its weight
  for (const NamedTensor & parameter : m_Parameters)
  {
    torch::Tensor values = torch::empty(parameter.tensor.sizes(), m_Type);
    if (parameter.tensor.dim() == 4)
    {
      const double fanOut = static_cast<double>(values.size(0) * values.size(2) * values.size(3));
      values.normal_(0.0, std::sqrt(2.0 / fanOut), generator);
    }
    else
    {
      linearBound = values.dim() == 2 ? 1.0 / std::sqrt(static_cast<double>(values.size(1))) : linearBound;
      values.uniform_(-linearBound, linearBound, generator);
    }
    parameter.tensor.copy_(values);
  }
  for (const BatchNorm & norm : m_Norms)
  {
    norm.mean.zero_();
    norm.variance.fill_(1);
  }
}

std::vector<NamedTensor>
Encoder::State() const
{
  std::vector<NamedTensor> state = m_Parameters;
  for (const BatchNorm & norm : m_Norms)
  {
    state.push_back({ norm.name + ".running_mean", norm.mean });
    state.push_back({ norm.name + ".running_var", norm.variance });
  }
  return state;
}

void
Encoder::LoadState(const std::vector<NamedTensor> & state)
{
  const at::NoGradGuard                guard;
  std::map<std::string, torch::Tensor> given;
  for (const NamedTensor & entry : state)
  {
    given.emplace(entry.name, entry.tensor);
  }
  for (const NamedTensor & entry : this->State())
  {
    const auto found = given.find(entry.name);
    if (found == given.end())
    {
      throw LearnError(m_Architecture + ": tensor '" + entry.name + "' is missing");
    }
    if (found->second.sizes() != entry.tensor.sizes())
    {
      throw LearnError(m_Architecture + ": tensor '" + entry.name + "': expected " + ShapeText(entry.tensor) +
                       ", got " + ShapeText(found->second));
    }
    entry.tensor.copy_(found->second);
    given.erase(found);
  }
  if (!given.empty())
  {
    throw LearnError(m_Architecture + ": unknown tensor '" + given.begin()->first + "'");
  }
}

std::shared_ptr<Encoder>
MakeEncoder(const EncoderSettings & settings, torch::ScalarType type)
{
  if (settings.architecture == "resnet18")
  {
    return std::make_shared<ResNet18>(settings.in_channels, settings.embed_dim, type);
  }
  throw LearnError("unknown architecture '" + settings.architecture + "'; known are: resnet18");
}

torch::Tensor
NormaliseRows(const torch::Tensor & x, double eps)
{
  return x / x.norm(2, { 1 }, true).clamp_min(eps);
}
} // namespace pheno

#include "phenoStarNetwork.h"

#include "phenoLearnError.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace pheno
{
namespace
{
constexpr int    kPixelsOfPoint = StarNetwork::kStep * StarNetwork::kStep;
constexpr double kMomentum = 0.1;
constexpr double kRadiusUnit = 8.0; // pixels: an output of one is a distance of about so many
constexpr auto   kOne = StartValues{ StartValues::Kind::Constant, 1 };
constexpr auto   kZero = StartValues{ StartValues::Kind::Constant, 0 };

void
Check(const StarArchitecture & a)
{
  bool isPossible = a.rays >= 3 && a.rays <= 1024 && a.head >= 1 && !a.widths.empty() && a.widths.size() <= 8;
  for (const int width : a.widths)
  {
    isPossible = isPossible && width >= 1 && width <= 4096;
  }
  if (!isPossible || a.head > 4096)
  {
    throw LearnError("star network: expected 3 to 1024 rays, 1 to 8 levels and 1 to 4096 channels of each and of the "
                     "head, got " +
                     std::to_string(a.rays) + " rays, " + std::to_string(a.widths.size()) + " levels, a head of " +
                     std::to_string(a.head));
  }
}
} // namespace

StarNetwork::StarNetwork(const StarArchitecture & architecture, bool is_folded)
  : m_Architecture(architecture)
  , m_IsFolded(is_folded)
  , m_Parameters(torch::kFloat32)
{
  Check(architecture);
  const std::vector<int> & widths = architecture.widths;
  int                      in = kPixelsOfPoint;
  for (std::size_t level = 0; level < widths.size(); ++level)
  {
    const std::string name = "down." + std::to_string(level);
    this->Add(name + ".0", in, widths[level], 3);
    this->Add(name + ".1", widths[level], widths[level], 3);
    in = widths[level];
  }
  for (std::size_t level = widths.size() - 1; level-- > 0;)
  {
    const std::string name = "up." + std::to_string(level);
    this->Add(name + ".0", in + widths[level], widths[level], 3);
    this->Add(name + ".1", widths[level], widths[level], 3);
    in = widths[level];
  }
  this->Add("head.0", in, architecture.head, 3);
  this->Add("head.1", architecture.head, 1 + architecture.rays + kPixelsOfPoint, 1, true);
}

void
StarNetwork::Add(const std::string & name, int in, int out, int kernel, bool is_last)
{
  const double fanOut = static_cast<double>(out) * kernel * kernel;
  Convolution  convolution{ name,
                           m_Parameters.Add(name + ".weight",
                                            { out, in, kernel, kernel },
                                            { StartValues::Kind::Normal, std::sqrt((is_last ? 1.0 : 2.0) / fanOut) }),
                           {},
                           {} };
  if (is_last || m_IsFolded)
  {
    convolution.bias = m_Parameters.Add(name + ".bias", { out }, kZero);
  }
  else
  {
    BatchNorm norm{ name + ".norm", torch::zeros({ out }), torch::ones({ out }), kMomentum };
    norm.weight = m_Parameters.Add(norm.name + ".weight", { out }, kOne);
    norm.bias = m_Parameters.Add(norm.name + ".bias", { out }, kZero);
    convolution.norm = norm;
  }
  m_Convolutions.push_back(std::move(convolution));
}

torch::Tensor
StarNetwork::Apply(std::size_t convolution, const torch::Tensor & x) const
{
  const Convolution & c = m_Convolutions[convolution];
  const std::int64_t  padding = c.weight.size(2) / 2;
  const auto          type = x.scalar_type();
  torch::Tensor       y =
    at::conv2d(x, c.weight.to(type), c.bias.defined() ? c.bias.to(type) : c.bias, { 1, 1 }, { padding, padding });
  y = c.norm ? c.norm->Apply(y, m_Training) : y;
  return convolution + 1 < m_Convolutions.size() ? at::relu_(y) : y;
}

StarNetwork::Output
StarNetwork::Forward(const torch::Tensor & images) const
{
  if (images.size(2) % this->Multiple() != 0 || images.size(3) % this->Multiple() != 0)
  {
    throw LearnError("star network: expected a height and width that are multiples of " +
                     std::to_string(this->Multiple()) + ", got " + std::to_string(images.size(2)) + " x " +
                     std::to_string(images.size(3)));
  }
  const std::size_t          levels = m_Architecture.widths.size();
  std::vector<torch::Tensor> kept;
  std::size_t                next = 0;
  torch::Tensor              x = at::pixel_unshuffle(images, kStep).contiguous(at::MemoryFormat::ChannelsLast);
  for (std::size_t level = 0; level < levels; ++level)
  {
    x = level > 0 ? at::max_pool2d(x, { 2, 2 }) : x;
    x = this->Apply(next++, x);
    x = this->Apply(next++, x);
    kept.push_back(x);
  }
  for (std::size_t level = levels - 1; level-- > 0;)
  {
    const torch::Tensor & own = kept[level];
    x = at::cat({ at::upsample_nearest2d(x, { own.size(2), own.size(3) }), own }, 1);
    x = this->Apply(next++, x);
    x = this->Apply(next++, x);
  }
  x = this->Apply(next++, x);
  x = this->Apply(next++, x).to(torch::kFloat32);
  const std::int64_t rays = m_Architecture.rays;
  return { x.narrow(1, 0, 1),
           at::softplus(x.narrow(1, 1, rays)) * kRadiusUnit,
           at::pixel_shuffle(x.narrow(1, 1 + rays, kPixelsOfPoint), kStep) };
}

void
StarNetwork::Initialise(at::Generator generator)
{
  m_Parameters.Initialise(generator);
  for (const Convolution & convolution : m_Convolutions)
  {
    if (convolution.norm)
    {
      convolution.norm->Reset();
    }
  }
}

StarNetwork
StarNetwork::Folded() const
{
  const at::NoGradGuard guard;
  StarNetwork           folded(m_Architecture, true);
  for (std::size_t i = 0; i < m_Convolutions.size(); ++i)
  {
    const Convolution & from = m_Convolutions[i];
    const Convolution & to = folded.m_Convolutions[i];
    if (!from.norm)
    {
      to.weight.copy_(from.weight);
      to.bias.copy_(from.bias);
      continue;
    }
    const torch::Tensor gain = from.norm->weight * at::rsqrt(from.norm->variance + BatchNorm::kEpsilon);
    to.weight.copy_(from.weight * gain.view({ -1, 1, 1, 1 }));
    to.bias.copy_(from.norm->bias - from.norm->mean * gain);
  }
  return folded;
}

int
StarNetwork::Reach() const
{
  // Of a point at a level: one point a convolution of 3 x 3; joining levels moves by less than a point of the coarser.
  const int levels = static_cast<int>(m_Architecture.widths.size());
  int       reach = kStep; // of the head, and the other pixels of a point
  for (int level = 0; level < levels; ++level)
  {
    const int point = kStep << level;
    reach += (level + 1 < levels ? 4 : 2) * point + point;
  }
  return reach;
}

std::vector<NamedTensor>
StarNetwork::State() const
{
  std::vector<NamedTensor> state = m_Parameters.Tensors();
  for (const Convolution & convolution : m_Convolutions)
  {
    if (convolution.norm)
    {
      convolution.norm->AppendStatistics(state);
    }
  }
  return state;
}
} // namespace pheno

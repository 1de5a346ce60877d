#include "phenoResNet.h"
#include "phenoLearnError.h"

#include <array>

namespace pheno
{
namespace
{
struct Plan
{
  const char *       name;
  std::array<int, 4> blocks; // of each stage
  bool               bottleneck;
};
constexpr Plan kPlans[] = { { "resnet18", { 2, 2, 2, 2 }, false },
                            { "resnet34", { 3, 4, 6, 3 }, false },
                            { "resnet50", { 3, 4, 6, 3 }, true },
                            { "resnet101", { 3, 4, 23, 3 }, true },
                            { "resnet152", { 3, 8, 36, 3 }, true } };
constexpr int  kExpansion = 4; // of a bottleneck

const Plan &
PlanOf(const std::string & architecture)
{
  for (const Plan & plan : kPlans)
  {
    if (architecture == plan.name)
    {
      return plan;
    }
  }
  throw LearnError("ResNet: no architecture '" + architecture + "'");
}
} // namespace

ResNet::ResNet(const EncoderSettings & settings, torch::ScalarType type)
  : Encoder(settings, type)
{
  const Plan & plan = PlanOf(settings.architecture);
  this->AddNormedConvolution("encoder.conv1", "encoder.bn1", { settings.in_channels, 64, 7, 2 });
  this->Add([](Activations & a) { a.x = at::max_pool2d(a.x.relu_(), { 3, 3 }, { 2, 2 }, { 1, 1 }); });
  int in = 64;
  for (std::size_t stage = 0; stage < plan.blocks.size(); ++stage)
  {
    const int width = 64 << stage;
    for (int block = 0; block < plan.blocks[stage]; ++block)
    {
      const std::string name = "encoder.layer" + std::to_string(stage + 1) + "." + std::to_string(block);
      const int         stride = block == 0 && stage > 0 ? 2 : 1;
      plan.bottleneck ? this->AddBottleneck(name, in, width, stride) : this->AddBasicBlock(name, in, width, stride);
      in = plan.bottleneck ? kExpansion * width : width;
    }
  }
  this->AddHead("mlp_head", in, in);
}

void
ResNet::AddConvolutionAndNorm(const std::string & name, const std::string & number, const ConvolutionShape & shape)
{
  this->AddNormedConvolution(name + ".conv" + number, name + ".bn" + number, shape);
}

void
ResNet::AddBasicBlock(const std::string & name, int in, int width, int stride)
{
  this->Add([](Activations & a) { a.kept = a.x; });
  this->AddConvolutionAndNorm(name, "1", { in, width, 3, stride });
  this->Add([](Activations & a) { a.x.relu_(); });
  this->AddConvolutionAndNorm(name, "2", { width, width, 3, 1 });
  this->AddShortcut(name, in, width, stride);
}

void
ResNet::AddBottleneck(const std::string & name, int in, int width, int stride)
{
  this->Add([](Activations & a) { a.kept = a.x; });
  this->AddConvolutionAndNorm(name, "1", { in, width, 1, 1 });
  this->Add([](Activations & a) { a.x.relu_(); });
  this->AddConvolutionAndNorm(name, "2", { width, width, 3, stride });
  this->Add([](Activations & a) { a.x.relu_(); });
  this->AddConvolutionAndNorm(name, "3", { width, kExpansion * width, 1, 1 });
  this->AddShortcut(name, in, kExpansion * width, stride);
}

void
ResNet::AddShortcut(const std::string & name, int in, int out, int stride)
{
  if (in == out && stride == 1)
  {
    this->Add([](Activations & a) { a.x.add_(a.kept).relu_(); });
  }
  else
  {
    this->Add([](Activations & a) { a.main = a.x; });
    this->AddNormedConvolution(
      name + ".downsample.0", name + ".downsample.1", { in, out, 1, stride }, &Activations::kept);
    this->Add([](Activations & a) {
      a.x.add_(a.main).relu_();
      a.main = torch::Tensor();
    });
  }
  this->Add([](Activations & a) { a.kept = torch::Tensor(); });
}
} // namespace pheno
